using System.Collections.Concurrent;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>Computes what a build would write, and keeps it in memory.</summary>
/// <param name="config">The settings.</param>
/// <param name="owner">The project.</param>
/// <param name="mergers">Merge files by their syntax.</param>
internal sealed class RepositoryPreviewer(BotDevConfig config, RepositoryOwner owner, IReadOnlyList<IFileMerger> mergers)
    : IRepositoryWriter
{
    private readonly ConcurrentDictionary<string, UpdatePreview> _updates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<FileDifference>> _created = new(StringComparer.Ordinal);

    /// <summary>The input of the newest generated commit of each branch that the develop stage itself moves.</summary>
    private readonly ConcurrentDictionary<string, InputParts?> _inputs = new(StringComparer.Ordinal);

    /// <summary>Where the repositories are that a build would move, by the bot that they would belong to.</summary>
    private readonly ConcurrentDictionary<string, string> _moved = new(StringComparer.Ordinal);

    /// <summary>Names of the folders that a build would move.</summary>
    public IEnumerable<string> Moved => _moved.Values.Select(path => Path.GetFileName(path));

    /// <summary>The files of the user's branch that change, by bot.</summary>
    public IReadOnlyList<FileDifference> ChangesOf(string bot) =>
        _created.GetValueOrDefault(bot) ?? (_updates.TryGetValue(bot, out var update) ? update.Changes : []);

    /// <summary>The update of a bot's repository, or null.</summary>
    public UpdatePreview? UpdateOf(string bot) => _updates.GetValueOrDefault(bot);

    /// <inheritdoc/>
    public void Claim(string path)
    {
        // A build writes a file for this.
    }

    /// <inheritdoc/>
    public (string Path, bool IsMoved, DevelopOutcome? Failure) Rename(BotSpec bot, string before, bool isTask)
    {
        var (from, failure) = new RepositoryRename(config, owner).Find(bot, before, isTask);
        if (from is not null)
        {
            _moved[bot.Name] = from;
        }

        return (PathOf(bot.Name), from is not null, failure);
    }

    /// <inheritdoc/>
    public Task<(string Commit, string Tree)> CreateAsync(BotSpec bot, RepositoryOutput output, CancellationToken cancellationToken)
    {
        if (bot.Lineage is { } lineage && HistoryBundle.PathOf(lineage, config.SourceDirectory) is var bundle && !File.Exists(bundle))
        {
            throw new HistoryException(bundle, "the file does not exist", HistoryBundle.Remedy);
        }

        _created[bot.Name] = FileDifference.Of(output.Files);
        return Task.FromResult(("", GitTree.Of(output.Files).Root.Sha));
    }

    /// <inheritdoc/>
    public RepositoryUpdate Update(BotSpec bot, RepositoryOutput output)
    {
        var preview = RepositoryOf(bot).Preview(
            output.Files, output.Message, output.Time,
            RepositoryWriter.MergeOf(config, mergers, bot.Name) with { Renames = output.Renames });
        _updates[bot.Name] = preview;
        if (preview.Update.IsMerged && (preview.IsNew || !config.WaitsForTests))
        {
            _inputs[bot.Name] = GeneratedCommit.PartsOf(output.Message(preview.Update.Tree));
        }

        return preview.Update;
    }

    /// <inheritdoc/>
    public (string Difference, string Patch) HoldBack(BotSpec bot, string held, RepositoryOutput output) =>
        (RepositoryOf(bot).ChangesTo(held, output.Files).Paths, RepositoryWriter.HeldBackPath(config, bot.Name));

    /// <inheritdoc/>
    public bool DiffersOnlyInVersion(string bot, string pin, Func<string, string, bool> isOfVersion) =>
        new BotGitRepository(PathOf(bot)).DiffersOnlyInVersion(pin, isOfVersion, _inputs.GetValueOrDefault(bot));

    /// <inheritdoc/>
    public void End(DevelopOutcome outcome)
    {
        // A build journals the outcome.
    }

    private BotGitRepository RepositoryOf(BotSpec bot) => new(PathOf(bot.Name));

    private string PathOf(string bot) => _moved.GetValueOrDefault(bot) ?? Path.Combine(config.RepositoryBasePath, bot);
}
