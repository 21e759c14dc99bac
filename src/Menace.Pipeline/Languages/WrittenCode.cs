namespace Menace.Pipeline.Languages;

/// <summary>An expression as code of a language.</summary>
/// <param name="Text">The code.</param>
/// <param name="Rank">How tightly its outermost operator binds, in numbers of the language.</param>
internal readonly record struct WrittenCode(string Text, int Rank)
{
    /// <summary>The code as an operand of an operator that binds as tightly as <paramref name="rank"/>.</summary>
    public string In(int rank) => Rank < rank ? $"({Text})" : Text;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
