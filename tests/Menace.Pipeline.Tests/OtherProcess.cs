using Menace.Pipeline.Tests.Hostile;
using Menace.Pipeline.Tests.Knowledge;
using Menace.Pipeline.Tests.Research;
using Menace.Pipeline.Tests.Resume;
using Menace.Pipeline.Tests.Verification;

namespace Menace.Pipeline.Tests;

/// <summary>The tests' own entry point: a second process of ours, which can be killed. What it is comes first.</summary>
internal static class OtherProcess
{
    public static Task Main(string[] arguments) => arguments[0] switch
    {
        StagedBuild.Command => new StagedBuild(arguments[1], arguments[2], arguments[3], arguments[4]).RunAsync(),
        OtherVerification.Command => OtherVerification.RunAsync(arguments[1], arguments[2]),
        LargeFileDevelopment.Command => LargeFileDevelopment.RunAsync(arguments[1], arguments[2]),
        LargeFileUpdate.Command => LargeFileUpdate.RunAsync(arguments[1], arguments[2]),
        OtherKnowledge.Command => OtherKnowledge.RunAsync(arguments[1], arguments[2], arguments[3]),
        ResearchingBuild.Command => ResearchingBuild.RunAsync(arguments[1], arguments[2]),
        var other => throw new ArgumentException(other),
    };
}
