using System.Text.RegularExpressions;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>
/// Finds tasks that were probably renamed: a bot begins a repository with the code of one that has no task any more. Only a unique pair is
/// proposed, and nothing is done: two bots can have the same code by chance.
/// </summary>
internal static class RenameProposals
{
    /// <summary>A warning for each.</summary>
    /// <param name="config">The folders.</param>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="outcomes">The outcomes of all bots.</param>
    /// <param name="orphans">Returns the names of the repositories that have no task; called only if a bot began one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IReadOnlyList<PipelineDiagnostic> Find(
        BotDevConfig config, DevelopPlan plan, IEnumerable<DevelopOutcome> outcomes, Func<IReadOnlyList<string>> orphans,
        CancellationToken cancellationToken)
    {
        BotSpec[] begun =
        [
            .. outcomes.Select(outcome => outcome.Repository).OfType<BotRepository>()
                .Where(repository => repository is { Change: RepositoryChange.Created, Spec: { Lineage: null, StubFunctions.Count: 0 } })
                .Select(repository => repository.Spec)
                .Where(bot => plan.Tasks.GetValueOrDefault(bot.Name)?.RenamedFrom is null),
        ];
        if (begun.Length == 0)
        {
            return [];
        }

        // What does not depend on the other name once per bot: whole fleets are renamed.
        var same = begun.ToDictionary(bot => bot.Name, bot => HashesOf(bot, bot.Code), StringComparer.Ordinal);
        var named = begun.Where(bot => bot.Code.Contains(bot.Identifier, StringComparison.Ordinal)).Select(bot => bot.Name)
            .ToHashSet(StringComparer.Ordinal);
        (string Before, BotSpec Bot)[] pairs =
        [
            .. orphans().Select(name => (Name: name, Code: CodeOf(Path.Combine(config.RepositoryBasePath, name))))
                .Where(orphan => orphan.Code is not null)
                .SelectMany(orphan => begun.Where(bot => same[bot.Name].Contains(orphan.Code!)
                        || (named.Contains(bot.Name) && RenamedHashesOf(bot, orphan.Name, cancellationToken).Contains(orphan.Code!)))
                    .Select(bot => (orphan.Name, bot))),
        ];
        return
        [
            .. pairs.Where(pair => pairs.Count(other => other.Before == pair.Before) == 1
                    && pairs.Count(other => other.Bot == pair.Bot) == 1)
                .Select(pair => new PipelineDiagnostic(Rules.LooksRenamed, [pair.Bot.Name, pair.Before]) { Bot = pair.Bot.Name }),
        ];
    }

    /// <summary>The hash of language and code in the last generated commit of the repository at <paramref name="path"/>, or null.</summary>
    private static string? CodeOf(string path)
    {
        try
        {
            return new BotGitRepository(path).Inspect().Parts?.Hashes.FirstOrDefault(part => part.Key == InputParts.Code).Value;
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            // It is reported where it is used.
            return null;
        }
    }

    /// <summary>The hashes that the code would have had under the name <paramref name="before"/>, in place of its own.</summary>
    private static HashSet<string> RenamedHashesOf(BotSpec bot, string before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return HashesOf(bot, Regex.Replace(
            bot.Code, $@"\b{Regex.Escape(bot.Identifier)}\b", TaskNames.ToIdentifier(before), RegexOptions.CultureInvariant));
    }

    /// <summary>The hashes of <paramref name="code"/>: as it is, with other line ends, and with or without one at its end.</summary>
    private static HashSet<string> HashesOf(BotSpec bot, string code)
    {
        var lines = code.ReplaceLineEndings("\n");
        return
        [
            .. from text in new[] { code, lines, lines.TrimEnd(), lines.TrimEnd() + "\n", lines.ReplaceLineEndings("\r\n") }
               select InputParts.Hash(bot.Language.ToString(), text),
        ];
    }
}
