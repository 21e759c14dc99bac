using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes the main source file around members and statements.</summary>
internal static class CSharpSource
{
    /// <summary>Methods among <paramref name="members"/> that are public or say nothing of it.</summary>
    public static IReadOnlyList<string> ExposableMethods(string members) =>
        [.. CSharpShape.ParseMembers(members).Class.Members
            .OfType<MethodDeclarationSyntax>()
            .Where(m => !m.Modifiers.Any(t => CSharpModifiers.IsAccess(t) && !t.IsKind(SyntaxKind.PublicKeyword)))
            .Select(m => m.Identifier.ValueText)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Names of all <paramref name="members"/>, private ones too.</summary>
    public static IEnumerable<string> MemberNames(string members) =>
        CSharpShape.ParseMembers(members).Class.Members.SelectMany(m => m switch
        {
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
            _ => Enumerable.Empty<string>(),
        });

    /// <summary>
    /// Members as a static class can hold them: listed functions without modifiers become <c>public static</c>, other members
    /// <c>static</c>, types without modifiers <c>public</c> (a public function may name them). Nothing else of the text changes.
    /// </summary>
    public static string Members(string members, IReadOnlyCollection<string> listed, IReadOnlyDictionary<string, string> docs)
    {
        var (type, ahead) = CSharpShape.ParseMembers(members);
        var edited = new StringBuilder(members);
        foreach (var member in type.Members.Reverse())
        {
            if (CSharpModifiers.Added(member, listed) is { } added)
            {
                edited.Insert(added.At - ahead, added.Text);
            }

            if (member is MethodDeclarationSyntax method && docs.TryGetValue(method.Identifier.ValueText, out var text) && !HasDocs(member))
            {
                var start = member.GetFirstToken().SpanStart - ahead;
                var indent = edited.ToString(0, start);
                indent = indent[(indent.LastIndexOf('\n') + 1)..];
                edited.Insert(start, CSharpDocs.Comment("summary", text, indent)[indent.Length..] + indent);
            }
        }

        var result = edited.ToString().Trim('\r', '\n').TrimEnd();
        var (parsed, offset) = CSharpShape.ParseMembers(result);
        return Indent(result, parsed.SyntaxTree.GetRoot(), offset, "    ");
    }

    /// <summary>Statements as the body of a function.</summary>
    public static string Function(string name, string returnType, bool isAsync, string statements, string? documentation)
    {
        var body = statements.Trim('\r', '\n').TrimEnd();
        return (documentation is null ? "" : CSharpDocs.Comment("summary", documentation, "    "))
            + $"    public static {(isAsync ? "async " : "")}{returnType} {CSharpNames.Escape(name)}()\n    {{\n"
            + (body.Length == 0 ? "" : Indent(body, CSharpShape.ParseUnit(body), 0, "        ") + "\n")
            + "    }";
    }

    /// <summary>The whole file.</summary>
    public static string File(string usings, string className, string members, string purpose, string description) =>
        Templates.Render("csharp/main.cs.scriban", new ScriptObject
        {
            ["usings"] = usings.Trim().Length == 0 ? "" : usings.TrimEnd() + "\n\n",
            ["documentation"] = CSharpDocs.Comment("summary", purpose, "")
                + (description.Length == 0 ? "" : CSharpDocs.Comment("remarks", description, "")),
            ["class"] = CSharpNames.Escape(className),
            ["members"] = members,
        });

    private static bool HasDocs(MemberDeclarationSyntax member) =>
        member.GetLeadingTrivia()
            .Any(t => t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
            || t.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia));

    /// <summary>Indents every line except those that start inside a string, whose value would change.</summary>
    private static string Indent(string text, SyntaxNode root, int ahead, string indent)
    {
        var result = new StringBuilder(text.Length + 64);
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) + 1;
            end = end == 0 ? text.Length : end;
            var isBlank = text.AsSpan(start, end - start).IsWhiteSpace();
            result.Append(isBlank || IsInString(root, start + ahead) ? "" : indent).Append(text, start, end - start);
            start = end;
        }

        return result.ToString();
    }

    private static bool IsInString(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        return (token.SpanStart < position && position < token.Span.End)
            || token.Parent?.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>()
                .Any(s => s.SpanStart < position && position < s.Span.End) == true;
    }
}
