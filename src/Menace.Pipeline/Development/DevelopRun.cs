using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Development;

/// <summary>One run of the develop stage: what bots have in common while they are written.</summary>
internal sealed class DevelopRun
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly DevelopPlan _plan;
    private readonly IReadOnlyDictionary<string, FileContent> _contents;
    private readonly StageJournal _journal;
    private readonly CommitSigner? _signer;
    private readonly DateTimeOffset _time;
    private readonly HistoryBundle _bundles;
    private readonly IReadOnlyList<IFileMerger> _mergers;
    private readonly ConcurrentDictionary<string, DevelopOutcome> _done = new();
    private readonly Dictionary<BotLanguage, Lazy<Task<Dictionary<string, CodeAnalysis>>>> _analyses;

    public DevelopRun(BotDevConfig config, LanguageTable languages, DevelopPlan plan, IReadOnlyDictionary<string, FileContent> contents,
        StageJournal journal, IProcessRunner runner, CommitSigner? signer, CancellationToken cancellationToken)
    {
        _config = config;
        _languages = languages;
        _plan = plan;
        _contents = contents;
        _journal = journal;
        _signer = signer;
        _time = CommitClock.For(config.SourceDirectory);
        _bundles = new HistoryBundle(runner);
        _mergers = FileMergers.All(languages);

        // Of a run that was killed.
        BotGitRepository.DeleteTree(HistoryPath);

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

        if (HeldBackPath(name) is var outdated && File.Exists(outdated)
            && !outcome.Warnings.Any(warning => warning.Rule == Rules.UpdateHeldBack))
        {
            File.Delete(outdated);
        }

        if (outcome.Repository is { } written)
        {
            Fault.Reached(Boundary.DevelopWritten);
            _journal.Finish(StageEvents.Of(written));
        }

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

        var isRenamed = false;
        if (_plan.Tasks.GetValueOrDefault(bot.Name)?.RenamedFrom is { } before)
        {
            (isRenamed, var failure) = new RepositoryRename(_config, _plan.Owner).Apply(bot, before, _plan.Tasks.ContainsKey(before));
            if (failure is not null)
            {
                return failure;
            }
        }

        var hasIncoming = _plan.Arrival.HasIncoming(bot.Name);
        var repository = new BotGitRepository(path, _plan.Owner) { WaitsForTests = _config.WaitsForTests, Signer = _signer };
        var state = repository.Inspect();
        var isAdopted = _config.Adopt && state.IsAdoptable;
        if (state.ForeignReason is { } foreign && !isAdopted)
        {
            return DevelopOutcome.Foreign(bot, foreign, path, state.ForeignRemedy);
        }

        if (state.Commit is not null || isAdopted)
        {
            _plan.Owner.Claim(path);
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
        var (generated, warnings) = RepositoryComposer.Compose(
            _languages[bot.Language], request, trees, _config.Emit, _contents, cancellationToken);
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
            var (commit, tree) = bot.Lineage is { } lineage
                ? await CreateAsync(bot.Name, repository, lineage, files, Message($"Generate {bot.Name}", lineage), cancellationToken)
                : repository.Create(files, Message($"Generate {bot.Name}"), _time);
            return Written(commit, tree, RepositoryChange.Created, warnings, generatedDocuments, changedFiles: files.Count);
        }

        // A new version of this tool changes the input of every bot, but often not a byte of what it emits.
        if (state.IsMerged && !hasIncoming && state.Tree == GitTree.Of(files).Root.Sha)
        {
            return Written(state.Commit!, state.Tree!, RepositoryChange.Unchanged, warnings, generatedDocuments);
        }

        // Output that waits for the user's branch since an earlier build has its own reason.
        var reason = isRenamed ? $"renamed from {_plan.Tasks[bot.Name].RenamedFrom}"
            : isAdopted ? GeneratedCommit.TakenOver
            : state.Input == input ? state.Reason : parts.ReasonAfter(state.Parts);
        var updated = repository.Update(
            files, Message(GeneratedCommit.UpdateSubject(bot.Name, reason)), _time,
            new(_mergers, MergePath(bot.Name)) { TakesRemote = hasIncoming });
        if (DevelopOutcome.Waiting(bot, updated, _config.SourceDirectory) is { } waiting)
        {
            return waiting;
        }

        if (updated.Refusal is not { } refusal)
        {
            return Written(
                updated.Commit, updated.Tree, RepositoryChange.Updated, [.. warnings, .. DevelopOutcome.NotesOf(bot, updated)],
                generatedDocuments, reason, updated.ChangedFiles);
        }

        return state.Merged is { } merged && parts.DiffersOnlyInVersion(merged.Parts, IsOfVersion)
            ? HeldBack(refusal, merged) : DevelopOutcome.Failed(bot, refusal);

        // With the input of its commit: the next build compares again, and reports it again.
        DevelopOutcome HeldBack(RepositoryRefusal refusal, RepositoryState held)
        {
            var other = GitTree.Of(files).Root.Sha;
            var patch = HeldBackPath(bot.Name);
            AtomicFile.WriteIfDifferent(patch, System.Text.Encoding.UTF8.GetBytes(repository.Patch(held.Tree!, other)));
            string[] arguments = [bot.Name, refusal.Reason, refusal.Evidence, repository.Difference(held.Tree!, other), patch];
            var finding = new PipelineDiagnostic(Rules.UpdateHeldBack, arguments) { Bot = bot.Name };
            return Written(
                held.Commit!, held.Tree!, RepositoryChange.Unchanged, [.. warnings, finding], held.Documents, heldInput: held.Input!);
        }

        Func<string, string> Message(string subject, BotLineage? lineage = null) => tree =>
            GeneratedCommit.Message(subject, bot.Purpose, input, tree, parts, generatedDocuments, lineage);

        DevelopOutcome Written(
            string commit, string tree, RepositoryChange change, IReadOnlyList<PipelineDiagnostic> warnings, string documents,
            string reason = "", int changedFiles = 0, string? heldInput = null) =>
            new(bot.Name, new(bot, path, main, commit, tree, change)
            {
                Input = heldInput ?? input,
                Reason = reason,
                ChangedFiles = changedFiles,
                Documents = documents,
            }, null)
            { Warnings = warnings };
    }

    /// <summary>Where bundles are read.</summary>
    private string HistoryPath => Path.Combine(_config.StatePath, "history");

    /// <summary>Makes a repository that begins with the history of another bot.</summary>
    private async Task<(string Commit, string Tree)> CreateAsync(
        string bot, BotGitRepository repository, BotLineage lineage, IReadOnlyList<RepositoryFile> files, Func<string, string> message,
        CancellationToken cancellationToken)
    {
        var folder = Path.Combine(HistoryPath, bot);
        try
        {
            var bundle = HistoryBundle.PathOf(lineage, _config.SourceDirectory);
            return repository.Create(files, message, _time, await _bundles.ReadAsync(bundle, lineage.Commit, folder, cancellationToken));
        }
        finally
        {
            BotGitRepository.DeleteTree(folder);
        }
    }

    /// <summary>The changes that the edited repository of a bot does not get, beside its log.</summary>
    private string HeldBackPath(string bot) => Path.Combine(_config.StatePath, "logs", bot + ".update.diff");

    /// <summary>Where the user decides the conflicts of a merge.</summary>
    private string MergePath(string bot) => Path.Combine(_config.StatePath, "merges", bot);

    private bool IsOfVersion(string dependency, string pin) =>
        new BotGitRepository(Path.Combine(_config.RepositoryBasePath, dependency)).DiffersOnlyInVersion(pin, IsOfVersion);

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

/// <summary>The outcome of one bot: a repository, or the reason why there is none.</summary>
internal sealed record DevelopOutcome(string Name, BotRepository? Repository, PipelineDiagnostic? Failure)
{
    /// <summary>What else there is to say: properties that could not be expressed in the repository's files, further conflicts.</summary>
    public IReadOnlyList<PipelineDiagnostic> Warnings { get; init; } = [];

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
