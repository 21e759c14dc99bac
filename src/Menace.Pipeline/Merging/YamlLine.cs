using System.Text.RegularExpressions;

namespace Menace.Pipeline.Merging;

/// <summary>A line of YAML.</summary>
/// <param name="Text">The line with its end.</param>
/// <param name="Indent">The number of blanks in front of its content.</param>
/// <param name="Content">The text without blanks around it; empty for a blank line.</param>
internal sealed partial record YamlLine(string Text, int Indent, string Content)
{
    /// <summary>The patterns take a time that grows with the square of a line of blanks.</summary>
    private const int Longest = 4_000;

    private const string Quoted = """(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*')""";
    private const string Flow = """(?:[^&*!\[\]{}"'#]|""" + Quoted + ")*";
    private const string Plain = """(?![-?:] )[^#,\[\]{}&*!|>'"%@`](?:(?!: | #).)*(?<!:)""";

    /// <summary>Gets whether the line is blank or a comment.</summary>
    public bool IsHidden => Content.Length == 0 || Content[0] == '#';

    public bool IsItem => Content == "-" || Content.StartsWith("- ", StringComparison.Ordinal);

    /// <summary>Returns the lines; null if there is a sign that no line of a simple file has.</summary>
    public static IReadOnlyList<YamlLine>? Cut(string text)
    {
        if (text.AsSpan().ContainsAny('\t', '\r'))
        {
            return null;
        }

        List<YamlLine> lines = [];
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) + 1;
            end = end == 0 ? text.Length : end;
            var line = text[at..end];
            var content = line.Trim(' ', '\n');
            lines.Add(new(line, line.Length - line.TrimStart(' ').Length, content));
            at = end;
        }

        return lines.Any(line => line.Text.Length > Longest || (line.Indent == 0 && IsMark(line.Content))) ? null : lines;
    }

    /// <summary>Returns the key and the value of <paramref name="content"/>, or null if it is no entry of a mapping.</summary>
    public static (string Key, string Value, int Column)? Entry(string content)
    {
        var match = EntryPattern().Match(content);
        if (!match.Success)
        {
            return null;
        }

        var key = match.Groups["key"].Value;
        return (key[0] is '"' or '\'' ? key[1..^1] : key, match.Groups["value"].Value, match.Groups["key"].Index);
    }

    /// <summary>True if <paramref name="value"/> begins a block scalar that does not keep the blank lines behind it.</summary>
    public static bool BeginsBlock(string value) => BlockPattern().IsMatch(value);

    /// <summary>
    /// True if <paramref name="value"/> is a scalar or flow collection that ends on its line, without anchor, alias and tag.
    /// </summary>
    public static bool IsWhole(string value) => value.Length == 0 || WholePattern().IsMatch(value);

    private static bool IsMark(string content) =>
        content.StartsWith("---", StringComparison.Ordinal)
        || content.StartsWith("...", StringComparison.Ordinal)
        || content.StartsWith('%');

    [GeneratedRegex(
        "^(?<key>" + Quoted + """|(?!<<)[^\s#\-?:,\[\]{}&*!|>'"%@`](?:[^:#]*[^\s:#])?) *:(?: +(?<value>.*))?$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex EntryPattern();

    [GeneratedRegex("""^[|>](?:[1-9]?-?|-[1-9])(?: +#.*)?$""", RegexOptions.CultureInvariant)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(
        "^(?:" + Quoted + @"|\[" + Flow + @"\]|\{" + Flow + @"\}|" + Plain + ")?(?: *#.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WholePattern();
}
