using System.Text;
using Microsoft.CodeAnalysis;

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
    private readonly IReadOnlyList<(int At, string Text)> _added;
    private readonly int _length;

    private CodeDraft(CSharpText text, IReadOnlyList<(int At, string Text)> added)
    {
        Shape = text.Shape;
        _length = text.Code.Length;
        _added = added;
        Tree = (added.Count == 0 ? text.Unit : CSharpShape.ParseUnit(Insert(text.Code, added))).SyntaxTree;
    }

    /// <summary>The file.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>What the code is.</summary>
    public CodeShape Shape { get; }

    /// <summary>The file that <paramref name="text"/> becomes in its bot, as far as names and types go.</summary>
    public static CodeDraft Of(CSharpText text, DraftNames names)
    {
        if (text.Shape == CodeShape.File)
        {
            return new(text, []);
        }

        var head = $"namespace {names.Namespace};\n\npublic static class @{names.Class}\n{{\n";
        if (text.Class is { } type)
        {
            var modifiers = type.Members.Select(member => CSharpModifiers.Added(member, names.Exposed)).OfType<(int At, string Text)>()
                .Select(added => (added.At - CSharpShape.Ahead, added.Text));
            return new(text, [(text.BodyStart, head), .. modifiers, (text.Code.Length, "\n}\n")]);
        }

        var isAsync = CSharpBody.Awaits(text.Unit);
        head += $"public static {(isAsync ? "async " : "")}{CSharpBody.DraftType(text.Unit, isAsync)} @{names.Function}()\n{{\n";
        return new(text, [(text.BodyStart, head), (text.Code.Length, "\n}\n}\n")]);
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

    /// <summary>The place in the code of a place in the file; what was added counts as the character behind it.</summary>
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
