using System.Text.Json;

namespace Menace.Benchmarks;

/// <summary>The files of emitted repositories as one JSON file: what the other ways of making repositories are given to write.</summary>
internal static class EmittedFiles
{
    /// <summary>Writes bot to path to text, of every repository in <paramref name="repositories"/>.</summary>
    public static void Export(string repositories, string file)
    {
        var bots = Directory.GetDirectories(repositories).Order(StringComparer.Ordinal).ToDictionary(
            folder => Path.GetFileName(folder),
            folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Where(path => !path.StartsWith(".git/", StringComparison.Ordinal))
                .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(folder, path))));
        File.WriteAllText(file, JsonSerializer.Serialize(bots));
    }

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    public static Dictionary<string, Dictionary<string, string>> Import(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(file))!;
}
