using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Compares each tree, when all bots are done, with what its verdict was given for. A bot whose files changed is tested again as they stand
/// now, once. If they change again, or if the branch, settings or hooks of its repository changed, there is no verdict.
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="keys">Computes the current keys of all bots.</param>
/// <param name="verify">Tests a bot again.</param>
/// <param name="dependenciesOf">The dependencies of the bot of this name.</param>
/// <param name="treeOf">The tree of the bot of this name.</param>
internal sealed class FinalStateCheck(
    BotDevConfig config,
    Func<IReadOnlyDictionary<string, string>> keys,
    Func<TestedBotResult, CancellationToken, Task<TestedBotResult>> verify,
    Func<string, IReadOnlyList<string>> dependenciesOf,
    Func<string, string> treeOf)
{
    private readonly Dictionary<string, GitState> _before = new(StringComparer.Ordinal);

    /// <summary>Remembers the state of the repositories of <paramref name="bots"/> before the first test runs.</summary>
    public void Remember(IEnumerable<BotRepository> bots)
    {
        foreach (var bot in bots)
        {
            _before[bot.Spec.Name] = GitState.Of(bot.Path);
        }
    }

    /// <summary>The verdicts on the repositories that are left.</summary>
    public async Task<IReadOnlyList<TestedBotResult>> TakeAsync(IReadOnlyList<TestedBotResult> bots, CancellationToken cancellationToken)
    {
        var byName = bots.ToDictionary(bot => bot.Result.Bot, StringComparer.Ordinal);
        string[] changed = [.. Changed(byName.Values)];
        if (changed.Length > 0)
        {
            var files = changed.ToDictionary(bot => bot, bot => FileState.Identities(treeOf(bot)), StringComparer.Ordinal);
            var again = await DependencyOrder.RunAsync(
                changed, dependenciesOf, (name, token) => verify(byName[name], token), config.Concurrency, cancellationToken);
            foreach (var tested in again)
            {
                var name = tested.Result.Bot;
                byName[name] = tested with
                {
                    Findings = [.. byName[name].Findings.Where(finding => finding.Rule == Rules.WroteOwnRepository), .. tested.Findings],
                    Warnings = [.. byName[name].Warnings.Where(warning => warning.Finding.Id == Rules.WroteOwnRepository.Id),
                        .. tested.Warnings],
                };
            }

            foreach (var name in DependencyOrder.TopologicalOrder([.. Changed(byName.Values)], dependenciesOf))
            {
                // It may differ only because of a dependency, and is blocked by that one.
                if (dependenciesOf(name).Any(dependency => byName.TryGetValue(dependency, out var called) && !called.Result.IsGreen))
                {
                    continue;
                }

                var now = FileState.Identities(treeOf(name));
                var before = files.GetValueOrDefault(name) ?? new Dictionary<string, string>();
                string[] paths = [.. now.Keys.Union(before.Keys)
                .Where(path => now.GetValueOrDefault(path) != before.GetValueOrDefault(path))
                    .Order(StringComparer.Ordinal)];
                byName[name] = WithoutVerdict(
                    byName[name], "files of its repository changed again when it was tested a second time", paths, again);
            }
        }

        foreach (var (name, before) in _before)
        {
            if (before.ChangesUntil(GitState.Of(PathOf(name))) is { Count: > 0 } paths)
            {
                byName[name] = WithoutVerdict(byName[name], "branch, settings or hooks of its repository changed while tests ran",
                    [.. paths.Select(path => Path.GetRelativePath(PathOf(name), path))], AtWork(paths, bots));
            }
        }

        return [.. bots.Select(bot => byName[bot.Result.Bot])];
    }

    private IEnumerable<string> Changed(IEnumerable<TestedBotResult> bots)
    {
        var now = keys();
        return bots.Where(bot => bot.Result.IsGreen
            && now[bot.Result.Bot] != (bot.TreeKey.Length > 0 ? bot.TreeKey : bot.Result.Key)).Select(bot => bot.Result.Bot);
    }

    /// <summary>The bots that ran when <paramref name="paths"/> were written; all that ran if no time tells.</summary>
    private static TestedBotResult[] AtWork(IReadOnlyList<string> paths, IReadOnlyList<TestedBotResult> bots)
    {
        TestedBotResult[] ran = [.. bots.Where(bot => bot.Ran is not null)];
        FileChange[] changes = [.. paths.Select(path => new FileChange(path, File.Exists(path) ? [File.GetLastWriteTimeUtc(path)] : []))];
        TestedBotResult[] atTheTime = [.. ran.Where(bot => changes.Any(bot.WasAtWork))];
        return atTheTime.Length > 0 ? atTheTime : ran;
    }

    private static TestedBotResult WithoutVerdict(
        TestedBotResult bot, string what, IReadOnlyList<string> paths, IReadOnlyList<TestedBotResult> atWork)
    {
        var others = FileList.Of([.. atWork.Select(other => other.Result.Bot)]);
        PipelineDiagnostic finding = new(Rules.RepositoryChanged, [bot.Result.Bot, what, FileList.Of(paths), others])
        {
            Bot = bot.Result.Bot,
        };
        return bot with { Result = bot.Result with { Outcome = VerificationOutcome.Failed }, Findings = [.. bot.Findings, finding] };
    }

    private string PathOf(string bot) => Path.Combine(config.RepositoryBasePath, bot);
}
