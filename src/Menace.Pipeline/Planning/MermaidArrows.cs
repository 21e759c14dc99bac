namespace Menace.Pipeline.Planning;

/// <summary>
/// The nodes and arrows of a Mermaid flowchart or sequence diagram. In a flowchart data goes along an arrow, so that its end needs its
/// start; in a sequence diagram the start calls the end. Lines without a direction say nothing.
/// </summary>
internal sealed class MermaidArrows
{
    /// <summary>Characters of one label, so that a diagram is read in time that is proportional to its length.</summary>
    private const int LongestText = 500;

    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private readonly List<(string From, string To)> _arrows = [];

    private MermaidArrows()
    {
    }

    /// <summary>The names of the nodes, those of their labels where they have one, each once.</summary>
    public IReadOnlyList<string> Nodes => [.. _ids.Select(NameOf).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets whether arrows are calls, as in a sequence diagram.</summary>
    public bool AreCalls { get; private init; }

    /// <summary>The names at the start and at the end of each arrow.</summary>
    public IReadOnlyList<(string From, string To)> Arrows => [.. _arrows.Select(arrow => (NameOf(arrow.From), NameOf(arrow.To)))];

    /// <summary>Reads the text of a diagram; other kinds of diagrams have no arrows.</summary>
    public static MermaidArrows Read(string text)
    {
        var lines = text.Split('\n');
        var kind = lines.Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("%%", StringComparison.Ordinal))?.Split(' ', ';')[0];
        var diagram = new MermaidArrows { AreCalls = kind == "sequenceDiagram" };
        if (kind is "graph" or "flowchart" or "sequenceDiagram")
        {
            foreach (var statement in lines.SelectMany(line => line.Split(';')).Select(line => line.Trim()).Where(IsStatement).Skip(1))
            {
                if (diagram.AreCalls)
                {
                    diagram.ReadMessage(statement);
                }
                else
                {
                    diagram.ReadChain(statement);
                }
            }
        }

        return diagram;
    }

    private static bool IsStatement(string line) =>
        line.Length > 0 && !line.StartsWith("%%", StringComparison.Ordinal)
        && line.Split(' ')[0] is not ("subgraph" or "end" or "classDef" or "class" or "style" or "linkStyle" or "click" or "direction"
            or "note" or "Note" or "loop" or "alt" or "else" or "opt" or "par" or "activate" or "deactivate" or "autonumber" or "title");

    private string NameOf(string id) => _labels.GetValueOrDefault(id, id);

    private void ReadChain(string statement)
    {
        var at = 0;
        var from = ReadNodes(statement, ref at);
        while (from.Count > 0 && ReadArrow(statement, ref at) is { } direction)
        {
            var to = ReadNodes(statement, ref at);
            if (direction != 0)
            {
                _arrows.AddRange(from.SelectMany(start => to.Select(end => direction > 0 ? (start, end) : (end, start))));
            }

            from = to;
        }
    }

    private List<string> ReadNodes(string text, ref int at)
    {
        List<string> nodes = [];
        while (ReadNode(text, ref at) is { } node)
        {
            nodes.Add(node);
            SkipBlanks(text, ref at);
            if (at >= text.Length || text[at] != '&')
            {
                break;
            }

            at++;
        }

        return nodes;
    }

