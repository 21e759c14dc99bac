using Menace.Pipeline.Tests.Resume;

namespace Menace.Pipeline.Tests;

/// <summary>The tests' own entry point: a second process of ours, which can be killed. What it is comes first.</summary>
internal static class OtherProcess
{
    public static Task Main(string[] arguments) => arguments[0] switch
    {
        StagedBuild.Command => new StagedBuild(arguments[1], arguments[2], arguments[3]).RunAsync(),
        var other => throw new ArgumentException(other),
    };
}
