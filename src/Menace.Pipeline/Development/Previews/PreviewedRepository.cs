using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development.Previews;

/// <summary>What a build would do with a repository.</summary>
internal enum PreviewAction
{
    /// <summary>It is made.</summary>
    Create,

    /// <summary>The branch of the user gets new output.</summary>
    Update,

    /// <summary>New output of an earlier build waits on menace/candidate; the branch gets it when its tests pass.</summary>
    Wait,

    /// <summary>Both sides changed a place: a working tree is made in which the user decides, or one is there already.</summary>
    Conflict,

    /// <summary>It is not touched, because work of the user would be lost, or because it is not the project's.</summary>
    Refuse,

    /// <summary>It is edited, and only the version of Menace changed: it is left as it is.</summary>
    HoldBack,

    /// <summary>The bot fails before its repository is written.</summary>
    Fail,

    /// <summary>Its output is what it has.</summary>
    Unchanged,

    /// <summary>It has no task any more. A build reports it and does not touch it.</summary>
    Orphan,
}

/// <summary>A repository in a preview.</summary>
/// <param name="Name">The bot.</param>
/// <param name="Path">Absolute path of the repository.</param>
/// <param name="Action">What a build would do.</param>
internal sealed record PreviewedRepository(string Name, string Path, PreviewAction Action)
{
    /// <summary>What changed, for example <c>dependency Geo changed</c>; empty if it is new.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True if the tests of the waiting output failed in the last build.</summary>
    public bool IsRed { get; init; }

    /// <summary>The findings that a build would report, errors first.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings { get; init; } = [];

    /// <summary>Places that both the user and the new output changed.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; init; } = [];

    /// <summary>What a build would decide by; null for a repository that the develop stage would not come to.</summary>
    public BotDecision? Decision { get; init; }

    /// <summary>The files of the user's branch that change.</summary>
    public IReadOnlyList<FileDifference> Changes { get; init; } = [];

    /// <summary>The repository of a bot whose develop stage ended with <paramref name="outcome"/>.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="path">Absolute path of the repository.</param>
    /// <param name="update">The update, or null without one.</param>
    /// <param name="changes">The files that change.</param>
    /// <param name="isRed">True if its tests failed in the last build.</param>
    public static PreviewedRepository Of(
        DevelopOutcome outcome, string path, UpdatePreview? update, IReadOnlyList<FileDifference> changes, bool isRed)
    {
        var action = ActionOf(outcome, update);
        return new(outcome.Name, path, action)
        {
            Reason = outcome.Repository?.Reason ?? "",
            IsRed = action == PreviewAction.Wait && isRed,
            Findings = outcome.Failure is { } failure ? [failure, .. outcome.Warnings] : outcome.Warnings,
            Conflicts = update?.Update.Conflicts ?? [],
            Changes = action is PreviewAction.Create or PreviewAction.Update or PreviewAction.Wait ? changes : [],
        };
    }

    private static PreviewAction ActionOf(DevelopOutcome outcome, UpdatePreview? update) =>
        outcome.Repository is { } repository
            ? repository.Change == RepositoryChange.Created ? PreviewAction.Create
                : outcome.Warnings.Any(warning => warning.Rule == Rules.UpdateHeldBack) ? PreviewAction.HoldBack
                : repository.Change == RepositoryChange.Unchanged ? PreviewAction.Unchanged
                : update is { IsWaiting: true } ? PreviewAction.Wait
                : PreviewAction.Update
        : outcome.Failure!.Rule == Rules.MergeConflict || outcome.Failure.Rule == Rules.MergeUnfinished ? PreviewAction.Conflict
        : outcome.Failure.Rule == Rules.RepositoryNotOurs ? PreviewAction.Refuse
        : PreviewAction.Fail;
}
