using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>One run of the develop stage: what bots have in common while they are written.</summary>
internal sealed class DevelopRun
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly DevelopPlan _plan;
    private readonly IReadOnlyDictionary<string, FileContent> _contents;
    private readonly IRepositoryWriter _writer;
    private readonly DateTimeOffset _time;
    private readonly ConcurrentDictionary<string, DevelopOutcome> _done = new();
    private readonly Dictionary<BotLanguage, Lazy<Task<Dictionary<string, CodeAnalysis>>>> _analyses;

    public DevelopRun(BotDevConfig config, LanguageTable languages, DevelopPlan plan, IReadOnlyDictionary<string, FileContent> contents,
        IRepositoryWriter writer, CancellationToken cancellationToken)
    {
        _config = config;
        _languages = languages;
        _plan = plan;
        _contents = contents;
        _writer = writer;
        _time = CommitClock.For(config.SourceDirectory);

        // A bot is written from its own code and from that of the bots it calls. A language reads all of its sources at once.
        _analyses = plan.Open.SelectMany(name => plan.DependenciesOf(name).Append(name)).Distinct()
            .Select(name => plan.Bots.GetValueOrDefault(name)).OfType<BotSpec>()
            .GroupBy(bot => bot.Language)
            .ToDictionary(group => group.Key, group =>
                new Lazy<Task<Dictionary<string, CodeAnalysis>>>(() => AnalyseAsync(languages[group.Key], [.. group], cancellationToken)));
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
        catch (TemplateFileException exception)
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
        if (_plan.Tasks.GetValueOrDefault(bot.Name)?.RenamedFrom is { } before)
        {
            (place, isRenamed, var failure) = _writer.Rename(bot, before, _plan.Tasks.ContainsKey(before));
            if (failure is not null)
            {
                return failure;
            }
        }

        var hasIncoming = _plan.Arrival.HasIncoming(bot.Name);
        var state = new BotGitRepository(place).Inspect();
        var isAdopted = _config.Adopt && state.IsAdoptable;
        if (state.ForeignReason is { } foreign && !isAdopted)
        {
            return DevelopOutcome.Foreign(bot, foreign, path, state.ForeignRemedy);
        }

        if (state.Commit is not null || isAdopted)
        {
            _writer.Claim(path);
        }

        var input = RepositoryKey.Of(bot, trees, _config.Emit);
        var main = Path.Combine(path, _languages[bot.Language].MainFile(bot.Name));
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

        var request = await RequestAsync(bot);
        cancellationToken.ThrowIfCancellationRequested();
        var composed = RepositoryComposer.Compose(
            _languages[bot.Language], request, trees, _config.Emit, _contents, cancellationToken);
        var (generated, warnings) = composed;
        if (CopiedFiles.Clash(bot, generated) is { } clash)
        {
            return new(bot.Name, null, clash);
        }

        var generatedDocuments = TestedFiles.DocumentsOf(generated);
        IReadOnlyList<RepositoryFile> files = [
            .. generated.Concat(CopiedFiles.Of(bot, _contents)).OrderBy(file => file.Path, StringComparer.Ordinal)];
        Fault.Reached(Boundary.DevelopComposed);
        var parts = RepositoryKey.PartsOf(bot, trees, _config.Emit);
        if (state.Commit is null && !isAdopted)
        {
            var (commit, tree) = await _writer.CreateAsync(bot, Output($"Generate {bot.Name}", bot.Lineage), cancellationToken);
            return Written(commit, tree, RepositoryChange.Created, warnings, generatedDocuments, changedFiles: files.Count);
        }

        // A new version of this tool changes the input of every bot, but often not a byte of what it emits.
        if (state.IsMerged && !hasIncoming && state.Tree == GitTree.Of(files).Root.Sha)
        {
            return Written(state.Commit!, state.Tree!, RepositoryChange.Unchanged, warnings, generatedDocuments);
        }

        // Output that waits for the user's branch since an earlier build has its own reason.
        var reason = state.Bot.Length > 0 && state.Bot != bot.Name ? $"renamed from {state.Bot}"
            : isAdopted ? GeneratedCommit.TakenOver
            : state.Input == input ? state.Reason : parts.ReasonAfter(state.Parts);
        var output = Output(GeneratedCommit.UpdateSubject(bot.Name, reason));
        var updated = _writer.Update(bot, output);
        if (DevelopOutcome.Waiting(bot, updated, _config.SourceDirectory) is { } waiting)
        {
            return waiting;
        }

        if (updated.Refusal is not { } refusal)
        {
            return Written(
                updated.Commit, updated.Tree, RepositoryChange.Updated, [.. warnings, .. DevelopOutcome.NotesOf(bot, updated)],
                generatedDocuments, reason, updated.ChangedFiles, candidate: updated.Candidate);
        }

        return state.Merged is { } merged && parts.DiffersOnlyInVersion(merged.Parts, IsOfVersion)
            ? HeldBack(refusal, merged) : DevelopOutcome.Failed(bot, refusal);

        // With the input of its commit: the next build compares again, and reports it again.
        DevelopOutcome HeldBack(RepositoryRefusal refusal, RepositoryState held)
        {
            var (difference, patch) = _writer.HoldBack(bot, held.Tree!, output);
            string[] arguments = [bot.Name, refusal.Reason, refusal.Evidence, difference, patch];
            var finding = new PipelineDiagnostic(Rules.UpdateHeldBack, arguments) { Bot = bot.Name };
            return Written(
                held.Commit!, held.Tree!, RepositoryChange.Unchanged, [.. warnings, finding], held.Documents, heldInput: held.Input!);
        }

        RepositoryOutput Output(string subject, BotLineage? lineage = null) => new(
            files,
            tree => GeneratedCommit.Message(
                subject, bot.Purpose, input, tree, parts, generatedDocuments, lineage, bot.Template?.Versions),
            _time)
        { Renames = composed.Renames };

        DevelopOutcome Written(
            string commit, string tree, RepositoryChange change, IReadOnlyList<PipelineDiagnostic> warnings, string documents,
            string reason = "", int changedFiles = 0, string? heldInput = null, string? candidate = null) =>
            new(bot.Name, new(bot, path, main, commit, tree, change)
            {
                Input = heldInput ?? input,
                Reason = reason,
                ChangedFiles = changedFiles,
                Documents = documents,
                Candidate = candidate,
            }, null)
            { Warnings = warnings };
    }

    private bool IsOfVersion(string dependency, string pin) => _writer.DiffersOnlyInVersion(dependency, pin, IsOfVersion);

    private BotRepository? RepositoryOf(string name) =>
        _plan.Unchanged.GetValueOrDefault(name) ?? (_done.TryGetValue(name, out var outcome) ? outcome.Repository : null);

    private async Task<EmitRequest> RequestAsync(BotSpec bot)
    {
        List<EmitDependency> dependencies = [];
        foreach (var dependency in bot.Dependencies.Select(name => _plan.Bots[name]))
        {
            dependencies.Add(new(dependency, await AnalysisOfAsync(dependency)));
        }

        var closure = DependencyOrder.Closure(bot.Name, _plan.DependenciesOf);
        var linked = DependencyOrder.Closure(
            bot.Name, name => [.. _plan.DependenciesOf(name).Where(dependency => _plan.Bots[dependency].Language == bot.Language)]);
        return new(bot, await AnalysisOfAsync(bot), dependencies)
        {
            Closure = closure,
            Linked = linked,
            PackagedSiblings = [.. linked.Where(name => _plan.Bots[name].Packages.Count > 0)],
            Languages = [.. closure.Append(bot.Name).Select(name => _plan.Bots[name].Language).Distinct()],
        };
    }

    private async Task<CodeAnalysis> AnalysisOfAsync(BotSpec bot) => (await _analyses[bot.Language].Value)[bot.Name];

    private static async Task<Dictionary<string, CodeAnalysis>> AnalyseAsync(
        ILanguage language, IReadOnlyList<BotSpec> bots, CancellationToken cancellationToken)
    {
        var sources = bots.Select(bot => new CodeSource(bot.Name, bot.Identifier, bot.Code, bot.Functions)
        {
            Dependencies = [.. bot.Dependencies.Select(TaskNames.ToIdentifier)],
            Packages = [.. bot.Packages.Select(package => BotPackage.Parse(package).Name)],
        });
        var analyses = await language.AnalyseAsync([.. sources], cancellationToken);
        return bots.Zip(analyses).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }
}
