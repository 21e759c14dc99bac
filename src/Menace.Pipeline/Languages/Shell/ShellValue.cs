using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>A part of a value: a constant text, or an expansion as written.</summary>
internal readonly record struct ShellPiece(string Text, bool IsConstant);

/// <summary>A text or a number as the shell puts it together.</summary>
/// <param name="Pieces">Its parts.</param>
internal sealed partial record ShellValue(IReadOnlyList<ShellPiece> Pieces)
{
    /// <summary>Gets the variable that the value is made of and that nothing else reads, or null.</summary>
    public string? Temporary { get; init; }

    /// <summary>Gets the variable that holds the value, or null.</summary>
    public string? Variable => Pieces is [{ IsConstant: false, Text: var text }] && Plain().Match(text) is { Success: true } match
        ? match.Groups[1].Value : null;

    /// <summary>A constant.</summary>
    public static ShellValue Constant(string text) => new([new(text, true)]);

    /// <summary>An expansion.</summary>
    public static ShellValue Expansion(string code) => new([new(code, false)]);

    /// <summary>The value of a variable or a parameter.</summary>
    public static ShellValue Of(string name) => Expansion(Expanded(name, ""));

    /// <summary>An expansion of a variable with an operator: <c>${name%.*}</c>.</summary>
    public static string Expanded(string name, string operation) =>
        operation.Length == 0 && (name.Length == 1 || !char.IsAsciiDigit(name[0])) ? "$" + name : $"${{{name}{operation}}}";

    /// <summary>The value as one argument of a command.</summary>
    public string Word()
    {
        if (Pieces.All(piece => piece.IsConstant))
        {
            var text = string.Concat(Pieces.Select(piece => piece.Text));
            return text.Length > 0 && Simple().IsMatch(text) ? text : text.All(IsVisible) ? ShellText.Quote(text) : Escaped(text);
        }

        StringBuilder word = new("\"");
        for (var i = 0; i < Pieces.Count; i++)
        {
            var (text, isConstant) = Pieces[i];
            if (!isConstant)
            {
                var isGlued = i + 1 < Pieces.Count && Pieces[i + 1] is { IsConstant: true, Text: [var next, ..] }
                    && (char.IsAsciiLetterOrDigit(next) || next == '_');
                word.Append(isGlued && Plain().Match(text) is { Success: true } match ? $"${{{match.Groups[1].Value}}}" : text);
            }
            else if (text.All(IsVisible))
            {
                word.Append(Quoted(text));
            }
            else
            {
                word.Append('"').Append(Escaped(text)).Append('"');
            }
        }

        return word.Append('"').Replace("\"\"$'", "$'", 0, Math.Min(4, word.Length)).ToString();
    }

    /// <summary>The value behind the equals sign of an assignment, where nothing is split.</summary>
    public string Assigned() => Pieces switch
    {
        [{ IsConstant: false, Text: var text }] => text,
        [{ IsConstant: true, Text: "" }] or [] => "",
        _ => Word(),
    };

    /// <summary>The value on the left side inside of <c>[[ … ]]</c>, where nothing is split either.</summary>
    public string Compared() => Pieces is [{ IsConstant: false, Text: var text }] ? text : Word();

    /// <summary>The value in a pattern, where it stands for itself.</summary>
    /// <param name="plain">Characters besides those of names that need no quotes there.</param>
    public string Literal(string plain = "")
    {
        if (!Pieces.All(piece => piece.IsConstant))
        {
            return Word();
        }

        var text = string.Concat(Pieces.Select(piece => piece.Text));
        return text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_.,:@+=-".Contains(c) || plain.Contains(c)) ? text
            : text.All(IsVisible) ? $"\"{Quoted(text)}\""
            : Word();
    }

    /// <summary>True if the value can stand in a pattern inside of an expansion.</summary>
    public bool IsInline => Pieces.All(piece => !piece.IsConstant || piece.Text.All(IsVisible));

    private static string Quoted(string text) => NeedsBackslash().Replace(text, @"\$0");

    private static bool IsVisible(char c) => c < 0x7f ? c >= ' ' : char.GetUnicodeCategory(c) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);

    /// <summary>A text with characters that a reader would not see, byte by byte: it means the same in every locale.</summary>
    private static string Escaped(string text)
    {
        StringBuilder escaped = new("$'");
        foreach (var rune in text.EnumerateRunes())
        {
            var one = rune.ToString();
            _ = one switch
            {
                "'" or "\\" => escaped.Append('\\').Append(one),
                "\n" => escaped.Append("\\n"),
                "\t" => escaped.Append("\\t"),
                "\r" => escaped.Append("\\r"),
                _ when one.Length > 1 || IsVisible(one[0]) => escaped.Append(one),
                _ => escaped.AppendJoin("", Encoding.UTF8.GetBytes(one).Select(part =>
                    "\\x" + part.ToString("x2", CultureInfo.InvariantCulture))),
            };
        }

        return escaped.Append('\'').ToString();
    }

    [GeneratedRegex(@"\A\$\{?([A-Za-z_][A-Za-z0-9_]*|[0-9]+)\}?\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A-?[A-Za-z0-9_.,:/@%+-]+\z")]
    private static partial Regex Simple();

    [GeneratedRegex(@"[\\$`""]")]
    private static partial Regex NeedsBackslash();
}
