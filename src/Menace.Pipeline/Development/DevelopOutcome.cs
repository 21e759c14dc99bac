using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>The outcome of one bot: a repository, or the reason why there is none.</summary>
internal sealed record DevelopOutcome(string Name, BotRepository? Repository, PipelineDiagnostic? Failure)
{
    /// <summary>What else there is to say: properties that could not be expressed in the repository's files, further conflicts.</summary>
    public IReadOnlyList<PipelineDiagnostic> Warnings { get; init; } = [];

    /// <summary>Gets whether its repository loses its deployment files, because the bot has no schedule.</summary>
    public bool IsUndeployed { get; init; }

    /// <summary>The failure of a bot whose new output waits for a decision of the user; null if it does not wait.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="update">The update of its repository.</param>
    /// <param name="project">Folder of the task list.</param>
    public static DevelopOutcome? Waiting(BotSpec bot, RepositoryUpdate update, string project)
    {
        if (update.Unfinished is { } reason)
        {
            return Failed(bot, Rules.MergeUnfinished, update.WorkPath, reason);
        }

        PipelineDiagnostic[] conflicts = [.. update.Conflicts.Select(conflict =>
            new PipelineDiagnostic(Rules.MergeConflict, [bot.Name, conflict.Path, conflict.What, update.WorkPath])
            {
                Bot = bot.Name,
                Page = new(
                    Path.GetRelativePath(Path.GetFullPath(project), Path.Combine(update.WorkPath, conflict.Path)).Replace('\\', '/'),
                    conflict.Line),
            })];
        return conflicts is [var first, .. var others] ? new(bot.Name, null, first) { Warnings = others } : null;
    }

    /// <summary>What a merge decided without the user.</summary>
    public static IEnumerable<PipelineDiagnostic> NotesOf(BotSpec bot, RepositoryUpdate update) =>
        update.Notes.Select(note => new PipelineDiagnostic(Rules.EditReplaced, [bot.Name, note]) { Bot = bot.Name });

    /// <summary>Returns a failure if the repository belongs to another project than <paramref name="owner"/>, or null.</summary>
    public static DevelopOutcome? Refuse(RepositoryOwner owner, BotSpec bot, string path) => owner.OtherOwnerOf(path) is { } other
        ? Failed(bot, Rules.RepositoryNotOurs, "it belongs to another project", other,
            "Rename one of the two tasks, or give one of the projects another MenaceRepositoryBase; if that project no longer has the " +
                "bot, run its target MenaceCleanRepositories")
        : null;

    /// <summary>Returns the failure of a path that Menace did not create.</summary>
    public static DevelopOutcome Foreign(BotSpec bot, string reason, string path, string remedy) =>
        Failed(bot, Rules.RepositoryNotOurs, reason, path, remedy);

    /// <summary>Returns the failure of a repository that would lose work.</summary>
    public static DevelopOutcome Failed(BotSpec bot, RepositoryRefusal refusal) =>
        Failed(bot, Rules.RepositoryNotOurs, refusal.Reason, refusal.Evidence, refusal.Remedy);

    /// <summary>Returns the failure of a bot whose <paramref name="dependency"/> has no repository.</summary>
    public static DevelopOutcome FailureOf(BotSpec bot, string dependency)
    {
        var failure = Failed(bot, Rules.DependencyFailed, "built", dependency);
        return failure with { Failure = failure.Failure! with { Anchor = new("dependencies") } };
    }

    /// <summary>Returns the failure of a bot without a repository.</summary>
    public static DevelopOutcome Failed(BotSpec bot, RuleDescriptor rule, params IEnumerable<string> arguments) =>
        new(bot.Name, null, new PipelineDiagnostic(rule, [bot.Name, .. arguments]) { Bot = bot.Name });
}
