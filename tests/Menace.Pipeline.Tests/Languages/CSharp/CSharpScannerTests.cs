using System.Text.RegularExpressions;
using CsCheck;
using Menace.Model.Languages;
using Menace.Model.Languages.CSharp;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Tests.Languages.CSharp;

/// <summary>The reader of C# without Roslyn says what Roslyn says.</summary>
public sealed class CSharpScannerTests
{
    private static readonly string[] Pieces =
    [
        "int a = 1;\n", "/* { \" */", "// it's \"open\n", "/// <summary>Text's.</summary>\n", "'\"'", "'\\''", "\"a\\\"b\"", "@\"a\"\"b\n{\"", "\"\"\"x \" { y\"\"\"", "\"\"\"\n  \"{\"\n  \"\"\"",
        "$\"{1}\"", "$\"{{{F(\"}\")}}}\"", "$@\"a\"\"{\n1}\"", "$\"\"\"a\"{1}\"\"\"", "$$\"\"\"{a}{{1}}\"\"\"", "$\"{1:x2}{(b ? 1 : 2)}\"", "\"x\"u8", "F(", ")", ";\n", "{ ", "}\n", " + ", "@class", "x",
        "$\"{new[] { $\"{'}'}\" /* } */ }}\"", "\\u0041", "ä", "/", "*", "<", "=> ", "\r\n",
    ];

    [Fact]
    public void Comments_and_strings_of_every_source_are_those_of_Roslyn() =>
        Assert.All(Sources(), source => Assert.Equal(Masked(source), CSharpScanner.Mask(source)));

    [Fact]
    public void Comments_and_strings_of_random_code_are_those_of_Roslyn() =>
        Gen.OneOf(Pieces).Array[1, 12].Select(string.Concat)
            .Where(code => !code.Contains("\"\"\"\"", StringComparison.Ordinal) && Tokens(code).All(IsWhole))
            .Sample(code => Assert.Equal(Masked(code), CSharpScanner.Mask(code)), iter: Nightly.Choose(2_000, 200_000), threads: 1);

    [Fact]
    public void Definitions_of_every_source_are_those_of_Roslyn() => Assert.All(Sources(), source =>
    {
        string[] declared = [.. CSharpShape.ParseUnit(source).DescendantNodes().Select(NameOf).OfType<string>()];
        if (BotLanguage.CSharp.Profile().Definitions(source) is { } definitions)
        {
            Assert.Empty(definitions.Names.Except(declared));
            Assert.All(declared, name => Assert.True(definitions.Holds(name), name));
        }
    });

    [Theory]
    [InlineData(@"\bParse(?:Text|CompilationUnit|SyntaxTree|Statement|Expression|MemberDeclaration|Tokens)\(", "CSharpBinding CSharpCodeLiterals CSharpDocExamples CSharpMutantBuild CSharpShape CSharpUses ProjectCompiler")]
    [InlineData(@"\bParseUnit\(", "CSharpMergeSyntax CSharpShape CSharpTestFiles CodeDraft")]
    public void Only_the_shared_reader_parses_code_of_bots(string call, string files)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src");
        var parsing = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => Regex.IsMatch(File.ReadAllText(file), call));
        Assert.Equal(files.Split(' '), parsing.Select(Path.GetFileNameWithoutExtension).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Sources() =>
        from folder in (string[])["src", "samples", "tests"]
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        let text = File.ReadAllText(file)
        where !text.Contains("\n#if", StringComparison.Ordinal)
        select text;

    private static IEnumerable<SyntaxToken> Tokens(string code) => SyntaxFactory.ParseTokens(code, options: CSharpShape.Options);

    private static string? NameOf(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax method => method.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax method => method.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The code without what Roslyn takes for comments and strings.</summary>
    private static string Masked(string code)
    {
        var masked = code.ToCharArray();
        foreach (var token in Tokens(code))
        {
            foreach (var comment in token.LeadingTrivia.Concat(token.TrailingTrivia).Where(IsComment))
            {
                Hide(comment.FullSpan.Start, comment.FullSpan.End, isText: false);
            }

            if (token.Text.TrimStart('@', '$') is ['"' or '\'', ..])
            {
                Hide(token.SpanStart, IsUtf8(token) ? token.Span.End - 2 : token.Span.End, isText: true);
            }
        }

        return new string(masked);

        void Hide(int start, int end, bool isText)
        {
            for (var i = start; i < end; i++)
            {
                masked[i] = i == start && isText ? '"' : code[i] is '\n' or '\r' ? code[i] : ' ';
            }
        }
    }

    /// <summary>The lexer reports a raw string that is not closed to the parser only.</summary>
    private static bool IsWhole(SyntaxToken token) => !token.GetDiagnostics().Any() && !token.IsKind(SyntaxKind.BadToken)
        && (!token.Text.StartsWith("\"\"\"", StringComparison.Ordinal) || token.Text is [_, _, _, .., '"', '"', '"'] || IsUtf8(token));

    private static bool IsUtf8(SyntaxToken token) => token.Kind() is SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
