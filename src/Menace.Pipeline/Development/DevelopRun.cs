using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Deployment;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>One run of the develop stage: what bots have in common while they are written.</summary>
internal sealed class DevelopRun
{
    private readonly BotDevConfig _config;
    private readonly DevelopPlan _plan;
    private readonly IOutputSource _source;
    private readonly IRepositoryWriter _writer;
    private readonly ConcurrentDictionary<string, DevelopOutcome> _done = new();

    /// <summary>A run.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="plan">Which bots are written.</param>
    /// <param name="source">Where their files come from; it is begun here.</param>
    /// <param name="writer">Brings the files into the repositories.</param>
    /// <param name="cancellationToken">Ends what the source reads at once.</param>
    public DevelopRun(
        BotDevConfig config, DevelopPlan plan, IOutputSource source, IRepositoryWriter writer, CancellationToken cancellationToken)
    {
        (_config, _plan, _source, _writer) = (config, plan, source, writer);
        source.Begin(plan, cancellationToken);
    }

    /// <summary>Writes the repository of the bot <paramref name="name"/>.</summary>
    public async Task<DevelopOutcome> DevelopAsync(string name, CancellationToken cancellationToken)
    {
        var bot = _plan.Bots[name];
        var path = Path.Combine(_config.RepositoryBasePath, name);
        DevelopOutcome outcome;
        try
        {
            outcome = await WriteAsync(bot, path, cancellationToken);
        }
        catch (ToolMissingException exception)
        {
            outcome = DevelopOutcome.Failed(bot, Rules.ToolMissing, exception.Tool, exception.Looked, exception.Remedy);
        }
        catch (OutputException exception)
        {
            outcome = new(bot.Name, null, exception.Finding);
        }
        catch (SigningException exception)
        {
            outcome = DevelopOutcome.Failed(bot, Rules.CommitUnsigned, exception.Message);
        }
        catch (HistoryException exception)
        {
            outcome = DevelopOutcome.Failed(bot, Rules.HistoryUnusable, exception.Path, exception.Found, exception.Remedy);
        }
        catch (IOException) when (DevelopOutcome.Refuse(_plan.Owner, bot, path) is { } refused)
        {
            // Another project has put its repository there meanwhile.
            outcome = refused;
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            outcome = DevelopOutcome.Failed(bot, Rules.RepositoryFailed, path, GitFailure.Explain(path, exception));
        }

        _writer.End(outcome);
        return _done[name] = outcome;
    }

    private async Task<DevelopOutcome> WriteAsync(BotSpec bot, string path, CancellationToken cancellationToken)
    {
        var trees = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dependency in bot.Dependencies)
        {
            if (RepositoryOf(dependency) is not { } found)
            {
                return DevelopOutcome.FailureOf(bot, dependency);
            }

            trees[dependency] = found.Tree;
        }

        if (DevelopOutcome.Refuse(_plan.Owner, bot, path) is { } refused)
        {
            return refused;
        }

        if (_plan.Arrival.FailureOf(bot.Name) is { } unreachable)
        {
            return unreachable;
        }

        var (place, isRenamed) = (path, false);
        if (!_plan.IsForOneRun && _plan.Tasks.GetValueOrDefault(bot.Name)?.RenamedFrom is { } before)
        {
            (place, isRenamed, var failure) = _writer.Rename(bot, before, _plan.Tasks.ContainsKey(before));
            if (failure is not null)
            {
                return failure;
            }
        }

        var state = new BotGitRepository(place).Inspect();
        var hasIncoming = state.HasMerge || _plan.Arrival.HasIncoming(bot.Name);
        var isAdopted = _config.Adopt && state.IsAdoptable;
        if (state.ForeignReason is { } foreign && !isAdopted)
        {
            return DevelopOutcome.Foreign(bot, foreign, path, state.ForeignRemedy);
        }

        if (state.Commit is not null || isAdopted)
        {
            _writer.Claim(path);
        }

        var input = _source.InputOf(bot, trees);
        var main = Path.Combine(path, _source.MainFileOf(bot));
        if (!_plan.IsManaged(bot.Name))
        {
            return state.Merged is { } last
                ? Written(last.Commit!, last.Tree!, RepositoryChange.Unchanged, [], last.Documents, heldInput: last.Input!)
                : DevelopOutcome.Failed(bot, new RepositoryRefusal(
                    "its task has \"managed\": false, and there is no repository that Menace made", path,
                    "Clone the repository to that place, or remove \"managed\" from the task"));
        }

