using Menace.Model.Reading;
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

    /// <summary>Templates from the property, files from the additional file of kind <c>files</c>; without one, files are not checked.</summary>
    public static TaskFileOptions OptionsFor(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(TemplatesKey, out var templates);
        return new()
        {
            Templates = [.. (templates ?? "").Split('|').Select(t => t.Trim()).Where(t => t.Length > 0)],
            FileExists = FilesOf(options, cancellationToken) is { } files ? files.Contains : null,
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
            .Select(l => l.ToString().Trim().Replace('\\', '/'))
            .Where(p => p.Length > 0)
            .Select(p => p.StartsWith("./", StringComparison.Ordinal) ? p.Substring(2) : p);
        return new(paths, StringComparer.Ordinal);
    }

    private static string? KindOf(AdditionalText file, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(KindKey, out var kind) && kind.Length > 0 ? kind : null;

    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
