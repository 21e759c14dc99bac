using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Whose a repository is in a folder that projects share, also when one of them moves.</summary>
public sealed class RepositoryOwnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RepositoryOwnerTests()
    {
        _folder.Write("all/first/tasks.json", "[]");
        _folder.Write("all/second/tasks.json", "[]");
        new BotGitRepository(Bot, First).Create([RepositoryFile.FromText("a.txt", "1")], _ => "made\n", new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero));
    }

    private string Bot => _folder["all/repos/Bot"];

    private RepositoryOwner First => new(_folder["all/first"]);

    private RepositoryOwner Second => new(_folder["all/second"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_repository_belongs_to_the_project_that_made_it()
    {
        Assert.Null(First.OtherOwnerOf(Bot));
        Assert.Equal(_folder["all/first"], Second.OtherOwnerOf(Bot));
        Assert.Equal("", Shell.Git(Bot, "status", "--porcelain", "--ignored"));
    }

    [Fact]
    public void What_moves_together_stays_together()
    {
        Directory.Move(_folder["all"], _folder["moved"]);

        Assert.Null(new RepositoryOwner(_folder["moved/first"]).OtherOwnerOf(_folder["moved/repos/Bot"]));
        Assert.Equal(_folder["moved/first"], new RepositoryOwner(_folder["moved/second"]).OtherOwnerOf(_folder["moved/repos/Bot"]));
    }

    [Fact]
    public void A_project_that_moved_takes_its_repository_along_unless_another_has_it_meanwhile()
    {
        Directory.Move(_folder["all/first"], _folder["all/third"]);
        var third = new RepositoryOwner(_folder["all/third"]);
        Assert.Null(third.OtherOwnerOf(Bot));
        Assert.Null(Second.OtherOwnerOf(Bot));

        Second.Claim(Bot);

        Assert.Equal(_folder["all/second"], third.OtherOwnerOf(Bot));
    }

    [Fact]
    public void A_folder_in_which_only_the_output_of_a_build_is_left_owns_nothing()
    {
        File.Delete(_folder["all/first/tasks.json"]);
        _folder.Write("all/first/obj/project.assets.json", "{}");

        Assert.Null(Second.OtherOwnerOf(Bot));
    }

    [Fact]
    public void Clone_has_no_owner()
    {
        Shell.Git(_folder.Path, "clone", "-q", Bot, _folder["clones/Bot"]);

        Assert.Null(Second.OtherOwnerOf(_folder["clones/Bot"]));
    }

    [Fact]
    public void Repository_of_an_earlier_version_belongs_to_its_first_builder()
    {
        File.Delete(Path.Combine(Bot, ".git", RepositoryOwner.FileName));
        Assert.Null(Second.OtherOwnerOf(Bot));

        Second.Claim(Bot);

        Assert.Equal(_folder["all/second"], First.OtherOwnerOf(Bot));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a\0b\n")]
    [InlineData("../gone\n")]
    public void What_names_no_folder_owns_nothing(string text)
    {
        File.WriteAllText(Path.Combine(Bot, ".git", RepositoryOwner.FileName), text);

        Assert.Null(Second.OtherOwnerOf(Bot));
    }

    [Fact]
    public void A_project_is_the_same_by_any_of_its_paths()
    {
        Directory.CreateSymbolicLink(_folder["link"], _folder["all"]);
        Directory.CreateSymbolicLink(_folder["one"], _folder["link/first"]);

        Assert.Null(new RepositoryOwner(_folder["one"]).OtherOwnerOf(_folder["link/repos/Bot"]));
        Assert.Null(new RepositoryOwner(_folder["link/first"]).OtherOwnerOf(Bot));
        Assert.NotNull(new RepositoryOwner(_folder["link/second"]).OtherOwnerOf(_folder["link/repos/Bot"]));
    }
}
