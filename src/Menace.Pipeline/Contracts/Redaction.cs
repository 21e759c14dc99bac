using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Checks;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// Takes secrets out of what bots and their tools print, before anything is shortened: half a secret is no longer recognised. Everything
/// that
/// MENACE1801 and MENACE1802 report, and more by the names of <see cref="SecretForms"/>. A pure function of the text; redacting twice
/// changes nothing.
/// </summary>
internal static class Redaction
{
    /// <summary>The replacement of a secret.</summary>
    public const string Mark = "[REDACTED]";

    private const string Is = """["'\\]*[ \t]*(?:=>|[=:])[ \t]*""";

    private const string NoLetter = "(?:^|[^A-Za-z])";

    private static readonly Pattern WholeBlock = new(
        Whole, [PemText.Dashes], $"-----BEGIN {PemText.Label}-----.*?-----END {PemText.Label}-----", RegexOptions.None);

    /// <summary>Each with words of which a line must hold one: most lines hold none.</summary>
    private static readonly Pattern[] Patterns =
    [
        .. SecretForms.Passwords.Concat(SecretForms.Names).GroupBy(name => (name.Shortest, name.IsWhole)).Select(Named),
        new(LastWord, ["bearer"], """bearer[ \t]+[^ \t\r\n"',;<]+"""),
        new(LastWord, ["authorization"], $"""authorization{Is}["'\\]*(?:basic|digest|token)[ \t]+[^ \t\r\n"',;<]+"""),
        new(_ => 3, ["://"], """://(?:[^ \t\r\n/?#"'<>@:]*:[^ \t\r\n/?#"'<>]*|[^ \t\r\n/?#"'<>@:]{16,})@"""),
        new(Whole, SecretForms.AwsKeys, $"(?:{string.Join('|', SecretForms.AwsKeys)})[0-9A-Z]{{16}}", RegexOptions.None),
        new(Whole, [SecretForms.WebToken], SecretForms.WebToken + @"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?",
            RegexOptions.None),
    ];

