using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>A repository, edits of a user and updates, all chosen by a seed.</summary>
internal sealed class RandomEdits(int seed) : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly string[] Places = ["a.txt", "b.log", "bin/c.csv", "bin/d/e", "data/f.csv", "data/g", "tools/run.sh", "A.TXT", "bin", "data", "h/.venv/i"];

    private readonly Random _random = new(seed);
    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _edited = new(StringComparer.Ordinal);

    /// <summary>Text of the user's by its path; a link has its target.</summary>
    private readonly Dictionary<string, string> _work = new(StringComparer.Ordinal);
    private int _number;

    public void Dispose() => _folder.Dispose();

    public void Check()
    {
        new BotGitRepository(Root).Create(Files(), Message, Time);
        _folder.Write("Bot/.git/info/exclude", new[] { "", "data\n", "*.txt\nh/\n" }[_random.Next(3)]);
        for (var round = 0; round < 3; round++)
        {
            Edit(_random.Next(3));
            var update = new BotGitRepository(Root).Update(Files(), tree =>
            {
                Edit(_random.Next(2));
                return Message(tree);
            }, Time, new MergeSettings([], _folder["merges/Bot"]));
            Verify(update.Refusal);
        }
    }

    private string Root => _folder["Bot"];

    private void Verify(RepositoryRefusal? refusal)
    {
        foreach (var (path, text) in _work)
        {
            var file = new FileInfo(Path.Combine(Root, path));
            Assert.True((file.LinkTarget ?? (file.Exists ? File.ReadAllText(file.FullName) : null)) == text, $"seed {seed}: '{path}' is lost");
        }

        if (refusal is not null)
        {
            var named = refusal.Evidence.Split(" and ")[0].Split(", ").Select(path => path.TrimEnd('/'));
            Assert.True(named.All(path => _edited.Any(edit => edit == path || edit.StartsWith(path + "/", StringComparison.Ordinal) || path.StartsWith(edit + "/", StringComparison.Ordinal))),
                $"seed {seed}: '{refusal.Evidence}' is refused, edited are {string.Join(", ", _edited)}");
        }
        else
        {
            Assert.Equal("", Shell.Git(Root, "status", "--porcelain", "--untracked-files=no"));
        }
    }

    private void Edit(int count)
    {
        for (; count > 0; count--)
        {
            var path = Places[_random.Next(Places.Length)];
            var full = Path.Combine(Root, path);
            if (_work.Keys.Any(work => work == path || work.StartsWith(path + "/", StringComparison.Ordinal) || path.StartsWith(work + "/", StringComparison.Ordinal)))
            {
                continue;
            }

            Remove(full);
            _edited.Add(path);
            switch (_random.Next(5))
            {
                case 0:
                    break;
                case 1:
                    var mode = File.GetUnixFileMode(Put(path, "mode of mine"));
                    File.SetUnixFileMode(full, mode ^ UnixFileMode.UserExecute);
                    break;
                case 2:
                    Directory.CreateDirectory(ParentOf(full));
                    File.CreateSymbolicLink(full, "../elsewhere");
                    _work[path] = "../elsewhere";
                    break;
                case 3:
                    Put(path + "/inner.log", "mine in a folder");
                    break;
                default:
                    Put(path, "mine");
                    break;
            }
        }
    }

    private string Put(string path, string text)
    {
        text += " " + (_number++).ToString(CultureInfo.InvariantCulture);
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(ParentOf(full));
        File.WriteAllText(full, text);
        _work[path] = text;
        return full;
    }

    /// <summary>The folder of a file; a generated file in its place makes way, as the user would have it.</summary>
    private string ParentOf(string full)
    {
        var parent = Path.GetDirectoryName(full)!;
        for (var folder = parent; folder.Length > Root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (File.Exists(folder))
            {
                File.Delete(folder);
                _edited.Add(Path.GetRelativePath(Root, folder));
            }
        }

        return parent;
    }

    private static void Remove(string full)
    {
        if (File.Exists(full) || new FileInfo(full).LinkTarget is not null)
        {
            File.Delete(full);
        }
        else if (Directory.Exists(full))
        {
            Directory.Delete(full, recursive: true);
        }
    }

    /// <summary>Some of the places, none below another, each with one of two contents.</summary>
    private RepositoryFile[] Files()
    {
        List<RepositoryFile> files = [RepositoryFile.FromText(".gitignore", "bin/\n*.log\n.venv/\n")];
        foreach (var path in Places.OrderBy(_ => _random.Next()).Take(_random.Next(1, Places.Length)))
        {
            if (!files.Any(file => file.Path.StartsWith(path + "/", StringComparison.Ordinal) || path.StartsWith(file.Path + "/", StringComparison.Ordinal)))
            {
                files.Add(RepositoryFile.FromText(path, $"generated {_random.Next(2)}", path.EndsWith(".sh", StringComparison.Ordinal)));
            }
        }

        return [.. files];
    }

    private static string Message(string tree) => GeneratedCommit.Message("Generate Bot", "A bot.", "in", tree);
}
