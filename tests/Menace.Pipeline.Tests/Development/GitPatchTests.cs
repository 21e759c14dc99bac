using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Patches are those of git, byte by byte.</summary>
public sealed class GitPatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Patch_is_the_one_that_git_prints()
    {
        Git("init", "-q", "-b", "main", ".");
        _folder.Write("changed.c", "int first()\n{\n" + Lines(1, 9) + "}\n\nint second()\n{\n" + Lines(20, 40) + "}\n");
        _folder.Write("near.txt", Lines(1, 30));
        _folder.Write("ended.txt", "a\nb\n");
        _folder.Write("open.txt", "a\nb");
        _folder.Write("removed.txt", "a\n");
        _folder.Write("mode.sh", "a\n");
        _folder.Write("both.sh", "a\n");
        _folder.Write("binary", "a\0b");
        _folder.Write("becomes-a-link", "a\n");
        _folder.Write("one.txt", "a\n");
        _folder.Write("with blank \"é\".txt", "a\n");
        _folder.Write("with blank.txt", "a\n");
        Git("add", "-A");
        Commit();

        _folder.Write("changed.c", "int first()\n{\n" + Lines(1, 9) + "}\n\nint second()\n{\n" + Lines(20, 29) + "    new\n" + Lines(31, 40) + "}\n");
        _folder.Write("near.txt", "0\n" + Lines(1, 6) + Lines(8, 12) + "x\n" + Lines(13, 20) + Lines(22, 30) + "y\n");
        _folder.Write("ended.txt", "a\nb");
        _folder.Write("open.txt", "a\nb\nc\n");
        File.Delete(_folder["removed.txt"]);
        File.Delete(_folder["becomes-a-link"]);
        File.CreateSymbolicLink(_folder["becomes-a-link"], "one.txt");
        _folder.Write("both.sh", "b\n");
        MakeExecutable("mode.sh");
        MakeExecutable("both.sh");
        _folder.Write("binary", "a\0c");
        _folder.Write("one.txt", "b\n");
        _folder.Write("new/file.txt", "a\nb\n");
        _folder.Write("new/empty.txt", "");
        _folder.Write("with blank \"é\".txt", "b\n");
        _folder.Write("with blank.txt", "b\n");
        Git("add", "-A");
        Commit();

        using var repository = new Repository(_folder.Path);
        using var output = new MemoryStream();
        GitPatch.Write(output, FileDifference.Between(repository, repository.Head.Tip.Parents.Single().Tree, repository.Head.Tip.Tree));

        Assert.Equal(
            Git("-c", "core.quotePath=true", "-c", "diff.algorithm=histogram", "diff", "--no-renames", "--no-color", "--no-ext-diff",
                "--abbrev=7", "--src-prefix=a/", "--dst-prefix=b/", "HEAD^", "HEAD"),
            Encoding.UTF8.GetString(output.ToArray()));
    }

    private static string Lines(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(i => $"    line {i}\n"));

    private void MakeExecutable(string path) => File.SetUnixFileMode(
        _folder[path], File.GetUnixFileMode(_folder[path]) | UnixFileMode.UserExecute);

    private void Commit() => Git("-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "c");

    private string Git(params string[] arguments) => Shell.Git(_folder.Path, arguments);
}
