using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Prints the closing line of a build: what the last stage counted or, if it was skipped as up to date, what it left for that case. A build
/// with
/// findings also names the index of the rule pages. A task, because the terminal logger drops the messages of MSBuild's own.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReportBuild : Microsoft.Build.Utilities.Task
{
    /// <summary>Name of the file in the stage directory that holds the counts of a build that has nothing to do.</summary>
    internal const string UpToDateFile = "uptodate.txt";

    private static readonly string[] StageFiles = ["handoff.json", "optimise.json", "build.json", "verify.json"];

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>Folder of the repositories.</summary>
    [Required]
    public string RepositoryBase { get; set; } = "";

    /// <summary>The counts of <see cref="VerifyStage"/>; empty if it did not run to its end.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Codes of the warnings and errors of all stages.</summary>
    public string[] Findings { get; set; } = [];

    /// <summary>Codes of the errors among them.</summary>
    public string[] Failures { get; set; } = [];

    /// <summary>True if a stage failed so that the others were not reached.</summary>
    public bool Stopped { get; set; }

    /// <summary>Folder of the rule pages in the package.</summary>
    public string RulesDirectory { get; set; } = "";

    /// <summary>Gets or sets the address of the published rule pages; empty: findings have no links.</summary>
    public string HelpLinkBase { get; set; } = "";

    /// <summary><c>1</c> if the terminal logger is on.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        string[] parts = [.. Stopped || StageFiles.Any(file => !File.Exists(StagePath(file))) ? Stop() : Close(), .. RulePages()];
        if (parts.Length > 0)
        {
            new BuildOutput(BuildEngine, nameof(ReportBuild), TerminalLogger == "1").Line(string.Join(" · ", parts));
        }

        return true;
    }

    /// <summary>A summary of an earlier build would be taken for that of this one.</summary>
    private IEnumerable<string> Stop()
    {
        File.Delete(StagePath(SummaryFile.Name));
        File.Delete(StagePath(UpToDateFile));
        return Failures.Length == 0 ? [] : [$"stopped by {string.Join(", ", Failures.Distinct())}"];
    }

    private IEnumerable<string> Close()
    {
        var counts = Summary.Length > 0 ? Summary : File.Exists(StagePath(UpToDateFile)) ? File.ReadAllText(StagePath(UpToDateFile)) : "";
        if (counts.Length == 0)
        {
            yield break;
        }

        yield return counts;
        if (counts.Contains(':', StringComparison.Ordinal))
        {
            yield return Shown(Path.GetFullPath(RepositoryBase, ProjectDirectory))
                .TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
            yield return "summary: " + Shown(StagePath(SummaryFile.Name));
        }
    }

    private IEnumerable<string> RulePages()
    {
        var folder = Path.GetFullPath(RulesDirectory, ProjectDirectory);
        var index = Path.Combine(folder, "README.md");
        return Findings.Length > 0 && HelpLinkBase.Length == 0 && Directory.Exists(folder)
            ? ["rules: " + (File.Exists(index) ? index : folder)] : [];
    }

    private string StagePath(string name) => Path.Combine(StageDirectory, name);

    /// <summary>Relative to the project if the path is in it.</summary>
    private string Shown(string path) =>
        Path.GetRelativePath(ProjectDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path
            : relative;
}