    private static readonly SearchValues<string> Hints =
        SearchValues.Create([PemText.Dashes, .. SecretForms.Hints, .. Patterns.SelectMany(pattern => pattern.Hints)],
            StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <paramref name="text"/> with <see cref="Mark"/> in the place of every secret; the same string where there is none.
    /// </summary>
    public static string Redact(string text)
    {
        if (!text.AsSpan().ContainsAny(Hints))
        {
            return RandomTokens.Redact(text);
        }

        var redacted = string.Join('\n', RedactLines(text.Split('\n')));
        return redacted == text ? text : redacted;
    }

    /// <summary>The lines, each without its line feed, redacted one by one; a block that spans lines becomes one mark.</summary>
    public static IEnumerable<string> RedactLines(IEnumerable<string> lines)
    {
        // One line is held back: the last line of a block whose beginning was cut off is known by the line after it.
        string? held = null;
        var inBlock = false;
        foreach (var line in lines)
        {
            if (inBlock && PemText.IsBody(line))
            {
                continue;
            }

            var rest = line;
            var isEnd = line.Contains(PemText.Dashes, StringComparison.Ordinal) && !PemText.BeforeBegin(line, out _)
                && PemText.AfterEnd(line, out rest);
            if (held is not null)
            {
                yield return isEnd && !inBlock && PemText.IsBody(held) ? Mark : held;
                held = null;
            }

            inBlock = PemText.BeforeBegin(WholeBlock.Redact(isEnd ? rest : line), out var before);
            held = RedactLine(before) + (inBlock ? Mark : "");
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    private static string RedactLine(string line)
    {
        if (!line.AsSpan().ContainsAny(Hints))
        {
            return RandomTokens.Redact(line);
        }

        line = RedactReported(line);
        foreach (var pattern in Patterns)
        {
            line = pattern.Redact(line);
        }

        return RandomTokens.Redact(line);
    }

    /// <summary>Takes out what the rules report of a task list.</summary>
    private static string RedactReported(string line)
    {
        StringBuilder? redacted = null;
        var copied = 0;
        foreach (var secret in Secrets.In(line))
        {
            redacted = (redacted ?? new StringBuilder()).Append(line, copied, secret.Start - copied).Append(Mark);
            copied = secret.Start + secret.Length;
        }

        return redacted is null ? line : redacted.Append(line, copied, line.Length - copied).ToString();
    }

    /// <summary>The values of names of one kind.</summary>
    private static Pattern Named(IGrouping<(int Shortest, bool IsWhole), SecretName> names)
    {
        const string Token = "[A-Za-z0-9_./+=~:%-]";
        var (shortest, isWhole) = names.Key;
        var words = $"(?:{string.Join('|', names.Select(Words))})";
        var (quoted, bare) = (Quoted(shortest), Bare(shortest));
        return new(AfterSign, [.. names.Select(name => name.Word)], (shortest, isWhole) switch
        {
            (_, false) => $"{words}{Is}(?:{quoted}|{bare})",
            ( >= 16, true) => $$"""{{NoLetter}}{{words}}(?:["'\\]*[ \t]*=|\\*["'][ \t]*:)[ \t]*(?:{{quoted}}|{{Token}}{{{shortest}},})""",

            // 'first_pass = analyse(x)' is code, and 'pass: 12' counts tests.
            _ => $$"""{{NoLetter}}{{words}}(?:=(?:{{quoted}}|{{bare}})|["'\\]*[ \t]*[=:][ \t]*{{quoted}})""",
        });
    }

    private static string Words(SecretName name) =>
        name.Qualifiers.Length > 0 ? $"(?:{string.Join('|', name.Qualifiers)})[_ -]?{name.Word}" : name.Word;

    /// <summary>A mark that is there already, or a value in quotes, which may be cut off.</summary>
    private static string Quoted(int shortest) => $$"""(?:\[REDACTED]|\\*"(?:[^"\\]|\\.){{{shortest}},}\\*"?|\\*'[^']{{{shortest}},}'?)""";

    /// <summary>A value up to white space; the start of an XML end tag is not part of it.</summary>
    private static string Bare(int shortest) => $$"""(?:[^ \t\r\n"'](?:[^ \t\r\n<]|<[^/ \t\r\n]){{{shortest - 1}},})""";

    private static int Whole(ReadOnlySpan<char> match) => 0;

    /// <summary>Behind the first '=', ':' or '=>' that has something in front of it, and the blanks behind that.</summary>
    private static int AfterSign(ReadOnlySpan<char> match)
    {
        var sign = match[1..].IndexOfAny('=', ':') + 1;
        var value = sign + (match[sign..].StartsWith("=>") ? 2 : 1);
        return value + match[value..].IndexOfAnyExcept(' ', '\t');
    }

    private static int LastWord(ReadOnlySpan<char> match) => match.LastIndexOfAny(' ', '\t') + 1;

    /// <summary>How many characters of a match are kept in front of the mark.</summary>
    private delegate int Keep(ReadOnlySpan<char> match);

    /// <summary>A kind of secret.</summary>
    private sealed class Pattern(Keep keep, string[] hints, string pattern, RegexOptions options = RegexOptions.IgnoreCase)
    {
        private readonly SearchValues<string> _hints = SearchValues.Create(hints, StringComparison.OrdinalIgnoreCase);

        // Without backtracking the time is linear in the line, whatever a bot prints; and without groups there is no pass for them.
        private readonly Lazy<Regex> _regex = new(
            () => new Regex(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

        public string[] Hints => hints;

        public string Redact(string line)
        {
            if (!line.AsSpan().ContainsAny(_hints))
            {
                return line;
            }

            StringBuilder? redacted = null;
            var copied = 0;
            foreach (var match in _regex.Value.EnumerateMatches(line))
            {
                var secret = match.Index + keep(line.AsSpan(match.Index, match.Length));
                redacted = (redacted ?? new StringBuilder()).Append(line, copied, secret - copied).Append(Mark);

                // The '@' behind user and password belongs to the URL.
                copied = match.Index + match.Length - (hints[0] == "://" ? 1 : 0);
            }

            return redacted is null ? line : redacted.Append(line, copied, line.Length - copied).ToString();
        }
    }
}
