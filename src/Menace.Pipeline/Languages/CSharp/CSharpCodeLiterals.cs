using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads the literals of C#, in their order.</summary>
internal static class CSharpCodeLiterals
{
    /// <summary>The literals of <paramref name="code"/>, whatever its shape.</summary>
    public static IReadOnlyList<CodeLiteral> Read(string code)
    {
        SyntaxToken[] tokens = [.. SyntaxFactory.ParseTokens(code)];
        List<CodeLiteral> literals = [];
        for (var i = 0; i < tokens.Length; i++)
        {
            var isNegative = Kind(i - 1) == SyntaxKind.MinusToken && !EndsOperand(Kind(i - 2));
            var isOperand = IsOperator(Kind(i - (isNegative ? 2 : 1))) || IsOperator(Kind(i + 1));
            if (tokens[i].IsKind(SyntaxKind.NumericLiteralToken) && CodeLiteral.Number(tokens[i].Text, isNegative) is { } number)
            {
                literals.Add(number with { IsOperand = isOperand });
            }
            else if (tokens[i].Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken)
            {
                literals.Add(new(tokens[i].ValueText, true) { IsOperand = isOperand });
            }
            else if (tokens[i].Kind() is SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken)
            {
                // Alone, such a token has no value.
                var text = SyntaxFactory.ParseExpression(tokens[i].Text).GetFirstToken().ValueText;
                literals.Add(new(text, true) { IsOperand = isOperand });
            }
            else if (tokens[i].IsKind(SyntaxKind.InterpolatedStringToken))
            {
                literals.Add(new(tokens[i].Text, true) { IsOperand = true, IsInterpolated = true });
            }
            else if (tokens[i].Kind() is SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword or SyntaxKind.NullKeyword)
            {
                literals.Add(new(tokens[i].Text, false));
            }
        }

        return literals;

        SyntaxKind Kind(int at) => at >= 0 && at < tokens.Length ? tokens[at].Kind() : SyntaxKind.None;
    }

    private static bool EndsOperand(SyntaxKind kind) => kind is SyntaxKind.IdentifierToken or SyntaxKind.NumericLiteralToken
        or SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken;

    private static bool IsOperator(SyntaxKind kind) => kind is SyntaxKind.LessThanToken or SyntaxKind.LessThanEqualsToken
        or SyntaxKind.GreaterThanToken or SyntaxKind.GreaterThanEqualsToken or SyntaxKind.PlusToken or SyntaxKind.MinusToken
        or SyntaxKind.AsteriskToken or SyntaxKind.SlashToken or SyntaxKind.PercentToken or SyntaxKind.AmpersandToken
        or SyntaxKind.BarToken or SyntaxKind.CaretToken or SyntaxKind.LessThanLessThanToken or SyntaxKind.PlusEqualsToken
        or SyntaxKind.MinusEqualsToken or SyntaxKind.AsteriskEqualsToken or SyntaxKind.SlashEqualsToken or SyntaxKind.PercentEqualsToken;
}
