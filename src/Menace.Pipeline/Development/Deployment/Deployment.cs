using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>The files that run a repository's bot by <c>schedule</c> and within <c>resources</c>; a library has none.</summary>
/// <param name="Targets">The files of each target that was asked for.</param>
/// <param name="Findings">The properties that could not be expressed.</param>
internal sealed record Deployment(IReadOnlyList<TargetFiles> Targets, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>The paths, inside the repository of a bot, of all files that targets can have.</summary>
    public static IReadOnlyList<string> OptionalFiles(BotSpec spec) =>
    [
        GitHubWorkflow.File, GitLabPipeline.File, AzurePipeline.File, .. KubernetesManifest.Files, .. SystemdUnits.Files(spec),
    ];

    /// <summary>Writes the files of <paramref name="targets"/>.</summary>
    public static Deployment Of(IReadOnlyList<DeploymentTarget> targets, EmitRequest request, LanguageFiles own)
    {
        var spec = request.Spec;
        if (targets.Count == 0 || spec.Schedule is not { } schedule)
        {
            return new([], []);
        }

        var run = BotRun.Of(request, own);
        List<TargetFiles> written = [.. targets.Select(target => target switch
        {
            DeploymentTarget.GitHub => GitHubWorkflow.Write(request, schedule, run, own),
            DeploymentTarget.Systemd => SystemdUnits.Write(request, schedule, run),
            DeploymentTarget.Kubernetes => KubernetesManifest.Write(spec, schedule, run),
            DeploymentTarget.GitLab => GitLabPipeline.Write(request, schedule, run, own),
            DeploymentTarget.Azure => AzurePipeline.Write(request, schedule, run, own),
            _ => throw new ArgumentOutOfRangeException(nameof(targets), target, "The target has no files."),
        })];
        List<PipelineDiagnostic> findings = [];
        foreach (var target in written)
        {
            var file = target.Files[0].Path;
            if (target.Inexpressible is { } reason)
            {
                findings.Add(Finding(Rules.ScheduleNotExpressible, "schedule", target.Title, schedule.ToString(), reason, file));
            }

            findings.AddRange(target.Gaps.Select(gap => Finding(Rules.RunNotExpressible, gap.Setting, target.Title, gap.Setting,
                gap.Reason, file)));
        }

        if (run.Problem is { } problem)
        {
            findings.Add(Finding(Rules.ScheduledRunFails, spec.Run?.Call is null ? "metadata.functions" : "run", problem));
        }

        return new(written, findings);

        PipelineDiagnostic Finding(RuleDescriptor rule, string property, params string[] arguments) =>
            new(rule, [spec.Name, .. arguments]) { Bot = spec.Name, Anchor = new(property) };
    }
}

/// <summary>The files of one target.</summary>
/// <param name="Title">The target's name for people.</param>
/// <param name="Files">The files, the one with the schedule first.</param>
/// <param name="Inexpressible">Why the schedule is not in them, or null if it is.</param>
internal sealed record TargetFiles(string Title, IReadOnlyList<RepositoryFile> Files, string? Inexpressible)
{
    /// <summary>Gets the other settings that are not in them.</summary>
    public IReadOnlyList<TargetGap> Gaps { get; init; } = [];
}

/// <summary>A setting of a run that a target cannot express.</summary>
/// <param name="Setting">The property of the task.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
internal sealed record TargetGap(string Setting, string Reason);
