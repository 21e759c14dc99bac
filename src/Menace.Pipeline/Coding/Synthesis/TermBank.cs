using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// The expressions of a search, by type and cost. Of expressions that have the same values for all examples and probes only the first, a
/// cheapest, is kept.
/// </summary>
/// <param name="inputs">The number of values of an expression.</param>
/// <param name="examples">The number of those that belong to examples.</param>
/// <param name="result">The type of the goal.</param>
/// <param name="goal">The values that are looked for, or null for expressions about elements of lists.</param>
internal sealed class TermBank(int inputs, int examples, ExpressionType result, Value[]? goal)
{
    private const int MostAlike = 200;

    private readonly List<Term> _alike = [];
    private readonly Dictionary<Value[], Term>[] _seen = NewTables<Term>();
    private readonly Dictionary<Value[], List<Term>>[] _byExamples = NewTables<List<Term>>();
    private readonly List<List<Term>>[] _levels = [.. Enumerable.Range(0, ExpressionTypes.Count).Select(_ => new List<List<Term>>())];

    /// <summary>
    /// Expressions with the values of the goal that are like another one for all probes; other inputs can tell them apart.
    /// </summary>
    public IReadOnlyList<Term> Alike => _alike;

    /// <summary>The number of values of an expression.</summary>
    public int Inputs => inputs;

    /// <summary>The number of examples.</summary>
    public int Examples => examples;

    /// <summary>The expressions of a type and a cost.</summary>
    public IReadOnlyList<Term> Of(ExpressionType type, int cost) =>
        cost >= 0 && cost < _levels[(int)type].Count ? _levels[(int)type][cost] : [];

    /// <summary>The expressions of a type, the cheapest first.</summary>
    public IEnumerable<Term> Of(ExpressionType type) => _levels[(int)type].SelectMany(level => level);

    /// <summary>The expressions with the values <paramref name="goal"/> for the examples, the cheapest first.</summary>
    public IReadOnlyList<Term> Find(ExpressionType type, Value[] goal) => _byExamples[(int)type].GetValueOrDefault(goal) ?? [];

    /// <summary>Adds an expression unless one with the same values is there.</summary>
    /// <returns>True if it was added.</returns>
    public bool Add(Term term)
    {
        if (term.Defined == 0)
        {
            return false;
        }

        if (!_seen[(int)term.Type].TryAdd(term.Values, term))
        {
            KeepAlike(term);
            return false;
        }

        var levels = _levels[(int)term.Type];
        while (levels.Count <= term.Cost)
        {
            levels.Add([]);
        }

        levels[term.Cost].Add(term);
        if (term.IsTotal)
        {
            var key = term.ExampleValues.ToArray();
            if (!_byExamples[(int)term.Type].TryGetValue(key, out var list))
            {
                _byExamples[(int)term.Type].Add(key, list = []);
            }

            list.Add(term);
        }

        return true;
    }

    private void KeepAlike(Term term)
    {
        if (goal is not null && term.Type == result && _alike.Count < MostAlike && term.IsTotal && term.ExampleValues.SequenceEqual(goal))
        {
            _alike.Add(term);
        }
    }

    private static Dictionary<Value[], T>[] NewTables<T>() =>
        [.. Enumerable.Range(0, ExpressionTypes.Count).Select(_ => new Dictionary<Value[], T>(ValuesComparer.Instance))];
}