        if (state.Input == input && state.IsMerged && !hasIncoming)
        {
            // The dependencies were rewritten with unchanged trees.
            return Written(state.Commit!, state.Tree!, RepositoryChange.Unchanged, [], documents: state.Documents);
        }

        var made = await _source.FilesOfAsync(bot, trees, cancellationToken);
        if (state.Commit is null && !isAdopted)
        {
            var (commit, tree) = await _writer.CreateAsync(
                bot, Output($"Generate {bot.Name}", bot.Lineage) with { History = made.History }, cancellationToken);
            return Written(commit, tree, RepositoryChange.Created, made.Warnings, made.Documents, changedFiles: made.Files.Count,
                spec: _plan.IsForOneRun ? WithRenames(bot, made.Renames) : bot);
        }

        // A new version of this tool changes the input of every bot, but often not a byte of what it emits.
        if (state.IsMerged && !hasIncoming && state.Tree == GitTree.Of(made.Files).Root.Sha)
        {
            return Written(state.Commit!, state.Tree!, RepositoryChange.Unchanged, made.Warnings, made.Documents);
        }

        // Output that waits for the user's branch since an earlier build has its own reason.
        var reason = state.Bot.Length > 0 && state.Bot != bot.Name ? $"renamed from {state.Bot}"
            : isAdopted ? GeneratedCommit.TakenOver
            : state.Input == input ? state.Reason : made.Parts.ReasonAfter(state.Parts);
        var output = Output(GeneratedCommit.UpdateSubject(bot.Name, reason));
        var isUndeployed = LibraryNotice.IsDue(bot, _config.Emit, path);
        var updated = _writer.Update(bot, output);
        if (DevelopOutcome.Waiting(bot, updated, _config.SourceDirectory) is { } waiting)
        {
            return waiting;
        }

        if (updated.Refusal is not { } refusal)
        {
            return Written(
                updated.Commit, updated.Tree, RepositoryChange.Updated, [.. made.Warnings, .. DevelopOutcome.NotesOf(bot, updated)],
                made.Documents, reason, updated.ChangedFiles, candidate: updated.Candidate) with
            { IsUndeployed = isUndeployed };
        }

        return state.Merged is { } merged && made.Parts.DiffersOnlyInVersion(merged.Parts, IsOfVersion)
            ? HeldBack(refusal, merged) : DevelopOutcome.Failed(bot, refusal);

        // With the input of its commit: the next build compares again, and reports it again.
        DevelopOutcome HeldBack(RepositoryRefusal refusal, RepositoryState held)
        {
            var (difference, patch) = _writer.HoldBack(bot, held.Tree!, output);
            string[] arguments = [bot.Name, refusal.Reason, refusal.Evidence, difference, patch];
            var finding = new PipelineDiagnostic(Rules.UpdateHeldBack, arguments) { Bot = bot.Name };
            return Written(
                held.Commit!, held.Tree!, RepositoryChange.Unchanged, [.. made.Warnings, finding], held.Documents, heldInput: held.Input!);
        }

        RepositoryOutput Output(string subject, BotLineage? lineage = null) => new(
            made.Files, tree => made.Message(subject, lineage, tree), made.Time)
        { Renames = made.Renames };

        DevelopOutcome Written(
            string commit, string tree, RepositoryChange change, IReadOnlyList<PipelineDiagnostic> warnings, string documents,
            string reason = "", int changedFiles = 0, string? heldInput = null, string? candidate = null, BotSpec? spec = null) =>
            new(bot.Name, new(spec ?? bot, path, main, commit, tree, change)
            {
                Input = heldInput ?? input,
                Reason = reason,
                ChangedFiles = changedFiles,
                Documents = documents,
                Candidate = candidate,
            }, null)
            { Warnings = warnings };
    }

    /// <summary>The client of the run, which merges the output, has no variables to find the paths by.</summary>
    private static BotSpec WithRenames(BotSpec bot, IReadOnlyList<TemplateRename> renames) =>
        bot.Template is { } template ? bot with { Template = template with { Renames = renames } } : bot;

    private bool IsOfVersion(string dependency, string pin) => _writer.DiffersOnlyInVersion(dependency, pin, IsOfVersion);

    private BotRepository? RepositoryOf(string name) =>
        _plan.Unchanged.GetValueOrDefault(name) ?? (_done.TryGetValue(name, out var outcome) ? outcome.Repository : null);
}
