using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Development;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Remote;

/// <summary>
/// The files that a Stage 4 composed, from the bundles of its repositories. A bundle is fetched when its files are asked for.
/// </summary>
internal sealed class FetchedOutput : IOutputSource, IDisposable
{
    private readonly BotDevConfig _config;
    private readonly IProcessRunner _runner;
    private readonly Dictionary<string, RemoteRepository> _made;
    private readonly Stage4Client _client;
    private readonly RemoteContents _contents;

    /// <summary>What Stage 4 made of a package.</summary>
    /// <exception cref="PipelineException">It cannot be asked.</exception>
    public FetchedOutput(BotDevConfig config, IProcessRunner runner, RemoteResult remote)
    {
        (_config, _runner) = (config, runner);
        _made = remote.Repositories.ToDictionary(repository => repository.Bot, StringComparer.Ordinal);
        try
        {
            _client = RemoteExecution.Client(remote.Target.Settings);
        }
        catch (RemoteWaitException exception)
        {
            throw new PipelineException(PipelineStage.Develop, [exception.Finding], inner: exception);
        }

        _contents = new RemoteContents(_client, TimeProvider.System);
    }

    private string Folder => Path.Combine(_config.StatePath, "remote");

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        BotGitRepository.DeleteTree(Folder);
    }

    /// <inheritdoc/>
    public string InputOf(BotSpec bot, IReadOnlyDictionary<string, string> trees) => _made[bot.Name].Input;

    /// <inheritdoc/>
    public string MainFileOf(BotSpec bot) => _made[bot.Name].MainFile;

    /// <inheritdoc/>
    public void Begin(DevelopPlan plan, CancellationToken cancellationToken)
    {
        // Each bot is fetched by itself.
    }

    /// <inheritdoc/>
    public async Task<BotOutput> FilesOfAsync(
        BotSpec bot, IReadOnlyDictionary<string, string> trees, CancellationToken cancellationToken)
    {
        var made = _made[bot.Name];
        try
        {
            var content = await _contents.GetAsync(made.Bundle, $"the repository of bot '{bot.Name}'", cancellationToken);
            var bundle = await GitBundle.ReadAsync(content, Path.Combine(Folder, bot.Name), _runner, cancellationToken);
            if (bundle.Tree != made.Tree)
            {
                throw new IOException($"the bundle {made.Bundle} of Stage 4 holds the tree {bundle.Tree}, not {made.Tree}");
            }

            return new(
                bundle.Files, bundle.Documents, bundle.Parts, bundle.Time,
                (subject, lineage, _) => GeneratedCommit.WithSubject(
                    lineage is null ? GeneratedCommit.WithoutLineage(bundle.Message) : bundle.Message, subject))
            {
                Renames = bot.Template?.Renames ?? [],
                History = bundle.Origin is { } origin
                    ? (folder, token) => HistoryAsync(bot.Name, content, origin, folder, token)
                    : null,
            };
        }
        catch (RemoteWaitException exception)
        {
            throw new OutputException(exception.Finding with { Bot = bot.Name });
        }
    }

    /// <summary>The history that Stage 4 began the repository with.</summary>
    private async Task<GitHistory> HistoryAsync(
        string bot, byte[] content, string origin, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Folder, bot + ".bundle");
        try
        {
            AtomicFile.Write(file, content);
            return await new HistoryBundle(_runner).ReadAsync(file, origin, folder, cancellationToken);
        }
        catch (HistoryException exception)
        {
            throw new IOException($"the bundle of Stage 4 cannot be used, because {exception.Found}", exception);
        }
    }
}
