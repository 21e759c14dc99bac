namespace Menace.Tasks;

/// <summary>
/// The closing line of a build: the counts, where the repositories and the summary are, and the index of the rule pages if there are
/// findings.
/// </summary>
internal sealed class ClosingLine(string projectDirectory, string stageDirectory, ProjectOptions options)
{
    /// <summary>Folder of the rule pages in the package.</summary>
    public string RulesDirectory { get; init; } = "";

    /// <summary>The line; empty if there is nothing to say.</summary>
    /// <param name="counts">The counts of a build, or the errors that stopped it, or nothing.</param>
    /// <param name="hasFindings">True if the build reported a warning or an error.</param>
    public string Of(string counts, bool hasFindings) => string.Join(" · ", [.. Places(counts), .. hasFindings ? RulePages() : []]);

    private IEnumerable<string> Places(string counts)
    {
        if (counts.Length == 0)
        {
            yield break;
        }

        yield return counts;
        if (counts.Contains(':', StringComparison.Ordinal))
        {
            var repositories = Shown(Path.GetFullPath(options["MenaceRepositoryBase"], projectDirectory));
            yield return repositories.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
            yield return "summary: " + Shown(Path.Combine(stageDirectory, SummaryFile.Name));
        }
    }

    private IEnumerable<string> RulePages()
    {
        var folder = Path.GetFullPath(RulesDirectory, projectDirectory);
        var index = Path.Combine(folder, "README.md");
        return options["MenaceHelpLinkBase"].Length == 0 && Directory.Exists(folder)
            ? ["rules: " + (File.Exists(index) ? index : folder)] : [];
    }

    /// <summary>Relative to the project if the path is in it.</summary>
    private string Shown(string path) =>
        Path.GetRelativePath(projectDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path
            : relative;
}
