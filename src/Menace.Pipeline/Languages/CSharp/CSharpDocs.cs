using System.Globalization;
using System.Text;
using Menace.Model.Languages.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads and writes documentation comments.</summary>
internal static class CSharpDocs
{
    /// <summary>The <c>summary</c> of <paramref name="declaration"/> as one line of plain text, or null.</summary>
    public static string? Summary(SyntaxNode declaration)
    {
        var summary = declaration.GetLeadingTrivia()
            .Select(t => t.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(c => c.Content.OfType<XmlElementSyntax>())
            .FirstOrDefault(e => e.StartTag.Name.ToString() == "summary");
        if (summary is null)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var token in summary.Content.SelectMany(c => c.DescendantTokens(descendIntoTrivia: false)))
        {
            if (token.IsKind(SyntaxKind.XmlTextLiteralToken) || token.IsKind(SyntaxKind.XmlEntityLiteralToken))
            {
                var isAttribute = token.Parent is XmlTextAttributeSyntax;
                text.Append(isAttribute ? "" : token.ValueText);
            }
            else if (token.IsKind(SyntaxKind.XmlTextLiteralNewLineToken))
            {
                text.Append(' ');
            }
            else if (token.Parent is IdentifierNameSyntax { Parent: XmlNameAttributeSyntax }
                || token.Parent?.FirstAncestorOrSelf<CrefSyntax>() is not null)
            {
                text.Append(token.ValueText);
            }
        }

        return CSharpOutline.OneLine([text.ToString()]) is { Length: > 0 } line ? line : null;
    }

    /// <summary>The comment that the text starts with, as one line; null if it has none, or that is a licence.</summary>
    public static string? LeadingComment(CompilationUnitSyntax unit)
    {
        var lines = new List<string>();
        foreach (var trivia in unit.GetFirstToken(includeZeroWidth: true).LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            {
                lines.Add(trivia.ToString().TrimStart('/'));
            }
            else if (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                lines.AddRange(trivia.ToString()[2..^2].Split('\n').Select(line => line.Trim().TrimStart('*')));
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                break;
            }
        }

        var text = CSharpOutline.OneLine(lines);
        return text.Length == 0 || CSharpOutline.IsLicence(text) ? null : text;
    }

    /// <summary><paramref name="text"/> as a documentation comment, every line ended by a newline.</summary>
    public static string Comment(string element, string text, string indent)
    {
        var lines = text.Split('\n').Select(Xml).ToList();
        return lines.Count == 1
            ? $"{indent}/// <{element}>{lines[0]}</{element}>\n"
            : $"{indent}/// <{element}>\n"
                + string.Concat(lines.Select(line => $"{indent}///{(line.Length > 0 ? " " : "")}{line}\n"))
                + $"{indent}/// </{element}>\n";
    }

    /// <summary>
    /// <paramref name="text"/> as XML content on one line. Characters at which C# ends a line, and with it a comment (C# specification,
    /// 6.3.1), are references; those that XML 1.0 cannot hold at all are written as C# escapes them, <c>\u0001</c>.
    /// </summary>
    public static string Xml(string text)
    {
        var xml = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => xml.Append("&amp;"),
                '<' => xml.Append("&lt;"),
                '>' => xml.Append("&gt;"),
                '\r' or '\u0085' or '\u2028' or '\u2029' => xml.Append(CultureInfo.InvariantCulture, $"&#x{(int)c:X};"),
                (< ' ' and not '\t') or '\uFFFE' or '\uFFFF' => xml.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => xml.Append(c),
            };
        }

        return xml.ToString();
    }
}
