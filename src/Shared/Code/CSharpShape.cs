using Menace.Model.Languages.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Code;

/// <summary>A piece of code, parsed once: whatever else is asked of it is asked of these trees.</summary>
/// <param name="Code">The text.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Errors">Syntax errors in the reading that fits best.</param>
internal sealed record CSharpText(string Code, CodeShape Shape, IReadOnlyList<CodeError> Errors)
{
    /// <summary>How deeply the text is nested: whatever walks its tree needs a stack for that (<see cref="DeepStack"/>).</summary>
    public int Levels { get; init; }

    /// <summary>The text as it stands.</summary>
    public required CodeDraft Whole { get; init; }

    /// <summary>The text as a whole file or as statements; empty if it is nested too deeply.</summary>
    public CompilationUnitSyntax Unit => Whole.Root;

    /// <summary>Of members: the class around them. Its positions are <see cref="CSharpShape.Ahead"/> of those of the text.</summary>
    public ClassDeclarationSyntax? Class { get; init; }

    /// <summary>The tree that fits the shape.</summary>
    public SyntaxNode Root => (SyntaxNode?)Class ?? Unit;

    /// <summary>Where the using directives end; 0 if there are none.</summary>
    public int BodyStart => Unit.Usings.Count > 0 ? Unit.Usings.FullSpan.End : 0;

    /// <summary>The start of the text up to and with its using directives.</summary>
    public string Usings => Code.Substring(0, BodyStart);
}

/// <summary>Decides what a piece of code is (format page, "Shape, C#").</summary>
internal static class CSharpShape
{
    private const string ClassHead = "static class Members\n{\n";
    private const string ClassTail = "\n}\n";

    /// <summary>How far positions in the class around members are ahead of those in the code.</summary>
    public static readonly int Ahead = ClassHead.Length;

    /// <summary>
    /// The language version of the .NET 10 SDK. The analyzer is compiled against an older Roslyn, whose enumeration ends earlier.
    /// </summary>
    public const LanguageVersion Version = (LanguageVersion)1400;

    /// <summary>The options of every parse: the language version and symbols that the .NET 10 SDK gives a console project.</summary>
    public static CSharpParseOptions Options { get; } = new(
        Version,
        DocumentationMode.Parse,
        preprocessorSymbols:
        [
            "TRACE", "RELEASE", "NET", "NET10_0", "NETCOREAPP",
            "NET5_0_OR_GREATER", "NET6_0_OR_GREATER", "NET7_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER",
        ]);

    /// <summary>Reads <paramref name="code"/>. Code that is nested too deeply is an error, and no parser sees it.</summary>
    public static CSharpText Read(string code)
    {
        var (levels, tooDeep) = CSharpScanner.Nesting(code);
        return tooDeep is not { } error
            ? DeepStack.Run(levels, () => Parse(code)) with { Levels = levels }
            : new CSharpText(code, CodeShape.Statements, [new(error.Offset, 1, error.Id, error.Message)])
            {
                Levels = levels,
                Whole = new(""),
            };
    }

    private static CSharpText Parse(string code)
    {
        var whole = new CodeDraft(code);
        var unit = whole.Root;
        var errors = whole.SyntaxErrors();
        var text = new CSharpText(code, CodeShape.File, errors) { Whole = whole };
        if (errors.Count == 0 && IsFile(unit))
        {
            return text;
        }

        var inClass = new CodeDraft(code, (text.BodyStart, ClassHead), (code.Length, ClassTail));
        var wrapped = inClass.Root;
        var memberErrors = inClass.SyntaxErrors();
        if (memberErrors.Count == 0 && IsOneClass(wrapped) && wrapped.Members[0] is ClassDeclarationSyntax type && AreMembers(type))
        {
            return text with { Shape = CodeShape.Members, Errors = [], Class = type };
        }

        if (unit.Members.Any(m => m is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax))
        {
            return errors.Count > 0 ? text : text with { Errors = memberErrors };
        }

        if (errors.Count == 0 && unit.Members.FirstOrDefault(m => m is not GlobalStatementSyntax) is { } stray)
        {
            errors = [new CodeError(
                stray.SpanStart, stray.Span.Length, "CS0116",
                "A member such as this needs a class around it, and not all of this code can be in one")];
        }

        return memberErrors.Count > 0 && memberErrors.Count < errors.Count
            ? text with { Shape = CodeShape.Members, Errors = memberErrors }
            : text with { Shape = CodeShape.Statements, Errors = errors };
    }

    /// <summary>Parses a whole file or statements.</summary>
    public static CompilationUnitSyntax ParseUnit(string text) => CSharpSyntaxTree.ParseText(text, Options).GetCompilationUnitRoot();

    /// <summary>
    /// Types, alone or beside statements that run. Types beside functions only are members of one class: as a file they would not
    /// compile, or do nothing.
    /// </summary>
    private static bool IsFile(CompilationUnitSyntax unit)
    {
        var others = unit.Members
            .Where(m => m is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax))
            .ToList();
        return unit.Members.Count > others.Count
            && (others.Count == 0
                || (others.All(m => m is GlobalStatementSyntax)
                    && others.Any(m => m is GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax })));
    }

    /// <summary>Text such as <c>} class X {</c> closes the class around it.</summary>
    private static bool IsOneClass(CompilationUnitSyntax unit) =>
        unit.Members.Count == 1 && unit.Members[0] is ClassDeclarationSyntax { Identifier.ValueText: "Members" } type
        && type.CloseBraceToken.Span.End >= unit.EndOfFileToken.SpanStart - ClassTail.Length;

    /// <summary>
    /// Plain statements can look like members: <c>var x = 5;</c> like a field of type var, <c>Run();</c> like a constructor. At least
    /// one function is what makes members of them.
    /// </summary>
    private static bool AreMembers(ClassDeclarationSyntax type) =>
        type.Members.Any(m => m is MethodDeclarationSyntax)
        && type.Members.All(m => m is not (ConstructorDeclarationSyntax or DestructorDeclarationSyntax or IncompleteMemberSyntax)
            && m is not FieldDeclarationSyntax { Declaration.Type: IdentifierNameSyntax { Identifier.ValueText: "var" or "await" } });
}
