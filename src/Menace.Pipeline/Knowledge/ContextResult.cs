namespace Menace.Pipeline.Knowledge;

/// <summary>What is known about a query (docs/knowledge.md).</summary>
/// <param name="Text">
/// Text for a prompt: each excerpt under a line with its source, every line of it quoted with <c>&gt;</c>, as data. Empty if nothing is
/// known.
/// </param>
/// <param name="Excerpts">The excerpts, the best first.</param>
/// <param name="Tokens">Tokens of <paramref name="Text"/>; never more than allowed.</param>
/// <param name="IsTruncated">True if excerpts were shortened or left out to stay within the tokens.</param>
public sealed record ContextResult(string Text, IReadOnlyList<ContextExcerpt> Excerpts, int Tokens, bool IsTruncated);

/// <summary>A piece of a stored entry.</summary>
/// <param name="Bucket">The kind of entry: <c>bots</c>, <c>code</c>, <c>errors</c> or <c>workflows</c>.</param>
/// <param name="Name">Name of the bot, or summary of the code, on one line.</param>
/// <param name="Source">The database and the entry in it, for a bot its repository and commit.</param>
/// <param name="Text">The text, shortened where needed.</param>
/// <param name="Score">
/// The share of the query's words that the entry has, times 1 to 2 by its bm25 score: above 0, at most 2. The higher, the better.
/// </param>
/// <param name="IsShortened">True if there is more text.</param>
public sealed record ContextExcerpt(string Bucket, string Name, string Source, string Text, double Score, bool IsShortened);
