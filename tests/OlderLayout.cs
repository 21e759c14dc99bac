using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Menace;

/// <summary>Lays out the repositories and the state that an older version of Menace left of samples/fleet (tests/Corpora/upgrade).</summary>
internal static class OlderLayout
{
    /// <summary>Names of the bots in the layout.</summary>
    /// <param name="data">The folder tests/Corpora/upgrade.</param>
    /// <param name="commit">The commit of the version.</param>
    public static IReadOnlyList<string> Bots(string data, string commit) =>
        [.. Git(data, "bundle", "list-heads", Path.Combine(data, commit + ".bundle")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('/')[2]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Lays out the state of the project and the repositories of <paramref name="bots"/>, each as its first build left it.</summary>
    /// <param name="data">The folder tests/Corpora/upgrade.</param>
    /// <param name="commit">The commit of the version.</param>
    /// <param name="bots">Names of bots.</param>
    /// <param name="folder">The folder of the project.</param>
    public static void Restore(string data, string commit, IEnumerable<string> bots, string folder)
    {
        using (var packed = File.OpenRead(Path.Combine(data, commit + ".state.tar.gz")))
        using (var state = new GZipStream(packed, CompressionMode.Decompress))
        {
            TarFile.ExtractToDirectory(state, folder, overwriteFiles: false);
        }

        foreach (var bot in bots)
        {
            var repository = Directory.CreateDirectory(Path.Combine(folder, "dev_repos", bot)).FullName;
            Git(repository, "init", "-q", "-b", "main", "--template=");
            Git(repository, "fetch", "-q", "--update-head-ok", Path.Combine(data, commit + ".bundle"), $"refs/heads/{bot}/*:refs/heads/*");
            Git(repository, "reset", "-q", "--hard");
            File.WriteAllText(Path.Combine(repository, ".git/menace-project"), "..");
        }
    }

    private static string Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        return output;
    }
}
