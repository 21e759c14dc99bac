
namespace Menace.Code;

/// <summary>A piece of code with what must be around it to be a file, and the way back to its own positions.</summary>
internal sealed class CodeDraft
{
    private readonly IReadOnlyList<(int At, string Text)> _added;
    private readonly int _length;

    private CodeDraft(string code, CodeShape shape, IReadOnlyList<(int At, string Text)> added)
    {
        Shape = shape;
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

    /// <summary>What the code is.</summary>
    public CodeShape Shape { get; }

    /// <summary>
    /// The file that <paramref name="code"/> becomes in its bot, as far as names and types go. What is added is in a namespace with the
    /// <paramref name="number"/>, so that drafts of other numbers can be beside it.
    /// </summary>
    public static CodeDraft Of(string code, CSharpText read, int number) => read.Shape switch
    {
        CodeShape.File => new(code, read.Shape, []),
        CodeShape.Members => OfMembers(code, read, ClassHead(number)),
        _ => OfStatements(code, read, ClassHead(number)),
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

    private static string ClassHead(int number) =>
        "namespace MenaceBots.Draft" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)
            + ";\n\npublic static class MenaceDraft\n{\n";

    private static CodeDraft OfMembers(string code, CSharpText read, string head)
    {
        var start = read.Usings.Length;
        var (type, ahead) = CSharpShape.ParseMembers(read.Body);
        var added = new List<(int At, string Text)> { (start, head) };
        foreach (var member in type.Members)
        {
            if (CSharpModifiers.Added(member, []) is { } modifiers)
            {
                added.Add((modifiers.At - ahead + start, modifiers.Text));
            }
        }

        added.Add((code.Length, "\n}\n"));
        return new(code, read.Shape, added);
    }

    private static CodeDraft OfStatements(string code, CSharpText read, string classHead)
    {
        var body = CSharpShape.ParseUnit(read.Body);
        var isAsync = CSharpBody.Awaits(body);
        var head = classHead + "public static " + (isAsync ? "async " : "") + CSharpBody.DraftType(body, isAsync) + " Run()\n{\n";
        return new(code, read.Shape, [(read.Usings.Length, head), (code.Length, "\n}\n}\n")]);
    }
}
