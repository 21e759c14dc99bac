using System.Text;

namespace Menace.Pipeline.Tests.Upgrades;

/// <summary>The same edits of a user in any generated repository, and the check that none of them is lost.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="bot">The bot.</param>
/// <param name="isContested">True to edit a line as well that each newer version generates otherwise.</param>
internal sealed class ScriptedEdits(OlderFleet fleet, string bot, bool isContested)
{
    /// <summary>Files with a part of a line that versions since b718c25 do not generate any more.</summary>
    private static readonly (string File, string Part)[] Contested =
    [
        ("Program.cs", "JsonSerializer.Serialize("),
        ("__main__.py", "= to_json(call("),
        ("main.sh", "or an argument is not JSON."),
    ];

    private const string Notes = "notes/ours.md";
    private const string Moved = "about/meta.yaml";
    private const string Ignored = "ours.private";

    private string _code = "";
    private string _crlf = "";

    private string[] Lines => [$"ours: inserted in {bot}", $"(ours: purpose of {bot})", $"ours: notes of {bot}", $"ours: setup of {bot}",
        .. isContested ? [$"ours: contested in {bot}"] : Array.Empty<string>()];

    private string Uncommitted => $"ours: not committed in {bot}";

    /// <summary>Makes the edits: all committed, but for one of a tracked file and one file that git ignores.</summary>
    public void Make()
    {
        string[] files = fleet.Git(bot, "ls-files").Split('\n');
        _code = files.Single(file => Path.GetFileNameWithoutExtension(file) == bot && !file.StartsWith("tests/", StringComparison.Ordinal)
            && Path.GetExtension(file) is ".cs" or ".py" or ".sh");
        _crlf = files.Last(file => file.StartsWith("tests/", StringComparison.Ordinal) && !file.EndsWith(".csproj", StringComparison.Ordinal));
        Change(_code, text => Insert(text, $"{Comment} {Lines[0]}"));
        Change("README.md", text => text.Split('\n') is var lines
            ? string.Join('\n', [.. lines[..2], $"{lines[2]} {Lines[1]}", .. lines[3..]]) : text);
        Change("scripts/setup_tests.sh", text => text + $"# {Lines[3]}\n");
        Change(_crlf, text => text.Replace("\n", "\r\n", StringComparison.Ordinal));
        if (isContested)
        {
            var (file, part) = Contested.Select(line => (File: files.FirstOrDefault(file => Path.GetFileName(file) == line.File), line.Part))
                .Single(line => line.File is not null);
            Change(file!, text => string.Join('\n', text.Split('\n')
                .Select(line => line.Contains(part, StringComparison.Ordinal) ? $"{line} {Comment} {Lines[^1]}" : line)));
        }

        fleet.Git(bot, "rm", "-q", "LICENSE");
        Directory.CreateDirectory(fleet.PathOf(bot, "about"));
        fleet.Git(bot, "mv", "meta.yaml", Moved);
        Directory.CreateDirectory(fleet.PathOf(bot, "notes"));
        File.WriteAllText(fleet.PathOf(bot, Notes), Lines[2] + "\n");
        File.SetUnixFileMode(fleet.PathOf(bot, "README.md"), (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(fleet.PathOf(bot, ".git/info"));
        File.WriteAllText(fleet.PathOf(bot, ".git/info/exclude"), "*.private\n");
        fleet.Git(bot, "-c", "core.autocrlf=false", "add", "-A");
        fleet.Git(bot, "commit", "-q", "-m", "Ours");
        File.WriteAllText(fleet.PathOf(bot, Ignored), "ours: ignored\n");
        Change(_code, text => text + $"{Comment} {Uncommitted}\n");
    }

    /// <summary>Commits what is not committed.</summary>
    public void Commit() => fleet.Git(bot, "commit", "-q", "-a", "-m", "More of ours");

    /// <summary>Asserts that everything is as the user left it, whatever the branch of the output has.</summary>
    public void AssertUncommitted()
    {
        AssertKept();
        Assert.EndsWith($"{Comment} {Uncommitted}\n", File.ReadAllText(fleet.PathOf(bot, _code)), StringComparison.Ordinal);
        Assert.Equal($" M {_code}", fleet.Git(bot, "status", "--porcelain"));
    }

    /// <summary>Asserts that every edit is in the files and in the commit that is checked out.</summary>
    public void AssertKept()
    {
        var text = fleet.Git(bot, "grep", "-h", "-I", "ours: ", "HEAD");
        Assert.All(Lines, line => Assert.Contains(line, text, StringComparison.Ordinal));
        var files = fleet.Git(bot, "ls-tree", "-r", "--format=%(objectmode) %(path)", "HEAD").Split('\n');
        Assert.Contains("100755 README.md", files);
        Assert.Contains("100644 " + Notes, files);
        Assert.Contains("100644 " + Moved, files);
        Assert.DoesNotContain(files, file => file.EndsWith(" meta.yaml", StringComparison.Ordinal) || file.EndsWith(" LICENSE", StringComparison.Ordinal));
        Assert.DoesNotContain("\n", File.ReadAllText(fleet.PathOf(bot, _crlf), Encoding.UTF8).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("ours: ignored\n", File.ReadAllText(fleet.PathOf(bot, Ignored)));
    }

    /// <summary>Asserts the same, and that the edit that was not committed at first is there too.</summary>
    public void AssertMerged()
    {
        AssertKept();
        Assert.Contains(Uncommitted, fleet.Git(bot, "grep", "-h", "ours: ", "HEAD", "--", _code), StringComparison.Ordinal);
        Assert.Equal("", fleet.Git(bot, "status", "--porcelain"));
        fleet.Git(bot, "fsck", "--strict");
    }

    private string Comment => _code.EndsWith(".cs", StringComparison.Ordinal) ? "//" : "#";

    /// <summary>Inserts a line after the first one that is empty.</summary>
    private static string Insert(string text, string line) =>
        text.IndexOf("\n\n", StringComparison.Ordinal) is var at and >= 0 ? text.Insert(at + 2, line + "\n") : text + line + "\n";

    private void Change(string file, Func<string, string> change)
    {
        var path = fleet.PathOf(bot, file);
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }
}
