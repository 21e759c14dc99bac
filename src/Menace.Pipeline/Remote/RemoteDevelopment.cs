using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Development;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Remote;

/// <summary>
/// Writes the repositories of Stage 4 by the rules of local ones: a clean generated repository gets one more commit, an edited one or a
/// folder that Menace did not create is left untouched. Here that also holds for an edited repository whose input is the same: the verdict
/// of Stage 4 is not about the edit.
/// </summary>
internal sealed class RemoteDevelopment(BotDevConfig config, IProcessRunner runner)
{
    private readonly RepositoryOwner _owner = new(config.SourceDirectory);

    /// <summary>Writes every repository of <paramref name="optimised"/>.</summary>
    public async Task<StageResult<BuildRecord>> RunAsync(OptimiseRecord optimised, CancellationToken cancellationToken)
    {
        var remote = optimised.Remote!;
        var specs = optimised.Bots.ToDictionary(bot => bot.Name, StringComparer.Ordinal);
        var made = remote.Repositories.ToDictionary(repository => repository.Bot, StringComparer.Ordinal);
        HashSet<string> failed = [.. optimised.Failures.Select(failure => failure.Bot)];
        using var client = Client(remote.Target.Settings);
        var contents = new RemoteContents(client, TimeProvider.System);
        var developed = await DependencyOrder.RunAsync(
            [.. specs.Keys], name =>
                specs.TryGetValue(name, out var bot) ? bot.Dependencies : [], DevelopAsync, config.Concurrency, cancellationToken);
        return new(
            new BuildRecord(
                optimised.RunId,
                ListedTask.Of(optimised.Package),
                [.. developed.Select(bot => bot.Repository).OfType<BotRepository>()],
                [.. optimised.Failures, .. developed.Where(bot => bot.Failure is not null)
                    .Select(bot => new BotFailure(bot.Name, bot.Failure!.Rule.Id))])
            { Remote = remote },
            [.. developed.Select(bot => bot.Failure).OfType<PipelineDiagnostic>()]);

        async Task<DevelopOutcome> DevelopAsync(string name, CancellationToken token)
        {
            var outcome = await WriteAsync(specs[name], made[name], failed, contents, token);
            if (outcome.Failure is not null)
            {
                lock (failed)
                {
                    failed.Add(name);
                }
            }

            return outcome;
        }
    }

    /// <summary>Returns a finding for each repository in <paramref name="build"/> that differs from the one that Stage 4 tested.</summary>
    public static IEnumerable<PipelineDiagnostic> Edited(BuildRecord build) =>
        build.Repositories.Select(repository => Edited(repository)?.Failure).OfType<PipelineDiagnostic>();

    private static DevelopOutcome? Edited(BotRepository repository)
    {
        try
        {
            return new BotGitRepository(repository.Path).Refusal(repository.Tree) is { } refusal
                ? DevelopOutcome.Failed(repository.Spec, refusal) : null;
        }
        catch (LibGit2SharpException exception)
        {
            return DevelopOutcome.Failed(
                repository.Spec, Rules.RepositoryFailed, repository.Path, GitFailure.Explain(repository.Path, exception));
        }
    }

    private static Stage4Client Client(HandoffSettings settings)
    {
        try
        {
            return RemoteExecution.Client(settings);
        }
        catch (RemoteWaitException exception)
        {
            throw new PipelineException(PipelineStage.Develop, [exception.Finding], inner: exception);
        }
    }

    private async Task<DevelopOutcome> WriteAsync(
        BotSpec bot, RemoteRepository made, HashSet<string> failed, RemoteContents contents, CancellationToken cancellationToken)
    {
        var path = Path.Combine(config.RepositoryBasePath, bot.Name);
        try
        {
            string? missing;
            lock (failed)
            {
                missing = bot.Dependencies.FirstOrDefault(failed.Contains);
            }

            return missing is not null ? DevelopOutcome.FailureOf(bot, missing)
                : await WriteAsync(bot, made, path, contents, cancellationToken);
        }
        catch (RemoteWaitException exception)
        {
            return new(bot.Name, null, exception.Finding with { Bot = bot.Name });
        }
        catch (IOException) when (DevelopOutcome.Refuse(_owner, bot, path) is { } refused)
        {
            return refused;
        }
        catch (ToolMissingException exception)
        {
            return DevelopOutcome.Failed(bot, Rules.RepositoryFailed, path, exception.Message);
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return DevelopOutcome.Failed(bot, Rules.RepositoryFailed, path, GitFailure.Explain(path, exception));
        }
    }

