using System.Text.RegularExpressions;

namespace Menace.Pipeline.Merging;

/// <summary>Cuts well-formed XML without a document type into its elements, character for character.</summary>
internal sealed partial class XmlParts(string text)
{
    private static readonly string[] Identities =
        ["Include", "Update", "Remove", "Name", "Id", "name", "id", "Path", "Project", "TaskName"];

    /// <summary>What tells apart elements of an item that have the same files.</summary>
    private static readonly Dictionary<string, string> Words = new() { ["Update"] = "update of ", ["Remove"] = "removal of " };

    /// <summary>Up to where the text was given to a part.</summary>
    private int _at;

    public MergePart ReadFile()
    {
        var head = Cut(EndOfMisc(0));
        var file = ReadElement("");
        return file with { Head = head + file.Head, Tail = file.Tail + Cut(text.Length) };
    }

    /// <summary>Reads the element behind comments and white space; <paramref name="space"/> was cut in front of them.</summary>
    private MergePart ReadElement(string space)
    {
        var start = EndOfMisc(_at);
        var tag = Tag().Match(text, start);
        var part = new MergePart(KeyOf(tag), space, "") { IsUnnamed = IsGroup(tag) };
        if (tag.Groups["empty"].Success || !HasElementsOnly(tag.Index + tag.Length))
        {
            return part with { Head = Cut(EndOfElement(start)) };
        }

        var head = Cut(RestOfLine(tag.Index + tag.Length));
        List<MergePart> children = [];
        while (!Is("</", EndOfMisc(_at)))
        {
            var child = ReadElement(Cut(EndOfSpace(_at)));
            children.Add(child with { After = Cut(RestOfLine(_at)) });
        }

        return part with { Head = head, IsContainer = true, Children = children, Tail = Cut(Behind(">", EndOfMisc(_at))) };
    }

    private static string KeyOf(Match tag)
    {
        var attributes = Attribute().Matches(tag.Groups["attributes"].Value)
            .ToDictionary(attribute => attribute.Groups["name"].Value, attribute => attribute.Groups["value"].Value[1..^1]);
        var identity = Identities.Where(attributes.ContainsKey).Select(name => Words.GetValueOrDefault(name, "") + attributes[name]);
        var condition = attributes.TryGetValue("Condition", out var value) ? [$"if {value}"] : Array.Empty<string>();
        return string.Join(' ', [tag.Groups["name"].Value, .. identity, .. condition]);
    }

    /// <summary>Groups of MSBuild have no names and are often repeated.</summary>
    private static bool IsGroup(Match tag) =>
        tag.Groups["name"].Value is "PropertyGroup" or "ItemGroup" && !tag.Groups["empty"].Success;

    /// <summary>True if there is no text but white space in the element whose start tag ends at <paramref name="at"/>.</summary>
    private bool HasElementsOnly(int at)
    {
        while (true)
        {
            at = EndOfMisc(at);
            if (Is("</", at))
            {
                return true;
            }

            if (text[at] != '<' || Is("<![CDATA[", at))
            {
                return false;
            }

            at = EndOfElement(at);
        }
    }

    /// <summary>The place behind the end tag of the element that begins at <paramref name="at"/>.</summary>
    private int EndOfElement(int at)
    {
        var depth = 0;
        do
        {
            at = text.IndexOf('<', at);
            if (Is("<!--", at) || Is("<?", at) || Is("<![CDATA[", at))
            {
                at = EndOfHidden(at);
            }
            else if (Is("</", at))
            {
                depth--;
                at = Behind(">", at);
            }
            else
            {
                var tag = Tag().Match(text, at);
                depth += tag.Groups["empty"].Success ? 0 : 1;
                at = tag.Index + tag.Length;
            }
        }
        while (depth > 0);
        return at;
    }

    /// <summary>The place behind white space, comments and processing instructions.</summary>
    private int EndOfMisc(int at)
    {
        while (true)
        {
            at = EndOfSpace(at);
            if (!Is("<!--", at) && !Is("<?", at))
            {
                return at;
            }

            at = EndOfHidden(at);
        }
    }

    private int EndOfHidden(int at) => Is("<!--", at) ? Behind("-->", at + 4) : Is("<?", at) ? Behind("?>", at) : Behind("]]>", at);

    private int EndOfSpace(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>
    /// The place behind the line break, if only white space and comments are in front of it; else behind the white space.
    /// </summary>
    private int RestOfLine(int at)
    {
        while (at < text.Length && text[at] != '\n' && (char.IsWhiteSpace(text[at]) || Is("<!--", at)))
        {
            at = text[at] == '<' ? EndOfHidden(at) : at + 1;
        }

        return at < text.Length && text[at] == '\n' ? at + 1 : at;
    }

    private bool Is(string sign, int at) => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0;

    private int Behind(string sign, int at) => text.IndexOf(sign, at, StringComparison.Ordinal) + sign.Length;

    private string Cut(int end)
    {
        var piece = text[_at..end];
        _at = end;
        return piece;
    }

    [GeneratedRegex("""\G<(?<name>[^\s/>]+)(?<attributes>(?:[^"'>/]|"[^"]*"|'[^']*')*)(?<empty>/)?>""", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[^\s=]+)\s*=\s*(?<value>"[^"]*"|'[^']*')""", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
