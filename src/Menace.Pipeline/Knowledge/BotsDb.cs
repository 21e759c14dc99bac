using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// The known bots. One is named by its repository and commit. Searches find one commit of each repository: the one with the best origin,
/// and of those the one that was registered last; the others are history.
/// </summary>
internal sealed class BotsDb(KnowledgeStore store)
{
    /// <summary>The database.</summary>
    public KnowledgeStore Store => store;

    /// <summary>
    /// Registers <paramref name="bots"/> in one transaction. A lower origin never replaces a higher one of the same commit.
    /// </summary>
    /// <exception cref="KnowledgeException">The database cannot be used, or a bot is too large; nothing was registered.</exception>
    public void Register(params IReadOnlyList<KnownBot> bots) => store.Put([.. bots.Select(KnownBotContent.Write)]);

    /// <summary>Finds bots by the words of <paramref name="text"/>, which may be any text.</summary>
    /// <returns>The best first, at most <paramref name="limit"/>; among equals by repository.</returns>
    public IReadOnlyList<KnownBotMatch> Search(string text, int limit = 20) =>
        [.. store.Search(text, limit).Select(match => new KnownBotMatch(Read(match.Entry), match.Bm25))];

    /// <summary>The bots that searches find, by repository.</summary>
    public IReadOnlyList<KnownBot> List(int limit = int.MaxValue) => [.. store.List(limit).Select(Read)];

    /// <summary>The bots called <paramref name="name"/>, case ignored, by repository.</summary>
    public IReadOnlyList<KnownBot> Named(string name) => [.. store.ByTitle(name).Select(Read)];

    /// <summary>Repository and commit of all bots with this origin.</summary>
    public IReadOnlySet<(string Repository, string Commit)> Commits(KnownOrigin origin) => store.Variants((int)origin);

    /// <summary>All known commits of a repository, the last registered first.</summary>
    public IReadOnlyList<KnownBot> History(string repository) => [.. store.History(repository).Select(Read)];

    private KnownBot Read(KnowledgeEntry entry)
    {
        try
        {
            return KnownBotContent.Read(entry);
        }
        catch (FormatException exception)
        {
            throw KnowledgeException.Unusable(store.Path, $"the entry '{entry.Key}' is damaged: {exception.Message}", exception);
        }
    }
}

/// <summary>A known bot that a search found.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="Bm25">Its bm25 score, at least 0; the higher, the better.</param>
internal sealed record KnownBotMatch(KnownBot Bot, double Bm25);