    /// <summary>Makes a repository that begins with the history that Stage 4 began it with.</summary>
    private async Task<string> CreateAsync(
        string bot, BotGitRepository repository, GitBundle bundle, byte[] content, string origin, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(config.StatePath, "remote", bot);
        var file = folder + ".bundle";
        try
        {
            AtomicFile.Write(file, content);
            return repository.Create(
                bundle.Files, _ => bundle.Message, bundle.Time,
                await new HistoryBundle(runner).ReadAsync(file, origin, folder, cancellationToken)).Commit;
        }
        catch (HistoryException exception)
        {
            throw new IOException($"the bundle of Stage 4 cannot be used, because {exception.Found}", exception);
        }
        finally
        {
            File.Delete(file);
            BotGitRepository.DeleteTree(folder);
        }
    }

    private async Task<DevelopOutcome> WriteAsync(
        BotSpec bot, RemoteRepository made, string path, RemoteContents contents, CancellationToken cancellationToken)
    {
        if (DevelopOutcome.Refuse(_owner, bot, path) is { } refused)
        {
            return refused;
        }

        var repository = new BotGitRepository(path, _owner);
        var state = repository.Inspect();
        if (state.ForeignReason is { } foreign)
        {
            return DevelopOutcome.Foreign(bot, foreign, path, state.ForeignRemedy);
        }

        if (state.Commit is not null)
        {
            _owner.Claim(path);
        }

        if (state.Commit is not null && state.IsMerged && state.Tree == made.Tree)
        {
            return repository.Refusal(made.Tree) is { } refusal ? DevelopOutcome.Failed(bot, refusal)
                : Written(state.Commit, RepositoryChange.Unchanged);
        }

        var content = await contents.GetAsync(made.Bundle, $"the repository of bot '{bot.Name}'", cancellationToken);
        var bundle = await GitBundle.ReadAsync(content, Path.Combine(config.StatePath, "remote", bot.Name), runner, cancellationToken);
        if (bundle.Tree != made.Tree)
        {
            throw new IOException($"the bundle {made.Bundle} of Stage 4 holds the tree {bundle.Tree}, not {made.Tree}");
        }

        if (state.Commit is null)
        {
            var commit = bundle.Origin is { } origin
                ? await CreateAsync(bot.Name, repository, bundle, content, origin, cancellationToken)
                : repository.Create(bundle.Files, _ => bundle.Message, bundle.Time).Commit;
            return Written(commit, RepositoryChange.Created, changedFiles: bundle.Files.Count);
        }

        // Stage 4 does not know the commit before: what changed is found here, as for a repository that is made here.
        var reason = GeneratedCommit.PartsOf(bundle.Message)?.ReasonAfter(state.Parts) ?? "";
        var message = GeneratedCommit.WithSubject(
            GeneratedCommit.WithoutLineage(bundle.Message), GeneratedCommit.UpdateSubject(bot.Name, reason));
        var updated = repository.Update(bundle.Files, _ => message, bundle.Time);
        return updated.Refusal is { } late
            ? DevelopOutcome.Failed(bot, late)
            : Written(updated.Commit, RepositoryChange.Updated, reason, updated.ChangedFiles);

        DevelopOutcome Written(string commit, RepositoryChange change, string reason = "", int changedFiles = 0) =>
            new(bot.Name, new(bot, path, Path.Combine(path, made.MainFile), commit, made.Tree, change)
            {
                Input = made.Input,
                Reason = reason,
                ChangedFiles = changedFiles,
            }, null);
    }
}
