using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>Proposes the earlier code of a bot that a build verified, the last first: it worked before the bot got worse.</summary>
/// <param name="bots">The known bots, each with its verified commits.</param>
/// <param name="repository">Absolute path of the bot's repository.</param>
/// <param name="replaced">Code that is not proposed again.</param>
internal sealed class EarlierRevisions(BotsDb bots, string repository, HashSet<string> replaced) : ICodeGenerator
{
    private const int ShortId = 12;

    /// <inheritdoc/>
    public string Name => "earlier revision";

    /// <inheritdoc/>
    public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        CodeCandidate[] found =
        [
            .. bots.History(repository)
                .Where(bot => bot.Origin == KnownOrigin.Verified && bot.Language == request.Language && bot.Code != request.Code
                    && bot.Code.Length > 0 && !replaced.Contains(bot.Code))
                .DistinctBy(bot => bot.Code)
                .Select(bot => new CodeCandidate(bot.Code)
                {
                    Origin = $"{bot.Name}@{bot.Commit}",
                    Evidence = [$"a build verified it as commit {bot.Commit[..Math.Min(bot.Commit.Length, ShortId)]}"],
                }),
        ];
        return Task.FromResult(
            found.Length == 0 ? CodeAnswer.None("No build verified other code of the bot before") : new CodeAnswer(found));
    }
}
