using System.Text;
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

            uses.Append(isWord ? token.ValueText
                : token.Kind() is SyntaxKind.InterpolatedStringToken || token.Value is null ? token.Text : "\"\"");
        }

        return uses.ToString();
    }
}
