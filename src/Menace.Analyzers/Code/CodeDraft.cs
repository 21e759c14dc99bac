using Menace.Code;

namespace Menace.Analyzers.Code;

/// <summary>A piece of code with what must be around it to be a file, and the way back to its own positions.</summary>
internal sealed class CodeDraft
{
    private const string ClassHead = "namespace MenaceBots;\n\npublic static class MenaceDraft\n{\n";

    private readonly IReadOnlyList<(int At, string Text)> _added;
    private readonly int _length;

    private CodeDraft(string code, IReadOnlyList<(int At, string Text)> added)
    {
        _length = code.Length;
        _added = added;
        var text = new System.Text.StringBuilder(code);
        for (var i = added.Count - 1; i >= 0; i--)
        {
            text.Insert(added[i].At, added[i].Text);
        }

        Text = text.ToString();
    }

    /// <summary>The file.</summary>
    public string Text { get; }

    /// <summary>The file that <paramref name="code"/> becomes in its bot, as far as names and types go.</summary>
    public static CodeDraft Of(string code, CSharpText read) => read.Shape switch
    {
        CodeShape.File => new(code, []),
        CodeShape.Members => OfMembers(code, read),
        _ => OfStatements(code, read),
    };

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

    private static CodeDraft OfMembers(string code, CSharpText read)
    {
        var start = read.Usings.Length;
        var (type, ahead) = CSharpShape.ParseMembers(read.Body);
        var added = new List<(int At, string Text)> { (start, ClassHead) };
        foreach (var member in type.Members)
        {
            if (CSharpModifiers.Added(member, []) is { } modifiers)
            {
                added.Add((modifiers.At - ahead + start, modifiers.Text));
            }
        }

        added.Add((code.Length, "\n}\n"));
        return new(code, added);
    }

    private static CodeDraft OfStatements(string code, CSharpText read)
    {
        var body = CSharpShape.ParseUnit(read.Body);
        var isAsync = CSharpBody.Awaits(body);
        var head = ClassHead + "public static " + (isAsync ? "async " : "") + CSharpBody.DraftType(body, isAsync) + " Run()\n{\n";
        return new(code, [(read.Usings.Length, head), (code.Length, "\n}\n}\n")]);
    }
}
