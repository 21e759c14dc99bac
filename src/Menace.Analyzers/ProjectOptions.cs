using System.Text;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Menace.Analyzers;

/// <summary>Reads the options of the task list reader that Menace.Sdk passes to the compiler.</summary>
internal static class ProjectOptions
{
    private const string TemplatesKey = "build_property.MenaceTemplates";

    /// <summary>Copies, written so that they survive the way to the compiler (Menace.Items.targets).</summary>
    private const string CopyPrefix = "build_property._";

    /// <summary>By all that they are made of.</summary>
    private static readonly FileCache<TaskFileOptions> Last = new();

    /// <summary>
    /// Files, and the templates among them, from the additional file of kind <c>files</c>, templates from the property too. Without the one
    /// files are not checked, without both templates are not. What the project allows comes from properties.
    /// </summary>
    public static TaskFileOptions Of(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var properties = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        var hasTemplates = properties.TryGetValue(TemplatesKey, out var templates);
        var lists = ListsOf(options, cancellationToken);
        var files = FilesOf(lists);
        var key = new StringBuilder().Append(hasTemplates).Append(templates).Append('\n');
        lists?.ForEach(l => key.Append('>').Append(l).Append('\n'));
        var project = new TaskFileOptions
        {
            Templates = hasTemplates || files is not null
                ? [.. (templates ?? "").Split('|').Select(t => t.Trim()).Where(t => t.Length > 0), .. TaskTemplates.Among(files ?? [])]
                : null,
            FileExists = files is not null ? files.Contains : null,
            FilesNear = files is not null ? _ => files : null,
        };

        // What cannot be used there is an error of the build (MENACE0003).
        project = TaskFileProperties.Apply(project, PropertyOf, out _);

        // Equal options are one object, so that readings with them can be compared.
        if (Last.Find(key.ToString()) is { } known)
        {
            return known;
        }

        Last.Store(key.ToString(), project);
        return project;

        string? PropertyOf(string name)
        {
            var value = properties.TryGetValue(CopyPrefix + name, out var found) ? found.Replace("U+0023", "#") : null;
            key.Append(name).Append('=').Append(value).Append('\n');
            return value;
        }
    }

    private static List<string>? ListsOf(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var lists = options.AdditionalFiles
            .Where(f => "files".Equals(TaskFileInputs.KindOf(f, options.AnalyzerConfigOptionsProvider), StringComparison.OrdinalIgnoreCase))
            .Select(f => f.GetText(cancellationToken)?.ToString() ?? "")
            .ToList();
        return lists.Count == 0 ? null : lists;
    }

    private static HashSet<string>? FilesOf(List<string>? lists)
    {
        var paths = lists?
            .SelectMany(l => l.Split('\r', '\n'))
            .Select(l => l.Replace('\\', '/'))
            .Where(p => p.Length > 0)
            .Select(p => p.StartsWith("./", StringComparison.Ordinal) ? p.Substring(2) : p);
        return paths is null ? null : new(paths, StringComparer.Ordinal);
    }
}
