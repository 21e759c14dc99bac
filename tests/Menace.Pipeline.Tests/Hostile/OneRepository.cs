using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>The repository of one bot in a folder of its own, generated file by file.</summary>
internal sealed class OneRepository : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private int _input;

    /// <summary>Generates the first commit from files as <c>path=text</c>.</summary>
    public OneRepository(params string[] files) => new BotGitRepository(Bot).Create(Of(files), Message("Generate Bot"), Time);

    public string Bot => _folder["dev_repos/Bot"];

    public string WorkPath => _folder[".menace/merges/Bot"];

    /// <summary>Absolute path of a file beside the repositories.</summary>
    public string this[string relative] => _folder[relative];

    public string InBot(string path) => Path.Combine(Bot, path);

    public string Read(string path) => File.ReadAllText(InBot(path));

    public string Git(params string[] arguments) =>
        Shell.Git(Bot, ["-c", "user.name=u", "-c", "user.email=u@example.org", .. arguments]).TrimEnd('\n');

    public void Commit()
    {
        Git("add", "-A");
        Git("commit", "-q", "-m", "mine");
    }

    /// <summary>Writes a file beside or in the repository.</summary>
    public string Write(string relative, string text) => _folder.Write(relative, text);

    /// <summary>Brings in new output.</summary>
    public RepositoryUpdate Update(params string[] files)
    {
        _input++;
        return new BotGitRepository(Bot).Update(Of(files), Message("Update Bot"), Time, new MergeSettings([], WorkPath));
    }

    public void Dispose() => _folder.Dispose();

    private Func<string, string> Message(string subject)
    {
        var input = _input.ToString(CultureInfo.InvariantCulture);
        return tree => GeneratedCommit.Message(subject, "A bot.", input, tree);
    }

    private static RepositoryFile[] Of(string[] files) =>
        [.. files.Select(file => file.Split('=', 2)).Select(parts => RepositoryFile.FromText(parts[0], parts[1]))];
}
