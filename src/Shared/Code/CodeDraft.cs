using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Code;

/// <summary>How a draft calls what is around members and statements.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Class">The class.</param>
/// <param name="Function">The function around statements.</param>
internal sealed record DraftNames(string Namespace, string Class, string Function = "Run")
{
    /// <summary>The namespace of every bot that is not a whole file, which drafts may divide.</summary>
    public const string OfBots = "MenaceBots";

    /// <summary>Methods that become public if they say nothing of it.</summary>
    public IReadOnlyCollection<string> Exposed { get; init; } = [];
}

/// <summary>A piece of code with what must be around it to be a file, and the way back to its own positions.</summary>
internal sealed class CodeDraft
{
    private readonly (int At, string Text)[] _added;
    private readonly int _length;

    /// <summary><paramref name="code"/> with <paramref name="added"/>, which is in the order of its places.</summary>
    public CodeDraft(string code, params (int At, string Text)[] added)
    {
        _length = code.Length;
        _added = added;
        Root = CSharpShape.ParseUnit(Insert(code, added));
    }

    /// <summary>The file.</summary>
    public CompilationUnitSyntax Root { get; }

    /// <summary>True if the file is the code alone.</summary>
    public bool IsWhole => _added.Length == 0;

    /// <summary>True if the code is the body of a function whose result is declared as <c>object?</c>, whatever it is.</summary>
    public bool IsBody { get; private init; }

    /// <summary>True if the file has top-level statements.</summary>
    public bool IsProgram => Root.Members.Any(m => m is GlobalStatementSyntax);

    /// <summary>The file that <paramref name="text"/> becomes in its bot, as far as names and types go.</summary>
    public static CodeDraft Of(CSharpText text, DraftNames names)
    {
        if (text.Shape == CodeShape.File)
        {
            return text.Whole;
        }

        var head = $"namespace {names.Namespace};\n\npublic static class @{names.Class}\n{{\n";
        if (text.Class is { } type)
        {
            var modifiers = type.Members.Select(member => CSharpModifiers.Added(member, names.Exposed)).OfType<(int At, string Text)>()
                .Select(added => (added.At - CSharpShape.Ahead, added.Text));
            return new(text.Code, [(text.BodyStart, head), .. modifiers, (text.Code.Length, "\n}\n")]);
        }

        var isAsync = CSharpBody.Awaits(text.Unit);
        head += $"public static {(isAsync ? "async " : "")}{CSharpBody.DraftType(text.Unit, isAsync)} @{names.Function}()\n{{\n";
        return new(text.Code, (text.BodyStart, head), (text.Code.Length, "\n}\n}\n")) { IsBody = true };
    }

    /// <summary><paramref name="code"/> with <paramref name="added"/>, which is in the order of its places.</summary>
    public static string Insert(string code, IEnumerable<(int At, string Text)> added)
    {
        var result = new StringBuilder(code.Length + 256);
        var done = 0;
        foreach (var (at, text) in added)
        {
            result.Append(code, done, at - done).Append(text);
            done = at;
        }

        return result.Append(code, done, code.Length - done).ToString();
    }

    /// <summary>The errors of the parser.</summary>
    public List<CodeError> SyntaxErrors() => [.. Root.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(ErrorOf)];

    /// <summary><paramref name="diagnostic"/> of the file at its place in the code.</summary>
    public CodeError ErrorOf(Diagnostic diagnostic)
    {
        var start = ToCode(diagnostic.Location.SourceSpan.Start);
        var end = ToCode(diagnostic.Location.SourceSpan.End);
        return new(start, end - start, diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    /// <summary>The place in the code of a position in the file; what was added counts as the character behind it.</summary>
    public int ToCode(int position)
    {
        var before = 0;
        foreach (var (at, text) in _added)
        {
            if (position <= at + before)
            {
                break;
            }

            before += Math.Min(text.Length, position - at - before);
        }

        return Math.Min(position - before, _length);
    }
}
