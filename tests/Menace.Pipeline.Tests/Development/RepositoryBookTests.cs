using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

public sealed class RepositoryBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void First_repositories_of_a_project_outside_git_are_undated_once()
    {
        Assert.True(Enter("Geo", RepositoryChange.Created).Record.BeganUndated);
        Assert.False(Enter("Tax", RepositoryChange.Created).Record.BeganUndated);
    }

    [Fact]
    public void Project_with_a_commit_gives_its_date()
    {
        Shell.Git(_folder.Path, "init", "-q");
        Shell.Git(_folder.Path, "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "--allow-empty", "-m", "mine");

        Assert.False(Enter("Geo", RepositoryChange.Created).Record.BeganUndated);
    }

    [Fact]
    public void Repository_of_a_removed_task_is_an_orphan_as_long_as_it_is_there()
    {
        new BotGitRepository(_folder["dev_repos/Old"], new RepositoryOwner(_folder.Path)).Create([RepositoryFile.FromText("a.txt", "1")], tree => "x " + tree, CommitClock.Fallback);
        Directory.CreateDirectory(_folder["dev_repos/mine"]);

        var finding = Assert.Single(Enter("Geo", RepositoryChange.Unchanged).Diagnostics);
        Assert.Equal("MENACE3021", finding.Rule.Id);
        Assert.Contains("1 repository in ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("without a task in the list: Old. ", finding.Message, StringComparison.Ordinal);

        Directory.Delete(_folder["dev_repos/Old"], recursive: true);
        Assert.Empty(Enter("Geo", RepositoryChange.Unchanged).Diagnostics);
    }

    private StageResult<BuildRecord> Enter(string bot, RepositoryChange change)
    {
        Directory.CreateDirectory(_folder[".menace"]);
        var spec = new BotSpec { Name = bot, Language = BotLanguage.Python, Code = "", Purpose = "", Functions = [] };
        var record = new BuildRecord(1, [], [new(spec, _folder["dev_repos/" + bot], "", "1", "2", change)], []);
        return RepositoryStates.Enter(new BotDevConfig { SourceDirectory = _folder.Path }, new(record, []));
    }
}
