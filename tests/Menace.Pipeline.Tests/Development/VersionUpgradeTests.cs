using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Development;

/// <summary>An edited repository after an upgrade of Menace.</summary>
public sealed partial class VersionUpgradeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Edited_repository_is_kept_with_a_warning_if_only_the_version_changed()
    {
        await DevelopAsync("return 1");
        PretendOlderVersion("Base");
        PretendOlderVersion("Caller");
        File.AppendAllText(_folder["dev_repos/Caller/Caller.py"], "# mine\n");
        File.AppendAllText(_folder["dev_repos/Base/Base.py"], "# mine\n");

        foreach (var previous in (BuildRecord?[])[null, (await DevelopAsync("return 1")).Record])
        {
            var result = await DevelopAsync("return 1", previous);

            Assert.Empty(result.Record.Failures);
            Assert.Equal(["Base:MENACE4006", "Caller:MENACE4006"], result.Diagnostics.Select(finding => $"{finding.Bot}:{finding.Rule.Id}"));
            var patch = _folder[".menace/logs/Base.update.diff"];
            Assert.EndsWith($"an update would change README.md; the full difference is in {patch}", result.Diagnostics[0].Message, StringComparison.Ordinal);
            Assert.Contains("+++ b/README.md\n@@ ", File.ReadAllText(patch), StringComparison.Ordinal);
            Assert.EndsWith("# mine\n", File.ReadAllText(_folder["dev_repos/Caller/Caller.py"]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Edited_repository_is_an_error_if_the_task_changed_too()
    {
        await DevelopAsync("return 1");
        PretendOlderVersion("Base");
        File.AppendAllText(_folder["dev_repos/Base/Base.py"], "# mine\n");

        var result = await DevelopAsync("return 2");

        Assert.Contains("Base:MENACE4001", result.Diagnostics.Select(finding => $"{finding.Bot}:{finding.Rule.Id}"));
    }

    [Fact]
    public async Task Unedited_repository_is_updated()
    {
        await DevelopAsync("return 1");
        PretendOlderVersion("Base");
        var patch = _folder.Write(".menace/logs/Base.update.diff", "of an edit that was undone");

        var result = await DevelopAsync("return 1");

        Assert.False(File.Exists(patch));
        Assert.Empty(result.Diagnostics);
        Assert.Equal(RepositoryChange.Updated, result.Record.Repositories[0].Change);
    }

    [Fact]
    public async Task Version_that_emits_the_same_bytes_commits_nothing()
    {
        await DevelopAsync("return 1");
        PretendOlderVersion("Base", "");
        PretendOlderVersion("Caller", "");
        string[] before = [Head("Base"), Head("Caller")];

        var result = await DevelopAsync("return 1");

        Assert.Empty(result.Diagnostics);
        Assert.All(result.Record.Repositories, repository => Assert.Equal(RepositoryChange.Unchanged, repository.Change));
        Assert.Equal(before, new[] { Head("Base"), Head("Caller") });
    }

    [Fact]
    public async Task Commits_of_the_user_are_merged_if_only_the_version_changed()
    {
        await DevelopAsync("return 1");
        PretendOlderVersion("Base");
        File.AppendAllText(_folder["dev_repos/Base/Base.py"], "# mine\n");
        Shell.Git(_folder["dev_repos/Base"], "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-a", "-m", "mine");

        var result = await DevelopAsync("return 1");

        Assert.Empty(result.Diagnostics);
        Assert.EndsWith("# mine\n", Shell.Git(_folder["dev_repos/Base"], "show", "menace/candidate:Base.py"), StringComparison.Ordinal);
        Assert.DoesNotContain("Older.", Shell.Git(_folder["dev_repos/Base"], "show", "menace/candidate:README.md"), StringComparison.Ordinal);
    }

    private async Task<StageResult<BuildRecord>> DevelopAsync(string line, BuildRecord? previous = null)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = _folder.Path });
        var handoff = await pipeline.HandoffAsync(new TaskPackage([Bot("Base", line), Bot("Caller", "return 3") with { Dependencies = ["Base"] }]));
        return await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!)).Record, previous);
    }

    private static TaskInfo Bot(string name, string line) => new()
    {
        Name = name,
        Code = $"def value():\n    {line}\n",
        Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["value"] },
    };

    private string Head(string bot) => Shell.Git(_folder["dev_repos/" + bot], "rev-parse", "HEAD", "menace/generated");

    /// <summary>Adds a commit of a version that wrote <paramref name="more"/> at the end of the README.</summary>
    private void PretendOlderVersion(string bot, string more = "Older.\n")
    {
        var repository = _folder["dev_repos/" + bot];
        File.AppendAllText(Path.Combine(repository, "README.md"), more);
        Shell.Git(repository, "add", "README.md");
        var tree = Shell.Git(repository, "write-tree").Trim();
        var message = Shell.Git(repository, "log", "-1", "--format=%B").TrimEnd() + "\n";
        message = Version().Replace(InputTrailer().Replace(TreeTrailer().Replace(message, "Menace-Tree: " + tree), "Menace-Input: " + new string('0', 64)), "Menace version=00000000");
        Shell.Git(repository, "-c", "user.name=Menace", "-c", "user.email=menace@localhost", "commit", "-q", "--allow-empty", "-m", message);
    }

    [GeneratedRegex("Menace version=[0-9a-f]+")]
    private static partial Regex Version();

    [GeneratedRegex("Menace-Input: [0-9a-f]+")]
    private static partial Regex InputTrailer();

    [GeneratedRegex("Menace-Tree: [0-9a-f]+")]
    private static partial Regex TreeTrailer();
}
