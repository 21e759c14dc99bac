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

    /// <summary>Copies whose entries are separated so that they survive the way to the compiler (Menace.Items.targets).</summary>
    private const string CopyPrefix = "build_property._";
    private const string DefaultName = "tasks.json";

    /// <summary>By its metadata; without metadata, by its name.</summary>
    public static bool IsTaskFile(AdditionalText file, AnalyzerOptions options) => KindOf(file, options) is { } kind
        ? kind.Equals("tasks", StringComparison.OrdinalIgnoreCase)
        : NameOf(file.Path).Equals(DefaultName, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Files, and the templates among them, from the additional file of kind <c>files</c>, templates from the property too. Without the one
    /// files are not checked, without both templates are not. What the project allows comes from properties.
    /// </summary>
    public static TaskFileOptions OptionsFor(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var properties = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        var hasTemplates = properties.TryGetValue(TemplatesKey, out var templates);
        var files = FilesOf(options, cancellationToken);
        var project = new TaskFileOptions
        {
            Templates = hasTemplates || files is not null
                ? [.. (templates ?? "").Split('|').Select(t => t.Trim()).Where(t => t.Length > 0), .. TaskTemplates.Among(files ?? [])]
                : null,
            FileExists = files is not null ? files.Contains : null,
        };

        // What cannot be used there is an error of the build (MENACE0003).
        return TaskFileProperties.Apply(project, name => properties.TryGetValue(CopyPrefix + name, out var value) ? value : null, out _);
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
