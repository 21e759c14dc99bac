using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Brings new output into a repository in a process in which nothing else takes memory or time.</summary>
internal static class LargeFileUpdate
{
    public const string Command = "large-update";

    /// <summary>Runs it.</summary>
    /// <param name="repository">Absolute path of the repository.</param>
    /// <param name="work">Absolute path of the folder for conflicts.</param>
    /// <returns>The bytes that were allocated, the most memory that the process had, and the time.</returns>
    public static async Task<(long Allocated, long Peak, TimeSpan Elapsed)> RunElsewhereAsync(string repository, string work)
    {
        string[] arguments = ["exec", typeof(LargeFileUpdate).Assembly.Location, Command, repository, work];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        long[] numbers = [.. output.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return (numbers[0], numbers[1], TimeSpan.FromMilliseconds(numbers[2]));
    }

    public static Task RunAsync(string repository, string work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        var update = new BotGitRepository(repository).Update(
            [RepositoryFile.FromText("a.txt", "2"), RepositoryFile.FromText("b.txt", "1")],
            tree => GeneratedCommit.Message("Update Bot", "A bot.", "2", tree), DateTimeOffset.UnixEpoch, new MergeSettings([], work));
        Assert.Null(update.Refusal);
        var elapsed = clock.ElapsedMilliseconds;
        using var own = Process.GetCurrentProcess();
        Console.Write(string.Create(
            CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true) - before} {own.PeakWorkingSet64} {elapsed}"));
        return Task.CompletedTask;
    }
}
