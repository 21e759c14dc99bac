using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// The words that a task uses, and what they make cheaper in a search: an operator that is named costs 1 instead of 3, and more if it is
/// rare. They decide the order of the search and what counts as simple, never what is right.
/// </summary>
internal sealed class SearchWords
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    /// <summary>The words of <paramref name="texts"/>: purpose, documentation, names.</summary>
    public SearchWords(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var start = 0;
            for (var i = 0; i <= text.Length; i++)
            {
                var ends = i == text.Length || !char.IsLetter(text[i]);
                if (ends || (i > start && char.IsUpper(text[i]) && char.IsLower(text[i - 1])))
                {
                    if (i > start)
                    {
                        _words.Add(text[start..i].ToLowerInvariant());
                    }

                    start = ends ? i + 1 : i;
                }
            }
        }
    }

    /// <summary>The cost of an operator.</summary>
    public int CostOf(Operator one) => one.Words.Any(IsUsed) ? 1 : 3 + one.Rarity;

    private bool IsUsed(string word) => word.EndsWith('*')
        ? _words.Any(used => used.StartsWith(word.AsSpan(0, word.Length - 1), StringComparison.Ordinal)) : _words.Contains(word);
}
