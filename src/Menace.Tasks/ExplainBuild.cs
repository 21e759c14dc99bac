using Menace.Model.Diagnostics;
using Menace.Model.Text;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Reporting.Explanations;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Target MenaceExplain: prints why stages and bots were done again by the last build, and would be by one now, and writes it to a file in
/// the folder of the stage files. Nothing else is written.
/// </summary>
public sealed class ExplainBuild : TaskListTask
{
    /// <summary>Absolute path of the file with the explanation; empty without one.</summary>
    [Output]
    public string ExplanationFile { get; private set; } = "";

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (FormatOf(Properties["MenaceExplainFormat"].Trim()) is not var (name, write))
        {
            diagnostics.Report(new PipelineDiagnostic(
                Rules.InvalidProperty, ["MenaceExplainFormat", Properties["MenaceExplainFormat"], "text or json"]));
            return false;
        }

        if (await ReadListAsync(config, diagnostics, cancellationToken) is not { } file)
        {
            return false;
        }

        string[] tasks = [.. file.Package.Tasks.Select(task => task.Name)];
        var chosen = TaskSettings.SplitNames(Properties["MenaceExplainBots"]);
        if (chosen.FirstOrDefault(bot => !tasks.Contains(bot)) is { } unknown)
        {
            diagnostics.Report(new PipelineDiagnostic(
                Rules.InvalidProperty, ["MenaceExplainBots", unknown, "names of tasks" + Nearest.Hint(unknown, tasks)]));
            return false;
        }

        var explanation = await Pipeline(config).ExplainAsync(
            file, PreviewBuild.ReadLastBuild(StagePath), ReadDecisions(), cancellationToken);
        explanation = explanation.For(chosen);
        if (Properties["MenaceExecution"].Trim().Equals("Remote", StringComparison.OrdinalIgnoreCase))
        {
            const string Remote = "With MenaceExecution=Remote a Stage 4 decides about the bots. What follows is about a build here.";
            explanation = explanation with { Notes = [.. explanation.Notes, Remote] };
        }

        ExplanationFile = Print(name, output => write(output, explanation));
        return true;
    }

    private LastDecisions ReadDecisions()
    {
        var (folder, project) = (Absolute(StageDirectory), Path.GetFullPath(ProjectDirectory));
        var (state, reasons) = (ProjectState.Read(folder), new OpenReasons(project));
        var open = Properties.Open(state, Properties.Key(project), project, folder, AnalyzerRan, reasons);
        return new(
            ProjectDecisions.Read(folder),
            Enum.GetValues<PipelineStage>().ToDictionary(stage => stage, stage => StageDecisions.Read(folder, stage)),
            Properties.Next(project, folder, state, open, reasons));
    }

    private static (string Name, Action<Stream, BuildExplanation> Write)? FormatOf(string format) => format.ToUpperInvariant() switch
    {
        "" or "TEXT" => ("explain.txt", ExplanationText.Write),
        "JSON" => ("explain.json", ExplanationJson.Write),
        _ => null,
    };
}
