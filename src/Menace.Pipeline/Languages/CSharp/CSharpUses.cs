using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads what C# uses: the code without comments and literals. An interpolated string stays, because it holds code.</summary>
internal static class CSharpUses
{
    /// <summary>The uses in <paramref name="code"/>, whatever its shape.</summary>
    public static string Read(string code)
    {
        var uses = new StringBuilder();
        foreach (var token in SyntaxFactory.ParseTokens(code))
        {
            var isWord = token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind());
            if (isWord && uses.Length > 0 && (char.IsLetterOrDigit(uses[^1]) || uses[^1] == '_'))
            {
                uses.Append(' ');
            }

            uses.Append(isWord ? token.ValueText : IsLiteral(token.Kind()) ? "0" : token.Text);
        }

        return uses.ToString();
    }

    private static bool IsLiteral(SyntaxKind kind) => kind is SyntaxKind.NumericLiteralToken or SyntaxKind.CharacterLiteralToken
        or SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken
        or SyntaxKind.Utf8MultiLineRawStringLiteralToken;
}
