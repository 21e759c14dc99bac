using Menace.Model.Reading;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Menace.Analyzers;

/// <summary>What Menace.Sdk tells the compiler: which additional file is which, and the project's templates.</summary>
internal static class TaskFileInputs
{
    private const string KindKey = "build_metadata.AdditionalFiles.MenaceKind";
    private const string TemplatesKey = "build_property.MenaceTemplates";
    private const string DefaultName = "tasks.json";

    /// <summary>By its metadata; without metadata, by its name.</summary>
    public static bool IsTaskFile(AdditionalText file, AnalyzerOptions options) => KindOf(file, options) is { } kind
        ? kind.Equals("tasks", StringComparison.OrdinalIgnoreCase)
        : NameOf(file.Path).Equals(DefaultName, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Files, and the templates among them, from the additional file of kind <c>files</c>, templates from the property too. Without the one
    /// files are not checked, without both templates are not.
    /// </summary>
    public static TaskFileOptions OptionsFor(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var hasTemplates = options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(TemplatesKey, out var templates);
        var files = FilesOf(options, cancellationToken);
        return new()
        {
            Templates = hasTemplates || files is not null
                ? [.. (templates ?? "").Split('|').Select(t => t.Trim()).Where(t => t.Length > 0), .. TaskTemplates.Among(files ?? [])]
                : null,
            FileExists = files is not null ? files.Contains : null,
        };
    }

    private static HashSet<string>? FilesOf(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var lists = options.AdditionalFiles.Where(f => "files".Equals(KindOf(f, options), StringComparison.OrdinalIgnoreCase)).ToList();
        if (lists.Count == 0)
        {
            return null;
        }

        var paths = lists
            .SelectMany(f => f.GetText(cancellationToken)?.Lines ?? Enumerable.Empty<Microsoft.CodeAnalysis.Text.TextLine>())
            .Select(l => l.ToString().Replace('\\', '/'))
            .Where(p => p.Length > 0)
            .Select(p => p.StartsWith("./", StringComparison.Ordinal) ? p.Substring(2) : p);
        return new(paths, StringComparer.Ordinal);
    }

    private static string? KindOf(AdditionalText file, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(KindKey, out var kind) && kind.Length > 0 ? kind : null;

    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
