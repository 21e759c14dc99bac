using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// The examples in <c>example</c> elements of XML documentation that can only mean one thing: a call of an own static method with literals,
/// and a literal outcome in a comment behind it or in an assertion around it. Nothing is run.
/// </summary>
internal sealed partial class CSharpDocExamples
{
    private readonly CodeDraft _draft;
    private readonly Dictionary<string, CSharpDocCall> _calls;

    private CSharpDocExamples(SemanticModel model, CodeDraft draft, IReadOnlyList<CSharpFunction> functions)
    {
        _draft = draft;
        var repeatable = new CSharpRepeatable(draft.Root);
        var methods = draft.Root.DescendantNodes().OfType<MethodDeclarationSyntax>().ToLookup(method => method.Identifier.ValueText);
        _calls = functions
            .Where(function => function is { Kind: CSharpFunctionKind.Static, IsGeneric: false, IsAsyncStream: false })
            .Select(function => (function, methods[function.Name].ToList()))
            .Where(one => one.Item2.Count == 1 && repeatable.Is(one.Item2[0]))
            .Select(one => (one.function, model.GetDeclaredSymbol(one.Item2[0])))
            .Where(one => one.Item2 is not null)
            .ToDictionary(one => one.function.Name, one => new CSharpDocCall(one.function, one.Item2!), StringComparer.Ordinal);
    }

    /// <summary>The examples of <paramref name="functions"/>, those of <paramref name="code"/>.</summary>
    /// <param name="model">The meaning of the file.</param>
    /// <param name="draft">The file that the code becomes.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="code">The code.</param>
    public static IReadOnlyList<CodeExample> Read(
        SemanticModel model, CodeDraft draft, IReadOnlyList<CSharpFunction> functions, string code) =>
        code.Contains("<example", StringComparison.Ordinal) ? new CSharpDocExamples(model, draft, functions).Read() : [];

    private IReadOnlyList<CodeExample> Read() => _calls.Count == 0 ? [] : CodeExample.Chosen(
    [
        .. _draft.Root.DescendantNodes()
            .Where(node => node is MethodDeclarationSyntax or BaseTypeDeclarationSyntax)
            .SelectMany(node => node.GetLeadingTrivia())
            .Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .Where(element => element.StartTag.Name.ToString() == "example")
            .SelectMany(element => OfLines(Lines(element))),
    ]);

