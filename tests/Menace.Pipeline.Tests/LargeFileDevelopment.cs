using System.Diagnostics;
using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests;

/// <summary>Writes the repository of a bot with one copied file, in a process in which nothing else allocates memory.</summary>
internal static class LargeFileDevelopment
{
    public const string Command = "copy";

    /// <summary>Runs it.</summary>
    /// <param name="folder">Absolute path of the project.</param>
    /// <param name="file">Name of the file in it.</param>
    /// <returns>How many bytes were allocated on the way.</returns>
    public static async Task<long> RunElsewhereAsync(string folder, string file)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(LargeFileDevelopment).Assembly.Location, Command, folder, file]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return long.Parse(output, CultureInfo.InvariantCulture);
    }

    public static async Task RunAsync(string folder, string file)
    {
        await DevelopAsync(folder, "first", new Dictionary<string, string>());
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await DevelopAsync(folder, "a", new Dictionary<string, string> { [file] = file });
        Console.Write(GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private static async Task DevelopAsync(string folder, string bot, IReadOnlyDictionary<string, string> files)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = folder });
        var task = new TaskInfo { Name = bot, Code = "def one():\n    return 1\n", Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Files = files } };
        var handoff = await pipeline.HandoffAsync(new TaskPackage([task]));
        await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!)).Record);
    }
}