    private string? ReadNode(string text, ref int at)
    {
        SkipBlanks(text, ref at);
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'
            || (text[at] is '-' or '.' && at > start && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1])
                && char.IsLetterOrDigit(text[at - 1]))))
        {
            at++;
        }

        if (at == start)
        {
            return null;
        }

        var id = text[start..at];
        _ids.Add(id);
        if (at < text.Length && text[at] is '[' or '(' or '{' && EndOfShape(text, at) is var end and > 0)
        {
            if (LabelOf(text[at..end]) is { } label)
            {
                _labels[id] = label;
            }

            at = end;
        }

        if (text.AsSpan(at).StartsWith(":::"))
        {
            at += 3;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }
        }

        return id;
    }

    /// <summary>The place behind the brackets that open at <paramref name="start"/>, or 0; those in quotation marks do not count.</summary>
    private static int EndOfShape(string text, int start)
    {
        var (depth, isQuoted) = (0, false);
        for (var i = start; i < Math.Min(text.Length, start + LongestText); i++)
        {
            isQuoted ^= text[i] == '"';
            depth += isQuoted ? 0 : text[i] switch { '[' or '(' or '{' => 1, ']' or ')' or '}' => -1, _ => 0 };
            if (depth == 0 && !isQuoted)
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The name in a label: all of its first line, or the distinct word that it begins with.</summary>
    private static string? LabelOf(string shape)
    {
        var text = shape.Trim('[', ']', '(', ')', '{', '}', '"', '`', '/', '\\', ' ');
        foreach (var end in (string[])["<br", "\\n"])
        {
            text = text.IndexOf(end, StringComparison.Ordinal) is var cut and >= 0 ? text[..cut] : text;
        }

        return TextWord.Of(text) switch
        {
            [var only] when BotNames.IsName(only.Text) => only.Text,
            [var first, ..] when BotNames.IsDistinct(first.Text) => first.Text,
            _ => null,
        };
    }

    /// <summary>1 for an arrow to the right, -1 for one to the left, 0 for a line, null if there is none.</summary>
    private static int? ReadArrow(string text, ref int at)
    {
        SkipBlanks(text, ref at);
        var start = at;
        var left = at < text.Length && text[at] == '<';
        at += left ? 1 : 0;
        if (!SkipLine(text, ref at))
        {
            at = start;
            return null;
        }

        var right = TakeHead(text, ref at);
        if (!right && at < text.Length && text[at] != '|' && HasSecondLine(text, at) is var second and > 0)
        {
            // A text inside the line: -- text -->
            at = second;
            SkipLine(text, ref at);
            right = TakeHead(text, ref at);
        }

        SkipBlanks(text, ref at);
        if (at < text.Length && text[at] == '|' && text.IndexOf('|', at + 1) is var close and > 0)
        {
            at = close + 1;
        }

        return left == right ? 0 : right ? 1 : -1;
    }

    private static bool TakeHead(string text, ref int at)
    {
        if (at < text.Length && text[at] == '>')
        {
            at++;
            return true;
        }

        return false;
    }

    private static bool SkipLine(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is '-' or '=' or '.' or '~')
        {
            at++;
        }

        return at - start >= 2;
    }

    private static int HasSecondLine(string text, int at)
    {
        var length = Math.Min(text.Length - at, LongestText);
        foreach (var line in (string[])["-->", "==>", ".->", "---"])
        {
            if (text.IndexOf(line, at, length, StringComparison.Ordinal) is var found and > 0)
            {
                return found;
            }
        }

        return 0;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private void ReadMessage(string statement)
    {
        var words = statement.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["participant" or "actor", var id, ..])
        {
            _ids.Add(id);
            if (words is [_, _, "as", .. var alias] && LabelOf(string.Join(' ', alias)) is { } label)
            {
                _labels[id] = label;
            }

            return;
        }

        // Answers have dotted lines, and say nothing new.
        var colon = statement.IndexOf(':');
        var message = colon < 0 ? statement : statement[..colon];
        foreach (var arrow in (string[])["->>", "-)", "-x", "->"])
        {
            if (message.IndexOf(arrow, StringComparison.Ordinal) is var found and > 0 && message[found - 1] != '-')
            {
                var (from, to) = (message[..found].Trim(), message[(found + arrow.Length)..].Trim().TrimStart('+', '-'));
                _ids.AddRange(((string[])[from, to]).Where(BotNames.IsName));
                _arrows.Add((from, to));
                return;
            }
        }
    }
}
