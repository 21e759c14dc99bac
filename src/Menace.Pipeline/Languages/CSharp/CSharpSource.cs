using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes the main source file around members and statements.</summary>
internal static class CSharpSource
{
    /// <summary>Methods of <paramref name="type"/> that are public or say nothing of it.</summary>
    public static IReadOnlyList<string> ExposableMethods(ClassDeclarationSyntax type) =>
        [.. type.Members
            .OfType<MethodDeclarationSyntax>()
            .Where(m => !m.Modifiers.Any(t => CSharpModifiers.IsAccess(t) && !t.IsKind(SyntaxKind.PublicKeyword)))
            .Select(m => m.Identifier.ValueText)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Names of all members of <paramref name="type"/>, private ones too.</summary>
    public static IEnumerable<string> MemberNames(ClassDeclarationSyntax type) =>
        type.Members.SelectMany(m => m switch
        {
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
            _ => Enumerable.Empty<string>(),
        });

    /// <summary>
    /// The members <paramref name="text"/> as a static class can hold them: listed functions without modifiers become
    /// <c>public static</c>, other members <c>static</c>, types without modifiers <c>public</c> (a public function may name them). Nothing
    /// else of the text changes.
    /// </summary>
    public static string Members(CSharpText text, IReadOnlyCollection<string> listed, IReadOnlyDictionary<string, string> docs)
    {
        var added = new List<(int At, string Text)>();
        foreach (var member in text.Class!.Members)
        {
            if (member is MethodDeclarationSyntax method && docs.TryGetValue(method.Identifier.ValueText, out var documentation)
                && !HasDocs(member))
            {
                var start = member.GetFirstToken().SpanStart - CSharpShape.Ahead;
                var line = text.Code.AsSpan(0, start).LastIndexOf('\n') + 1;
                var indent = "    " + string.Concat(text.Code[line..start].TakeWhile(char.IsWhiteSpace));
                added.Add((start, CSharpDocs.Comment("summary", documentation, indent)[indent.Length..] + indent));
            }

            if (CSharpModifiers.Added(member, listed) is { } modifiers)
            {
                added.Add((modifiers.At - CSharpShape.Ahead, modifiers.Text));
            }
        }

        return Indent(text, "    ", added);
    }

    /// <summary>The statements <paramref name="text"/> as the body of a function.</summary>
    public static string Function(string name, string returnType, bool isAsync, CSharpText text, string? documentation)
    {
        var body = Indent(text, "        ", []);
        return (documentation is null ? "" : CSharpDocs.Comment("summary", documentation, "    "))
            + $"    public static {(isAsync ? "async " : "")}{returnType} {CSharpNames.Escape(name)}()\n    {{\n"
            + (body.Length == 0 ? "" : body + "\n")
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
        member.GetLeadingTrivia().Any(t => t.GetStructure() is DocumentationCommentTriviaSyntax);

    /// <summary>
    /// The text behind the using directives with <paramref name="added"/>. Every line is indented except those that start inside a string,
    /// whose value would change.
    /// </summary>
    private static string Indent(CSharpText text, string indent, IEnumerable<(int At, string Text)> added)
    {
        var body = text.Code.AsSpan(text.BodyStart).TrimStart("\r\n");
        var first = text.Code.Length - body.Length;
        var last = first + body.TrimEnd().Length;
        var ahead = text.Class is null ? 0 : CSharpShape.Ahead;
        var root = text.Root.SyntaxTree.GetRoot();
        var lines = new List<(int At, string Text)>();
        for (var start = first; start < last;)
        {
            var end = text.Code.IndexOf('\n', start, last - start) + 1;
            end = end == 0 ? last : end;
            if (!text.Code.AsSpan(start, end - start).IsWhiteSpace() && !IsInString(root, start + ahead))
            {
                lines.Add((start, indent));
            }

            start = end;
        }

        return CodeDraft.Insert(text.Code[..last], lines.Concat(added).OrderBy(addition => addition.At))[first..];
    }

    private static bool IsInString(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        return (token.SpanStart < position && position < token.Span.End)
            || token.Parent?.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>()
                .Any(s => s.SpanStart < position && position < s.Span.End) == true;
    }
}
