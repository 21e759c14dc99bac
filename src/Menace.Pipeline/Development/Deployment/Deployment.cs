using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>The files that run a repository's bot by <c>schedule</c> and within <c>resources</c>.</summary>
/// <param name="Targets">The files of each target that was asked for.</param>
/// <param name="Findings">The properties that could not be expressed.</param>
internal sealed record Deployment(IReadOnlyList<TargetFiles> Targets, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>The paths, inside the repository of a bot, of all files that targets can have.</summary>
    public static IReadOnlyList<string> OptionalFiles(BotSpec spec) =>
    [
        GitHubWorkflow.File, .. KubernetesManifest.Files, .. SystemdUnits.Files(spec),
    ];

    /// <summary>Writes the files of <paramref name="targets"/>.</summary>
    public static Deployment Of(IReadOnlyList<DeploymentTarget> targets, EmitRequest request, LanguageFiles own)
    {
        if (targets.Count == 0)
        {
            return new([], []);
        }

        var spec = request.Spec;
        var run = BotRun.Of(request, own);
        List<TargetFiles> written = [.. targets.Select(target => target switch
        {
            DeploymentTarget.GitHub => GitHubWorkflow.Write(request, run, own),
            DeploymentTarget.Systemd => SystemdUnits.Write(request, run),
            _ => KubernetesManifest.Write(spec, run),
        })];
        List<PipelineDiagnostic> findings = [.. written
            .Where(target => target.Inexpressible is not null)
            .Select(target => new PipelineDiagnostic(
                Rules.ScheduleNotExpressible,
                [spec.Name, target.Title, spec.Schedule.ToString(), target.Inexpressible!, target.Files[0].Path])
            {
                Bot = spec.Name,
                Anchor = new("schedule"),
            })];
        if (run.Problem is { } problem)
        {
            findings.Add(new(Rules.ScheduledRunFails, [spec.Name, problem]) { Bot = spec.Name, Anchor = new("metadata.functions") });
        }

        return new(written, findings);
    }
}

/// <summary>The files of one target.</summary>
/// <param name="Title">The target's name for people.</param>
/// <param name="Files">The files, the one with the schedule first.</param>
/// <param name="Inexpressible">Why the schedule is not in them, or null if it is.</param>
internal sealed record TargetFiles(string Title, IReadOnlyList<RepositoryFile> Files, string? Inexpressible);
