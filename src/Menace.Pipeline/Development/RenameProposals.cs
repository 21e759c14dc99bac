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
    public static IReadOnlyList<PipelineDiagnostic> Find(
        BotDevConfig config, DevelopPlan plan, IEnumerable<DevelopOutcome> outcomes, Func<IReadOnlyList<string>> orphans)
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

        (string Before, BotSpec Bot)[] pairs =
        [
            .. orphans().Select(name => (Name: name, Code: CodeOf(Path.Combine(config.RepositoryBasePath, name))))
                .Where(orphan => orphan.Code is not null)
                .SelectMany(orphan => begun.Where(bot => HashesOf(bot, orphan.Name).Contains(orphan.Code!))
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

    /// <summary>
    /// The hashes that the code of <paramref name="bot"/> would have had under the name <paramref name="before"/>: as it is, and with the
    /// other name in place of its own; with other line ends, and with or without one at its end.
    /// </summary>
    private static HashSet<string> HashesOf(BotSpec bot, string before)
    {
        var renamed = Regex.Replace(
            bot.Code, $@"\b{Regex.Escape(bot.Identifier)}\b", TaskNames.ToIdentifier(before), RegexOptions.CultureInvariant);
        return
        [
            .. from code in new[] { bot.Code, renamed }
               let lines = code.ReplaceLineEndings("\n")
               from text in new[] { code, lines, lines.TrimEnd(), lines.TrimEnd() + "\n", lines.ReplaceLineEndings("\r\n") }
               select InputParts.Hash(bot.Language.ToString(), text),
        ];
    }
}
