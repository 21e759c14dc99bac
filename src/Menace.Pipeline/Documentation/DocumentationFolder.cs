using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Documentation;

/// <summary>The pages of a project: Markdown and CSV files below the paths that <see cref="BotDevConfig.Documentation"/> names.</summary>
/// <param name="Files">Absolute paths of the pages, sorted.</param>
/// <param name="Folders">Absolute paths of the folders that were searched, also of those that do not exist, sorted.</param>
internal sealed record DocumentationFolder(IReadOnlyList<string> Files, IReadOnlyList<string> Folders)
{
    /// <summary>Pages of a project; the rest is skipped.</summary>
    public const int MostPages = 10_000;

    /// <summary>Bytes of one page; a larger one is skipped.</summary>
    public const int LargestPage = 64 << 20;

    /// <summary>True if there are more pages than are read.</summary>
    public bool HasMore { get; private init; }

    private static readonly string[] Extensions = [".md", ".markdown", ".csv"];

    /// <summary>
    /// Finds the pages. Hidden folders, folders of builds, repositories in the project, and Menace's own folders hold none.
    /// </summary>
    /// <exception cref="IOException">A folder cannot be listed.</exception>
    public static DocumentationFolder Find(BotDevConfig config)
    {
        var source = Path.GetFullPath(config.SourceDirectory);
        SortedSet<string> files = new(StringComparer.Ordinal);
        SortedSet<string> folders = new(StringComparer.Ordinal);
        foreach (var entry in config.Documentation)
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(entry, source));
            if (IsPage(path) && !Directory.Exists(path))
            {
                // A page that does not exist yet is one that can come into being.
                (File.Exists(path) ? files : folders).Add(path);
                continue;
            }

            Search(new DirectoryInfo(path), config, files, folders);
        }

        return new([.. files.Take(MostPages)], [.. folders]) { HasMore = files.Count > MostPages };
    }

    /// <summary>The text of each page, and those that cannot be read as text.</summary>
    /// <param name="config">The settings that the pages were found with.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(IReadOnlyList<DocumentationPage> Pages, IReadOnlyList<SkippedPage> Skipped)> ReadAsync(
        BotDevConfig config, CancellationToken cancellationToken)
    {
        var root = RealPath.Of(Path.GetFullPath(config.SourceDirectory));
        List<DocumentationPage> pages = [];
        List<SkippedPage> skipped = HasMore
            ? [new(string.Join(", ", config.Documentation), FormattableString.Invariant($"it has more than {MostPages} pages"))] : [];
        foreach (var file in Files)
        {
            var name = Path.GetRelativePath(Path.GetFullPath(config.SourceDirectory), file).Replace('\\', '/');
            try
            {
                // What a page says gets into repositories: a link must not bring in other files of the machine.
                if (RealPath.Of(file) is var real && new FileInfo(file).LinkTarget is not null && !RealPath.IsInside(real, root))
                {
                    skipped.Add(new(name, "it is a link that leads out of the project"));
                    continue;
                }

                var bytes = await SourceFile.ReadAsync(file, LargestPage, cancellationToken);
                if (bytes.Length > LargestPage)
                {
                    skipped.Add(new(name, $"it is larger than {LargestPage >> 20} MiB"));
                }
                else if (Utf8Text.TryDecode(bytes, out var text, out var problem))
                {
                    // A checkout with other ends of lines says the same.
                    pages.Add(new(name, text.Replace("\r\n", "\n", StringComparison.Ordinal)));
                }
                else
                {
                    skipped.Add(new(name, $"it is not UTF-8: {problem}"));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                skipped.Add(new(name, exception.Message));
            }
        }

        return (pages, skipped);
    }

    private static void Search(DirectoryInfo folder, BotDevConfig config, SortedSet<string> files, SortedSet<string> folders)
    {
        Queue<DirectoryInfo> open = new([folder]);
        while (open.TryDequeue(out var next) && files.Count <= MostPages)
        {
            if (!folders.Add(next.FullName) || !next.Exists)
            {
                continue;
            }

            foreach (var entry in next.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                if (entry is FileInfo && IsPage(entry.Name))
                {
                    files.Add(entry.FullName);
                }
                else if (entry is DirectoryInfo { LinkTarget: null } inner && MayHoldPages(inner, config))
                {
                    open.Enqueue(inner);
                }
            }
        }
    }

    private static bool IsPage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static bool MayHoldPages(DirectoryInfo folder, BotDevConfig config) =>
        folder.Name is not ("bin" or "obj" or "node_modules") && !folder.Name.StartsWith('.')
            && folder.FullName != config.RepositoryBasePath && folder.FullName != config.StatePath
            && !Path.Exists(Path.Combine(folder.FullName, ".git"));
}
