using CsCheck;
using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>git and libgit2 are the oracles of what is written without either.</summary>
public sealed class NewGitRepositoryTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.FromMinutes(-210));

    private static readonly Gen<string> Name = Gen.Char[" !#$%&()+,-.0123456789=@AZ_az{}~äß漢"].Array[1, 12].Select(letters => "n" + new string(letters));

    private static readonly Gen<RepositoryFile> File = Gen.Select(
        Name.Array[1, 4], Gen.OneOf(Gen.Byte.Array[0, 5000], Gen.Byte.Array[0, 2]), Gen.Bool,
        (path, content, isExecutable) => new RepositoryFile(string.Join('/', path), content, isExecutable));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_files_give_the_commit_that_libgit2_gives_and_a_repository_that_git_finds_whole_and_clean()
    {
        var round = 0;
        File.Array[1, 40].Select(WithoutClashes).Sample(
            files =>
            {
                var path = _folder[$"Bot{round++}"];

                var (commit, tree) = new BotGitRepository(path).Create(files, id => $"Generate\n\ntree {id} ä\n", Time);

                Assert.Equal((commit, tree), ByLibGit2(files, round));
                Assert.Equal("", Shell.Git(path, "fsck", "--strict", "--full"));
                Assert.Equal("", Shell.Git(path, "status", "--porcelain"));
                Assert.Equal(files.Length, Shell.Git(path, "ls-files", "-z").Count(c => c == '\0'));
            },
            iter: Nightly.Choose(15, 2_000), threads: 1);
    }

    [Fact]
    public void An_empty_file_is_an_object_too()
    {
        new BotGitRepository(_folder["Bot"]).Create([new RepositoryFile("src/__init__.py", Array.Empty<byte>()), RepositoryFile.FromText("a.py", "1")], _ => "empty\n", Time);

        Assert.Equal("", Shell.Git(_folder["Bot"], "fsck", "--strict", "--full"));
        Shell.Git(_folder["Bot"], "clone", "--quiet", "--no-local", _folder["Bot"], _folder["Clone"]);
        Assert.Empty(System.IO.File.ReadAllBytes(_folder["Clone/src/__init__.py"]));
    }

    [Fact]
    public void A_large_file_is_packed_and_comes_back()
    {
        var content = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * i % 251)).ToArray();

        new BotGitRepository(_folder["Bot"]).Create([new RepositoryFile("data/large.bin", content)], _ => "large\n", Time);
        System.IO.File.Delete(_folder["Bot/data/large.bin"]);
        Shell.Git(_folder["Bot"], "checkout", "--", "data/large.bin");

        Assert.Equal(content, System.IO.File.ReadAllBytes(_folder["Bot/data/large.bin"]));
    }

    [Fact]
    public void What_git_does_to_the_repository_later_works()
    {
        var path = _folder["Bot"];
        new BotGitRepository(path).Create([RepositoryFile.FromText("a.txt", "1"), RepositoryFile.FromText("b/c.txt", "2")], _ => "first\n", Time);

        System.IO.File.WriteAllText(_folder["Bot/a.txt"], "3");
        Shell.Git(path, "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-qam", "second");
        Shell.Git(path, "gc", "--quiet", "--aggressive", "--prune=now");
        Shell.Git(path, "clone", "--quiet", path, _folder["Clone"]);

        Assert.Equal("3", System.IO.File.ReadAllText(_folder["Clone/a.txt"]));
        Assert.Equal("2", Shell.Git(_folder["Clone"], "rev-list", "--count", "HEAD").Trim());
    }

    /// <summary>A name is either a file or a folder.</summary>
    private static RepositoryFile[] WithoutClashes(RepositoryFile[] files)
    {
        var kept = new List<RepositoryFile>();
        foreach (var file in files)
        {
            if (!kept.Any(other => other.Path == file.Path || other.Path.StartsWith(file.Path + "/", StringComparison.Ordinal) || file.Path.StartsWith(other.Path + "/", StringComparison.Ordinal)))
            {
                kept.Add(file);
            }
        }

        return [.. kept];
    }

    private (string Commit, string Tree) ByLibGit2(IReadOnlyList<RepositoryFile> files, int round)
    {
        using var repository = new Repository(Repository.Init(_folder[$"oracle{round}"]));
        var definition = new TreeDefinition();
        foreach (var file in files)
        {
            using var content = new MemoryStream(file.Content.ToArray());
            definition.Add(file.Path, repository.ObjectDatabase.CreateBlob(content), file.IsExecutable ? Mode.ExecutableFile : Mode.NonExecutableFile);
        }

        var tree = repository.ObjectDatabase.CreateTree(definition);
        var author = new Signature("Menace", "menace@localhost", Time);
        return (repository.ObjectDatabase.CreateCommit(author, author, $"Generate\n\ntree {tree.Sha} ä\n", tree, [], prettifyMessage: false).Sha, tree.Sha);
    }
}
