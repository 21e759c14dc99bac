using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages;

/// <summary>What a mutant changes, in the order in which the first of each kind is chosen.</summary>
internal enum MutantKind
{
    /// <summary>Nothing of the function is left.</summary>
    Body,

    /// <summary>Another value is returned.</summary>
    ReturnValue,

    /// <summary>A comparison is turned into its opposite.</summary>
    Comparison,

    /// <summary>A number is computed by another operation.</summary>
    Arithmetic,

    /// <summary>A condition is negated.</summary>
    Condition,
}

/// <summary>The mutants that were found in one function, in the order of its text.</summary>
/// <param name="function">The function.</param>
internal sealed class MutantList(string function)
{
    private readonly List<(MutantKind Kind, Mutant Mutant)> _found = [];

    /// <summary>Adds a change of the text from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Add(MutantKind kind, int start, int end, string replacement, string description) => _found.Add((
        kind, new Mutant(function, start, end - start, replacement, description) { IsWholeBody = kind == MutantKind.Body }));

    /// <summary>Returns the first of each kind, then the second of each, up to <see cref="FunctionSignature.MostMutants"/>.</summary>
    public IReadOnlyList<Mutant> Chosen()
    {
        var kinds = _found.GroupBy(found => found.Kind).OrderBy(kind => kind.Key).ToList();
        return
        [
            .. kinds.SelectMany(kind => kind.Select((found, turn) => (turn, kind.Key, found.Mutant)))
                .OrderBy(found => found.turn).ThenBy(found => found.Key)
                .Select(found => found.Mutant)
                .Take(FunctionSignature.MostMutants),
        ];
    }
}
