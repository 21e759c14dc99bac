using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Reports Menace properties that do not exist (<see cref="PropertyCheck"/>), in every build.</summary>
public sealed class CheckProperties : Microsoft.Build.Utilities.Task
{
    private DiagnosticLog? _diagnostics;

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The project.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The task list.</summary>
    [Required]
    public string TasksFile { get; set; } = "";

    /// <summary>Gets or sets the address of the published rule pages, or empty.</summary>
    public string HelpLinkBase { get; set; } = "";

    /// <summary>Codes of the warnings that were reported.</summary>
    [Output]
    public string[] Findings => [.. _diagnostics?.Codes ?? []];

    /// <summary>Codes of those that are errors in this project.</summary>
    [Output]
    public string[] Failures => [.. _diagnostics?.ErrorCodes ?? []];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var global = (BuildEngine as IBuildEngine6)?.GetGlobalProperties().Keys ?? [];
        _diagnostics = new DiagnosticLog(
            Log, new BuildOutput(BuildEngine, nameof(CheckProperties), isTerminal: false), Path.GetFullPath(TasksFile, ProjectDirectory),
            ProjectDirectory, "", HelpLinkBase);
        PropertyCheck.Run(ProjectFile, global, _diagnostics);
        return !Log.HasLoggedErrors;
    }
}
