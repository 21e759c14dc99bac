using System.Text;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Development;

/// <summary>Writes the repositories of a build.</summary>
internal sealed class RepositoryWriter : IRepositoryWriter
{
    private readonly BotDevConfig _config;
    private readonly RepositoryOwner _owner;
    private readonly IReadOnlyList<IFileMerger> _mergers;
    private readonly StageJournal _journal;

    /// <summary>A writer; what a run that was killed left behind is deleted.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="owner">The project.</param>
    /// <param name="mergers">Merge files by their syntax.</param>
    /// <param name="journal">Takes each repository as soon as it is written.</param>
    public RepositoryWriter(BotDevConfig config, RepositoryOwner owner, IReadOnlyList<IFileMerger> mergers, StageJournal journal)
    {
        _config = config;
        _owner = owner;
        _mergers = mergers;
        _journal = journal;
        BotGitRepository.DeleteTree(HistoryPath);
    }

    /// <summary>Signs commits, or null.</summary>
    public CommitSigner? Signer { get; init; }

    /// <summary>What remote repositories gave.</summary>
    public RemoteArrival Arrival { get; init; } = RemoteArrival.None;

    /// <summary>Where bundles are read.</summary>
    private string HistoryPath => Path.Combine(_config.StatePath, "history");

    /// <summary>The changes that the edited repository of a bot does not get, beside its log.</summary>
    public static string HeldBackPath(BotDevConfig config, string bot) => Path.Combine(config.StatePath, "logs", bot + ".update.diff");

    /// <summary>How new output of a bot is merged, with the folder in which the user decides its conflicts.</summary>
    public static MergeSettings MergeOf(BotDevConfig config, IReadOnlyList<IFileMerger> mergers, string bot) =>
        new(mergers, Path.Combine(config.StatePath, "merges", bot));

    /// <inheritdoc/>
    public void Claim(string path) => _owner.Claim(path);

    /// <inheritdoc/>
    public (string Path, bool IsMoved, DevelopOutcome? Failure) Rename(BotSpec bot, string before, bool isTask)
    {
        var rename = new RepositoryRename(_config, _owner);
        var (from, failure) = rename.Find(bot, before, isTask);
        if (from is not null)
        {
            rename.Move(from, bot);
        }

        return (Path.Combine(_config.RepositoryBasePath, bot.Name), from is not null, failure);
    }

    /// <inheritdoc/>
    public async Task<(string Commit, string Tree)> CreateAsync(BotSpec bot, RepositoryOutput output, CancellationToken cancellationToken)
    {
        var repository = RepositoryOf(bot);
        if (output.History is not { } history)
        {
            return repository.Create(output.Files, output.Message, output.Time);
        }

        var folder = Path.Combine(HistoryPath, bot.Name);
        try
        {
            return repository.Create(output.Files, output.Message, output.Time, await history(folder, cancellationToken));
        }
        finally
        {
            BotGitRepository.DeleteTree(folder);
        }
    }

    /// <inheritdoc/>
    public RepositoryUpdate Update(BotSpec bot, RepositoryOutput output) =>
        RepositoryOf(bot).Update(
        output.Files, output.Message, output.Time,
        MergeOf(_config, _mergers, bot.Name) with
        {
            TakesRemote = Arrival.HasIncoming(bot.Name),
            Renames = output.Renames,
        });

    /// <inheritdoc/>
    public (string Difference, string Patch) HoldBack(BotSpec bot, string held, RepositoryOutput output)
    {
        var (paths, patch) = RepositoryOf(bot).ChangesTo(held, output.Files);
        var file = HeldBackPath(_config, bot.Name);
        AtomicFile.WriteIfDifferent(file, Encoding.UTF8.GetBytes(patch));
        return (paths, file);
    }

    /// <inheritdoc/>
    public bool DiffersOnlyInVersion(string bot, string pin, Func<string, string, bool> isOfVersion) =>
        new BotGitRepository(Path.Combine(_config.RepositoryBasePath, bot)).DiffersOnlyInVersion(pin, isOfVersion);

    /// <inheritdoc/>
    public void End(DevelopOutcome outcome)
    {
        if (HeldBackPath(_config, outcome.Name) is var outdated && File.Exists(outdated)
            && !outcome.Warnings.Any(warning => warning.Rule == Rules.UpdateHeldBack))
        {
            File.Delete(outdated);
        }

        if (outcome.Repository is { } written)
        {
            Fault.Reached(Boundary.DevelopWritten);
            _journal.Finish(StageEvents.Of(written));
        }
    }

    private BotGitRepository RepositoryOf(BotSpec bot) =>
        new(Path.Combine(_config.RepositoryBasePath, bot.Name), _owner)
        {
            WaitsForTests = _config.WaitsForTests,
            Signer = Signer,
        };
}
