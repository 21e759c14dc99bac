using LibGit2Sharp;

namespace Menace.Benchmarks;

/// <summary>The usual way with LibGit2Sharp: write the files, stage them through the index, commit.</summary>
internal static class LibGit2Loop
{
    /// <summary>Makes one repository per bot in <paramref name="folder"/>, as many at once as there are cores.</summary>
    public static void Run(Dictionary<string, Dictionary<string, string>> bots, string folder)
    {
        var author = new Signature("Menace", "menace@localhost", DateTimeOffset.UnixEpoch);
        Parallel.ForEach(bots, bot =>
        {
            var root = Path.Combine(folder, bot.Key);
            foreach (var (path, text) in bot.Value)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
                File.WriteAllText(Path.Combine(root, path), text);
            }

            using var repository = new Repository(Repository.Init(root));
            Commands.Stage(repository, "*");
            repository.Commit($"Generate {bot.Key}", author, author);
        });
    }
}
