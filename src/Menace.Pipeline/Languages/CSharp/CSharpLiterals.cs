using System.Globalization;
using Menace.Model.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes JSON values as C# expressions.</summary>
internal static class CSharpLiterals
{
    /// <summary><paramref name="text"/> as a string literal that any text survives.</summary>
    public static string String(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary><paramref name="text"/> as a string literal, a raw one if it has quotes and nothing else to escape.</summary>
    public static string Readable(string text) =>
        text.Contains('"') && !text.Contains("\"\"\"", StringComparison.Ordinal) && !text.StartsWith('"') && !text.EndsWith('"')
            && !text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
            ? $"\"\"\"{text}\"\"\"" : String(text);

    /// <summary><paramref name="value"/> as a literal of <paramref name="type"/>, or null if that type has no literal for it.</summary>
    public static string? Literal(JsonValue value, CSharpType type) => (value.Kind, type.Special) switch
    {
        (JsonKind.Null, _) => type.AllowsNull ? "null" : null,
        (JsonKind.String, SpecialType.System_String or SpecialType.System_Object) => String(value.Text),
        (JsonKind.String, SpecialType.System_Char) when value.Text.Length == 1 => SymbolDisplay.FormatLiteral(value.Text[0], quote: true),
        (JsonKind.Boolean, SpecialType.System_Boolean or SpecialType.System_Object) => value.Text,
        (JsonKind.Number, _) => Number(value.Text, type.Special),
        _ => null,
    };

    /// <summary>
    /// <paramref name="value"/> as an expression of <paramref name="type"/>: a literal, else JSON that the generated <c>BotJson</c> reads.
    /// </summary>
    public static string Expression(JsonValue value, CSharpType type) =>
        Literal(value, type) ?? $"BotJson.Read<{type.Name}>({String(CanonicalJson.WriteInOrder(value))})";

    private static string? Number(string text, SpecialType type)
    {
        var isInteger = decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer);
        return type switch
        {
            SpecialType.System_SByte => In(sbyte.MinValue, sbyte.MaxValue),
            SpecialType.System_Byte => In(byte.MinValue, byte.MaxValue),
            SpecialType.System_Int16 => In(short.MinValue, short.MaxValue),
            SpecialType.System_UInt16 => In(ushort.MinValue, ushort.MaxValue),
            SpecialType.System_Int32 or SpecialType.System_Object when In(int.MinValue, int.MaxValue) is { } number => number,
            SpecialType.System_UInt32 => In(uint.MinValue, uint.MaxValue),
            SpecialType.System_Int64 => In(long.MinValue, long.MaxValue),
            SpecialType.System_UInt64 => In(ulong.MinValue, ulong.MaxValue),
            SpecialType.System_Single =>
                float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var single) && float.IsFinite(single)
                ? text + "f" : null,
            SpecialType.System_Double or SpecialType.System_Object =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? text + "d" : null,
            SpecialType.System_Decimal =>
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text + "m" : null,
            _ => null,
        };

        string? In(decimal least, decimal most) => isInteger && integer >= least && integer <= most ? text : null;
    }
}
