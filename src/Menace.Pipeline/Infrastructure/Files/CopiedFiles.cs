using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>The files of <c>metadata.files</c>, beside those that are generated.</summary>
internal static class CopiedFiles
{
    /// <summary>The files of <paramref name="spec"/> as a repository holds them.</summary>
    public static IEnumerable<RepositoryFile> Of(BotSpec spec, IReadOnlyDictionary<string, FileContent> contents) =>
        spec.Files.Select(file => new RepositoryFile(PathOf(file.Key), contents[file.Value.Source].Bytes, file.Value.IsExecutable));

    /// <summary>
    /// The first copied file whose place is taken: by a generated file, by a folder, or by another copied file. Case is ignored,
    /// because the file systems of macOS and Windows do.
    /// </summary>
    public static PipelineDiagnostic? Clash(BotSpec spec, IEnumerable<RepositoryFile> generated)
    {
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in generated)
        {
            Take(file.Path, "is the path of a generated file");
        }

        foreach (var key in spec.Files.Keys.Order(StringComparer.Ordinal))
        {
            var path = PathOf(key);
            var obstacle = taken.GetValueOrDefault(path)
                ?? (Folders(path).FirstOrDefault(
                    folder => taken.ContainsKey(folder) && !taken[folder].StartsWith("is a folder", StringComparison.Ordinal)) is { } file
                    ? $"is below '{file}', which is a file" : null);
            if (obstacle is not null)
            {
                return new PipelineDiagnostic(
                    Rules.FileUnusable, [$"Bot '{spec.Name}'", "metadata.files", key, obstacle + ". Choose another path"])
                {
                    Bot =
                    spec.Name,
                    Anchor = new($"metadata.files.{key}")
                };
            }

            Take(path, "is the path of another file of metadata.files");
        }

        return null;

        void Take(string path, string obstacle)
        {
            taken[path] = obstacle;
            foreach (var folder in Folders(path))
            {
                taken.TryAdd(folder, $"is a folder, of '{path}'");
            }
        }
    }

    /// <summary>
    /// The path in the repository: <paramref name="key"/> without '.' and '..'; the reader has refused what is rooted, leaves the
    /// repository or is refused by git.
    /// </summary>
    public static string PathOf(string key) => Path.GetFullPath("/" + key, "/").TrimStart('/').TrimEnd('/');

    private static IEnumerable<string> Folders(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
