using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Repositories that git's library cannot use: the finding says what it is and which command helps, and the command does.</summary>
public sealed class GitFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Bot => _folder["dev_repos/Base"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config core.splitIndex true\nupdate-index --split-index", "MENACE4002", "its index is split (core.splitIndex)")]
    [InlineData("sparse-checkout set --cone --sparse-index docs", "MENACE4002", "its index is sparse (index.sparse)")]
    [InlineData("status\nsparse-checkout set --cone docs", "MENACE4001", "it is a sparse checkout")]
    public async Task Settings_of_git_are_named_with_the_command_that_undoes_them(string commands, string id, string reason)
    {
        await BuildAsync("1");
        foreach (var command in commands.Split('\n'))
        {
            Shell.Git(Bot, command.Split(' '));
        }

        var finding = Assert.Single((await BuildAsync("2")).Diagnostics);

        Assert.Equal(id, finding.Rule.Id);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        Shell.Run(_folder.Path, null, "sh", "-c", finding.Message[finding.Message.IndexOf("git -C", StringComparison.Ordinal)..]);
        Assert.Empty((await BuildAsync("2")).Diagnostics);
        Assert.Equal("", Shell.Git(Bot, "status", "--porcelain"));
    }

    [Fact]
    public async Task Worktree_of_another_repository_is_named()
    {
        Directory.CreateDirectory(_folder["dev_repos"]);
        Shell.Git(_folder.Path, "init", "-q", "theirs");
        Shell.Git(_folder["theirs"], "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "--allow-empty", "-m", "theirs");
        Shell.Git(_folder["theirs"], "worktree", "add", "-q", "-b", "side", Bot);

        var finding = Assert.Single((await BuildAsync("1")).Diagnostics);

        Assert.Equal("MENACE4001", finding.Rule.Id);
        Assert.Contains("it is a working tree of another repository", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"git worktree remove '{Bot}'", finding.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Bot, ".git")));
    }

    [Fact]
    public async Task Submodule_is_named()
    {
        _folder.Write("dev_repos/Base/.git", "gitdir: ../.git/modules/Base\n");

        var finding = Assert.Single((await BuildAsync("1")).Diagnostics);

        Assert.Equal("MENACE4001", finding.Rule.Id);
        Assert.Contains("it is a submodule of another repository", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_of_another_git_command_is_named()
    {
        await BuildAsync("1");
        _folder.Write("dev_repos/Base/.git/index.lock", "");

        var finding = Assert.Single((await BuildAsync("2")).Diagnostics);

        Assert.Equal("MENACE4002", finding.Rule.Id);
        Assert.Contains($"delete '{Path.Combine(Bot, ".git/index.lock")}'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Owner_is_named()
    {
        var message = GitFailure.Explain(_folder.Path, new LibGit2SharpException($"repository path '{_folder.Path}' is not owned by current user"));

        Assert.StartsWith($"it belongs to the user {Environment.UserName}, and this build runs as {Environment.UserName}. ", message, StringComparison.Ordinal);
        Assert.EndsWith($"chown -R {Environment.UserName} '{_folder.Path}'", message, StringComparison.Ordinal);
    }

    /// <summary>Only root can give files away; for others the message is that of <see cref="Owner_is_named"/>.</summary>
    [Fact]
    public async Task Repository_of_another_owner_is_refused_with_the_owner()
    {
        await BuildAsync("1");
        if (Environment.UserName == "root")
        {
            Shell.Run(_folder.Path, null, "chown", "-R", "12345:12345", "dev_repos");
        }

        var findings = (await BuildAsync("2")).Diagnostics;

        Assert.Equal(Environment.UserName == "root" ? ["MENACE4002"] : [], findings.Select(finding => finding.Rule.Id));
        Assert.All(findings, finding => Assert.Contains("it belongs to the user 12345, and this build runs as root", finding.Message, StringComparison.Ordinal));
    }

    private async Task<StageResult<BuildRecord>> BuildAsync(string value)
    {
        var bot = new BotSpec { Name = "Base", Language = BotLanguage.Shell, Code = $"value() {{\n    echo {value}\n}}\n", Purpose = "p", Functions = ["value"] };
        return await new BotDevelopmentBot(new BotDevConfig { SourceDirectory = _folder.Path }).DevelopAsync(new OptimiseRecord(1, new TaskPackage([]), [bot], []), null);
    }
}
