using System.Text.RegularExpressions;

namespace Menace.Pipeline.Tests.Structure;

/// <summary>The layers of a project: its folders from the lowest row to the highest. A folder may import those of lower rows only.</summary>
/// <param name="Project">Name of the project and of its root namespace.</param>
/// <param name="Rows">The folders; those of one row never import each other. <see cref="Root"/> stands for the files beside the folders.</param>
internal sealed partial record SourceLayers(string Project, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public const string Root = "(root)";

    /// <summary>Every import that goes up or sideways, and every file that is in no layer or whose namespace is not its folder's.</summary>
    /// <param name="sources">Text by path, relative to the project, with slashes.</param>
    public IEnumerable<string> Violations(IEnumerable<KeyValuePair<string, string>> sources)
    {
        var level = Rows.SelectMany((row, index) => row.Select(folder => (folder, index))).ToDictionary(pair => pair.folder, pair => pair.index);
        foreach (var (path, text) in sources)
        {
            var own = path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : Root;
            if (!level.TryGetValue(own, out var from))
            {
                yield return $"{path} is in a folder that no layer names";
                continue;
            }

            var folder = path.Contains('/', StringComparison.Ordinal) ? "." + path[..path.LastIndexOf('/')].Replace('/', '.') : "";
            if (NamespaceDeclaration().Match(text) is { Success: true } declared && declared.Groups[1].Value != Project + folder)
            {
                yield return $"{path} has the namespace {declared.Groups[1].Value}, not {Project}{folder}";
            }

            foreach (var to in Imports(text).Where(to => to != own && (!level.TryGetValue(to, out var row) || row >= from)))
            {
                yield return $"{path} ({own}) imports {to}";
            }
        }
    }

    /// <summary>The folders that a source names, in using directives and in qualified names.</summary>
    private IEnumerable<string> Imports(string text)
    {
        var code = Comment().Replace(text, "");
        var folders = Rows.SelectMany(row => row).ToHashSet();
        var imports = Regex.Matches(code, $@"^using (?:static )?(?:\w+ = )?{Regex.Escape(Project)}(?:\.(\w+))?", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : Root);
        var qualified = Regex.Matches(code, $@"(?<![\w.]){Regex.Escape(Project)}\.(\w+)\.\w").Select(match => match.Groups[1].Value).Where(folders.Contains);
        return imports.Concat(qualified).Distinct();
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^\s*///?[^\n]*$|^namespace [^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
