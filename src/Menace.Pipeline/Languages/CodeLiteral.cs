using System.Globalization;

namespace Menace.Pipeline.Languages;

/// <summary>A literal in code.</summary>
/// <param name="Text">What it means: the text of a string, the shortest form of a number.</param>
/// <param name="IsString">True for a string.</param>
internal readonly record struct CodeLiteral(string Text, bool IsString)
{
    /// <summary>Gets whether an operator other than equality uses it: <c>&lt; 90</c>, <c>% 15</c>, <c>+ "s"</c>.</summary>
    public bool IsOperand { get; init; }

    /// <summary>Gets whether it is a string with code in it.</summary>
    public bool IsInterpolated { get; init; }

    /// <summary>The literal of a number, or null if <paramref name="text"/> is none.</summary>
    public static CodeLiteral? Number(string text, bool isNegative = false) =>
        NumberText(text) is { } number ? new(isNegative && number != "0" ? "-" + number : number, false) : null;

    /// <summary>The shortest form of a number: equal numbers have the same, however they are written. Null if it is none.</summary>
    public static string? NumberText(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (plain.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(plain.AsSpan(2).TrimEnd("uUlL"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hex)
                ? hex.ToString(CultureInfo.InvariantCulture) : null;
        }

        return double.TryParse(plain.AsSpan().TrimEnd("uUlLmMfFdDjJ"), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("R", CultureInfo.InvariantCulture) : null;
    }
}
