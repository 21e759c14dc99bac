namespace Menace.Pipeline.Tests.Upgrades;

/// <summary>
/// samples/fleet as an older version of Menace left it: its repositories with their histories and the state of the project, from
/// tests/Corpora/upgrade, beside the task list of now.
/// </summary>
internal sealed class OlderFleet : IDisposable
{
    private static readonly string Data = Path.Combine(RepositoryRoot.Path, "tests/Corpora/upgrade");

    private readonly TemporaryFolder _folder = new();

    /// <summary>Lays out what the version of <paramref name="commit"/> left.</summary>
    public OlderFleet(string commit)
    {
        CopyFolder(Path.Combine(RepositoryRoot.Path, "samples/fleet"), _folder.Path);
        Bots = OlderLayout.Bots(Data, commit);
        OlderLayout.Restore(Data, commit, Bots, _folder.Path);
    }

    /// <summary>The folder of the project.</summary>
    public string Folder => _folder.Path;

    /// <summary>Names of the bots that have a repository.</summary>
    public IReadOnlyList<string> Bots { get; }

    public string PathOf(string bot, string relative = "") => _folder[Path.Combine("dev_repos", bot, relative)];

    public string Git(string bot, params string[] arguments) =>
        Shell.Git(PathOf(bot), ["-c", "user.name=u", "-c", "user.email=u@example.org", .. arguments]).TrimEnd('\n');

    public void Dispose() => _folder.Dispose();

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