    private IEnumerable<CodeExample> OfLines(List<DocLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var (code, comment) = Split(lines[i].Text);
            comment ??= i + 1 < lines.Count && Split(lines[i + 1].Text) is ("", { } next) && Marked().IsMatch(next) ? next : null;
            if (code.Length > 0 && Example(code, comment) is { } example)
            {
                var (start, end) = (_draft.ToCode(lines[i].Start), _draft.ToCode(lines[i].End));
                yield return new(example, start, end - start);
            }
        }
    }

    private TaskExample? Example(string code, string? comment)
    {
        var text = Assigned().Match(code) is { Success: true } assigned ? assigned.Groups["call"].Value : code;
        if (Parse(text) is not { } expression)
        {
            return null;
        }

        if (expression is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Expression: IdentifierNameSyntax
                    { Identifier.ValueText: "Assert" }
                } assertion
            } asserted)
        {
            return comment is null ? Asserted(assertion.Name, [.. asserted.ArgumentList.Arguments]) : null;
        }

        return comment is not null && CallIn(expression) is var (call, arguments) ? Commented(call, arguments, comment) : null;
    }

    private static TaskExample? Commented(CSharpDocCall call, IReadOnlyList<JsonValue> arguments, string comment)
    {
        if (Thrown().Match(comment) is { Success: true } thrown)
        {
            return call.Raises(arguments, thrown.Groups["name"].Value);
        }

        if (Printed().Match(comment) is { Success: true } printed)
        {
            return Parse(printed.Groups["text"].Value) is { } shown && CSharpDocValue.Of(shown) is { Kind: JsonKind.String } text
                ? call.Prints(arguments, text.Text) : null;
        }

        return Parse(Sign().Replace(comment, "")) is { } value && CSharpDocValue.Of(value) is { } result
            ? call.Returns(arguments, result) : null;
    }

    private TaskExample? Asserted(SimpleNameSyntax name, IReadOnlyList<ArgumentSyntax> arguments)
    {
        switch (name.Identifier.ValueText, arguments)
        {
            case ("Equal" or "AreEqual", [var expected, var actual]):
                return CSharpDocValue.Of(expected.Expression) is { } value && CallIn(actual.Expression) is var (compared, given)
                    ? compared.Returns(given, value) : null;
            case ("True" or "IsTrue" or "False" or "IsFalse", [var condition]):
                var isTrue = name.Identifier.ValueText is "True" or "IsTrue";
                return CallIn(condition.Expression) is var (asked, with) ? asked.Returns(with, JsonValue.FromBoolean(isTrue)) : null;
            case ("Throws", [{ Expression: ParenthesizedLambdaExpressionSyntax { ExpressionBody: { } body } }]):
                return name is GenericNameSyntax { TypeArgumentList.Arguments: [NameSyntax exception] }
                    && CallIn(body) is var (failing, these) ? failing.Raises(these, exception.ToString()) : null;
            default:
                return null;
        }
    }

    /// <summary>The own function that <paramref name="expression"/> calls, with its arguments if all are literals.</summary>
    private (CSharpDocCall Call, IReadOnlyList<JsonValue> Arguments)? CallIn(ExpressionSyntax expression)
    {
        var isAwaited = expression is AwaitExpressionSyntax;
        if ((expression is AwaitExpressionSyntax awaited ? awaited.Expression : expression) is not InvocationExpressionSyntax invocation)
        {
            return null;
        }

        var (before, name) = invocation.Expression switch
        {
            IdentifierNameSyntax plain => (null, plain.Identifier.ValueText),
            MemberAccessExpressionSyntax { Expression: var of, Name: IdentifierNameSyntax member } => (of, member.Identifier.ValueText),
            _ => (null, ""),
        };
        if (!_calls.TryGetValue(name, out var call) || (isAwaited && !call.IsAwaited))
        {
            return null;
        }

        var receiver = before is NameSyntax ? null : before;
        var isReached = receiver is null ? call.IsIn(before?.ToString()) : call.IsExtension;
        return isReached && call.Arguments(invocation.ArgumentList, receiver) is { } arguments ? (call, arguments) : null;
    }

    /// <summary>The text of an element, line by line, with where each line is in the file.</summary>
    private static List<DocLine> Lines(XmlElementSyntax element)
    {
        List<DocLine> lines = [];
        var text = new StringBuilder();
        var (start, end) = (-1, -1);
        Read(element.Content);
        EndLine();
        return lines;

        void Read(SyntaxList<XmlNodeSyntax> content)
        {
            foreach (var node in content)
            {
                switch (node)
                {
                    case XmlTextSyntax part:
                        Add(part.TextTokens);
                        break;
                    case XmlCDataSectionSyntax data:
                        Add(data.TextTokens);
                        break;
                    case XmlElementSyntax inner:
                        Read(inner.Content);
                        break;
                    default:
                        // A reference or the like: the line is no code.
                        text.Append('\0');
                        break;
                }
            }
        }

        void Add(SyntaxTokenList tokens)
        {
            foreach (var token in tokens)
            {
                if (token.IsKind(SyntaxKind.XmlTextLiteralNewLineToken))
                {
                    EndLine();
                    continue;
                }

                var lead = text.Length == 0 ? token.Text.Length - token.Text.TrimStart().Length : 0;
                start = start < 0 ? token.SpanStart + lead : start;
                end = token.SpanStart + token.Text.TrimEnd().Length;
                text.Append(token.ValueText);
            }
        }

        void EndLine()
        {
            if (text.ToString().Trim() is { Length: > 0 } line)
            {
                lines.Add(new(line, start, Math.Max(start, end)));
            }

            text.Clear();
            (start, end) = (-1, -1);
        }
    }

    /// <summary>The code of a line without its semicolon, and the comment or the arrow with a value behind it.</summary>
    private static (string Code, string? Comment) Split(string line)
    {
        if (line.Length > CodeExample.LongestText || line.Contains('\0', StringComparison.Ordinal))
        {
            return ("", null);
        }

        var trivia = SyntaxFactory.ParseTokens(line).SelectMany(token => token.LeadingTrivia.Concat(token.TrailingTrivia))
            .FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
        return trivia != default ? (line[..trivia.SpanStart].TrimEnd(';', ' '), trivia.ToString()[2..].Trim())
            : Arrow().Matches(line) is [var arrow] && Parse(line[..arrow.Index]) is InvocationExpressionSyntax
                ? (line[..arrow.Index], line[(arrow.Index + arrow.Length)..])
            : (line.TrimEnd(';', ' '), null);
    }

    private static ExpressionSyntax? Parse(string text) =>
        SyntaxFactory.ParseExpression(text, consumeFullText: true) is var expression && !expression.ContainsDiagnostics ? expression : null;

    [GeneratedRegex(@"^(?:var|[A-Za-z_][\w.]*(?:<[\w., ]+>)?(?:\[\])?\??)\s+[A-Za-z_]\w*\s*=\s*(?<call>[^=].*)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"^(?:(?:=>|->|→)\s*)?throws:?\s+(?<name>[A-Za-z_][\w.]*)\.?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Thrown();

    [GeneratedRegex(@"^(?:(?:=>|->|→)\s*)?prints:?\s+(?<text>.+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Printed();

    [GeneratedRegex(@"\s(?:=>|->|→)\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Arrow();

    /// <summary>What stands before a result.</summary>
    [GeneratedRegex(@"^(?:=>|->|→|==|=|returns:?\s|result:|result\sis\s)\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Sign();

    /// <summary>A comment that certainly belongs to the line above.</summary>
    [GeneratedRegex(@"^(?:=>|->|→|returns:?\s|throws:?\s|result:)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Marked();

    private readonly record struct DocLine(string Text, int Start, int End);
}
