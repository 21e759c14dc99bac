using System.Globalization;
using Menace.Model.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Literals of C# as JSON.</summary>
internal static class CSharpDocValue
{
    private const int Deepest = 20;

    /// <summary>The value of a literal, or of an array of literals; null for anything else.</summary>
    public static JsonValue? Of(ExpressionSyntax expression, int depth = 0) => depth > Deepest ? null : expression switch
    {
        LiteralExpressionSyntax literal => OfLiteral(literal),
        ParenthesizedExpressionSyntax inner => Of(inner.Expression, depth + 1),
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax number } minus when minus.IsKind(SyntaxKind.UnaryMinusExpression) =>
            OfLiteral(number) is { Kind: JsonKind.Number } value ? JsonValue.FromNumberText("-" + value.Text) : null,
        CollectionExpressionSyntax items when items.Elements.All(item => item is ExpressionElementSyntax) =>
            OfAll(items.Elements.Select(item => ((ExpressionElementSyntax)item).Expression), depth),
        ImplicitArrayCreationExpressionSyntax { Commas.Count: 0 } array => OfAll(array.Initializer.Expressions, depth),
        ArrayCreationExpressionSyntax { Initializer: { } values } array when array.Type.RankSpecifiers is [{ Rank: 1 }] =>
            OfAll(values.Expressions, depth),
        _ => null,
    };

    private static JsonValue? OfAll(IEnumerable<ExpressionSyntax> expressions, int depth)
    {
        JsonValue?[] values = [.. expressions.Select(expression => Of(expression, depth + 1))];
        return Array.Exists(values, value => value is null) ? null : JsonValue.FromItems([.. values.Select(value => value!)]);
    }

    private static JsonValue? OfLiteral(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        string text => OfText(text),
        char character => OfText(character.ToString()),
        bool answer => JsonValue.FromBoolean(answer),
        null when literal.IsKind(SyntaxKind.NullLiteralExpression) => JsonValue.Null,
        float number when float.IsFinite(number) => JsonValue.FromNumberText(number.ToString("R", CultureInfo.InvariantCulture)),
        double number when double.IsFinite(number) => JsonValue.FromNumberText(number.ToString("R", CultureInfo.InvariantCulture)),
        IFormattable number and (int or uint or long or ulong or decimal) =>
            JsonValue.FromNumberText(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static JsonValue? OfText(string text) => text.Length > CodeExample.LongestText || text.Contains('\0', StringComparison.Ordinal)
        || text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD) ? null : JsonValue.FromString(text);
}
