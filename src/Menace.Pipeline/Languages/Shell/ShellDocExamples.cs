using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Languages.Shell;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// The examples in the comment above a function that can only mean one thing: <c>Example: slug "A b" -> a-b</c>, or
/// <c>$ slug "A b"</c> with its output on the next line. Nothing is run.
/// </summary>
internal static partial class ShellDocExamples
{
    private static readonly string[] Arrows = [" -> ", " => ", " → "];

    /// <summary>Words that say how a call ends, and not what it prints.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "error", "fail", "fails", "failure", "nothing", "none", "empty", "success", "ok", "yes", "no", "null",
    };

    /// <summary>The examples of the functions that <paramref name="scanner"/> found.</summary>
    public static IReadOnlyList<CodeExample> OfFunctions(string code, ShellScanner scanner) => scanner.Acts ? [] : CodeExample.Chosen(
    [
        .. scanner.Functions.GroupBy(function => function.Name).Where(same => same.Count() == 1).Select(same => same.Single())
            .Where(function => function.Name[0] != '_')
            .Select(function => (function, examples: In(Above(code, function.Start), function.Name).ToList()))
            .Where(one => one.examples.Count > 0 && IsRepeatable(code, scanner, one.function))
            .SelectMany(one => one.examples),
    ]);

    /// <summary>The examples in the comment that statements, the body of <paramref name="function"/>, start with.</summary>
    public static IReadOnlyList<CodeExample> OfBody(string code, string function) =>
        Varying().IsMatch(code) ? [] : CodeExample.Chosen([.. In(Leading(code), function)]);

    private static IEnumerable<CodeExample> In(List<Line> lines, string function)
    {
        var isInExamples = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var text = lines[i].Text;
            isInExamples = Header().IsMatch(text) || (isInExamples && text.Length > 0);
            var example = text.StartsWith("$ ", StringComparison.Ordinal) ? Prompted(lines, i, function)
                : isInExamples ? Arrowed(Header().Replace(text, ""), function) : null;
            if (example is not null)
            {
                yield return new(example, lines[i].Offset, text.Length);
            }
        }
    }

    private static TaskExample? Arrowed(string text, string function)
    {
        int[] places = [.. Arrows.SelectMany(arrow => All(text, arrow))];
        return places is [var at] && IsOneWord(text[(at + 3)..].Trim(), out var output) ? Example(text[..at], function, output) : null;
    }

    /// <summary>The output is one line, with nothing below it that might belong to it.</summary>
    private static TaskExample? Prompted(List<Line> lines, int prompt, string function)
    {
        var after = lines.ElementAtOrDefault(prompt + 2).Text ?? "";
        if (prompt + 1 >= lines.Count || lines[prompt + 1] is not { Text: { Length: > 0 } output } shown
            || shown.Indent != lines[prompt].Indent || (after.Length > 0 && !after.StartsWith("$ ", StringComparison.Ordinal))
            || output[0] is '$' or '#' or '>' || Vague().IsMatch(output))
        {
            return null;
        }

        return Example(lines[prompt].Text[2..], function, output);
    }

    private static TaskExample? Example(string command, string function, string output)
    {
        var text = command.Trim();
        var tokens = ShellTokens.Read(text);
        if (!tokens.IsClosed || tokens.IsAmbiguous || tokens.All.Count == 0 || tokens.All[0].Text != function
            || tokens.All.Any(token => token.Kind != ShellTokenKind.Word) || tokens.All[^1].End != text.Length
            || text.Length + output.Length > CodeExample.LongestText)
        {
            return null;
        }

        string?[] arguments = [.. tokens.All.Skip(1).Select(token => ShellLiteral.TextOf(token.Text))];
        return arguments.Any(argument => argument is null || argument.Any(c => char.IsControl(c) || char.IsSurrogate(c))) ? null : new()
        {
            Function = function,
            Args = [.. arguments.Select(argument => JsonValue.FromString(argument!))],
            Returns = JsonValue.FromString(output),
        };
    }

    private static bool IsOneWord(string text, out string word)
    {
        word = text;
        return text.Length > 0 && !Words.Contains(text) && text[^1] is not ('.' or ',' or ';' or ':' or '!' or '?')
            && text.All(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('"' or '\'' or '`' or '<' or '>' or '$' or '…'))
            && !text.Contains("...", StringComparison.Ordinal);
    }

    /// <summary>The names of a function's own code, of what it calls, and of what stands outside of functions.</summary>
    private static bool IsRepeatable(string code, ShellScanner scanner, ShellFunction function)
    {
        var outside = scanner.Functions.Aggregate(code, (text, f) => text[..f.Start] + new string(' ', f.End - f.Start) + text[f.End..]);
        HashSet<ShellFunction> seen = [function];
        Queue<ShellFunction> open = new(seen);
        while (open.TryDequeue(out var next))
        {
            var body = code[next.BodyStart..next.End];
            if (Varying().IsMatch(body))
            {
                return false;
            }

            foreach (var called in scanner.Functions.Where(f => body.Contains(f.Name, StringComparison.Ordinal) && seen.Add(f)))
            {
                open.Enqueue(called);
            }
        }

        return !Varying().IsMatch(outside);
    }

    /// <summary>The comment directly above <paramref name="offset"/>, read from its last line upwards.</summary>
    private static List<Line> Above(string code, int offset)
    {
        List<Line> lines = [];
        for (var end = code.LastIndexOf('\n', Math.Max(offset - 1, 0)); end >= 0 && offset > 0;)
        {
            var start = end == 0 ? 0 : code.LastIndexOf('\n', end - 1) + 1;
            if (LineAt(code, start, end) is not { IsComment: true } line)
            {
                break;
            }

            lines.Insert(0, line);
            end = start - 1;
        }

        return lines;
    }

    private static List<Line> Leading(string code) => [.. All(code).SkipWhile(line => line.IsBlank).TakeWhile(line => line.IsComment)];

    /// <summary>The lines of <paramref name="code"/>, each of which ends with a line break.</summary>
    private static IEnumerable<Line> All(string code)
    {
        for (var start = 0; start < code.Length;)
        {
            var end = code.IndexOf('\n', start) is >= 0 and var found ? found : code.Length;
            yield return LineAt(code, start, end);
            start = end + 1;
        }
    }

    private static Line LineAt(string code, int start, int end)
    {
        var comment = Comment().Match(code, start, end - start);
        var text = comment.Groups["text"];
        return new(
            text.Value.Trim(), comment.Success ? text.Index : start, comment.Groups["indent"].Length, comment.Success,
            string.IsNullOrWhiteSpace(code[start..end]));
    }

    private static IEnumerable<int> All(string text, string part)
    {
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    [GeneratedRegex(@"^\s*#+(?!!)(?<indent>[ \t]*)(?<text>.*)", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^examples?:\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    /// <summary>Output that is described rather than shown.</summary>
    [GeneratedRegex(@"\.\.\.|…|^[<(\[]|^(prints|returns|outputs?|writes|shows|gives|makes|fails|exits?|error)\b|\s.*[.:]$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Vague();

    /// <summary>What differs from run to run, or from machine to machine.</summary>
    [GeneratedRegex(@"\$[$!]|\b(date|RANDOM|SRANDOM|SECONDS|EPOCH\w*|BASHPID|PPID|hostname|HOSTNAME|uname|id|whoami|pwd|PWD|HOME|USER|"
        + @"LOGNAME|TMPDIR|mktemp|ps|env|printenv|ls|find|stat|du|df|tty|locale|LANG|TZ|nproc|uptime|shuf)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Varying();

    private readonly record struct Line(string Text, int Offset, int Indent, bool IsComment, bool IsBlank);
}
