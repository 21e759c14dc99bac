namespace Menace.Pipeline.Expressions;

/// <summary>Texts by their code points, as Python compares them.</summary>
internal sealed class TextOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static readonly TextOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        x ??= "";
        y ??= "";
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            if (x[i] != y[i])
            {
                // A surrogate stands for a code point above all other characters.
                return char.IsSurrogate(x[i]) == char.IsSurrogate(y[i]) ? x[i].CompareTo(y[i]) : char.IsSurrogate(x[i]) ? 1 : -1;
            }
        }

        return x.Length.CompareTo(y.Length);
    }
}
