using System.Diagnostics;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>A build of a project in a process of its own, two bots at a time.</summary>
internal static class OtherVerification
{
    public const string Command = "verify";

    /// <summary>Starts it.</summary>
    /// <param name="folder">Absolute path of the project.</param>
    /// <param name="tasks">Absolute path of the task list.</param>
    public static Process Start(string folder, string tasks) =>
        Process.Start("dotnet", ["exec", typeof(OtherVerification).Assembly.Location, Command, folder, tasks]);

    public static async Task RunAsync(string folder, string tasks)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = folder, Concurrency = 2 });
        var handoff = await pipeline.HandoffAsync(TaskFileReader.Read(await File.ReadAllBytesAsync(tasks), TaskFolder.Options(folder)));
        var optimised = await pipeline.OptimiseAsync(handoff.Record);
        var built = await pipeline.DevelopAsync(optimised.Record);
        await pipeline.VerifyAsync(built.Record);
    }
}
