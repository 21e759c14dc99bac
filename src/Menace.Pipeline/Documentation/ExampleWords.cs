using System.Buffers;
using System.Text.RegularExpressions;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads calls with their results.</summary>
internal static partial class ExampleWords
{
    private static readonly SearchValues<char> CodeSigns = SearchValues.Create("()[]{}\"'`=<>");

    /// <summary>Returns one example that is all of a text: a call, a sign or a verb, and a result; null if it is not one.</summary>
    public static JsonValue? Read(RichText text)
    {
        if (text.HasGap)
        {
            return null;
        }

        var plain = text.Plain.Trim();
        return CallEnd(plain) is var end and > 0 && Between().Match(plain, end) is { Success: true } sign
            ? Of(plain[..end], plain[(sign.Index + sign.Length)..].TrimEnd('.', ';', ' '), sign.Groups["raises"].Success) : null;
    }

    /// <summary>Returns the examples of code: prompts with results, assertions, and calls with a result behind them.</summary>
    /// <returns>Null if it has none; an empty list if a part of it is not clear.</returns>
    public static IReadOnlyList<JsonValue>? Code(IReadOnlyList<RichText> lines)
    {
        var examples = new List<JsonValue>();
        var (any, isPrompt) = (false, lines.Any(line => line.Plain.StartsWith(">>> ", StringComparison.Ordinal)));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Plain.Trim();
            if (line.Length == 0 || (!isPrompt && (line[0] == '#' || line.StartsWith("//", StringComparison.Ordinal))))
            {
                continue;
            }

            JsonValue? example;
            if (isPrompt)
            {
                if (!line.StartsWith(">>> ", StringComparison.Ordinal))
                {
                    continue;
                }

                var result = i + 1 < lines.Count ? lines[i + 1].Plain.Trim() : "";
                if (Import().IsMatch(line) || result.StartsWith("...", StringComparison.Ordinal) && CallEnd(line[4..]) <= 0)
                {
                    continue;
                }

                var isError = result.StartsWith("Traceback", StringComparison.Ordinal);
                var last = lines.Skip(i + 1).TakeWhile(l => l.Plain.Trim().Length > 0
                    && !l.Plain.StartsWith(">>>", StringComparison.Ordinal)).ToList();
                var error = isError ? ErrorName().Match(last[^1].Plain).Value : "";
                example = isError ? Of(line[4..], error, true)
                    : last.Count == 1 ? Of(line[4..], result, false, isLiteral: true) : null;
            }
            else
            {
                example = Equality().Match(line) is { Success: true } equality
                    ? Of(equality.Groups["call"].Value, equality.Groups["result"].Value, false, isLiteral: true)
                    : Assertion().Match(line) is { Success: true } assertion
                    ? Read(RichTextBuilder.Of("", assertion.Groups["rest"].Value, 0)) : CodeLine(line);
                if (example is null && (CallEnd(line) <= 0
                    || Literals.Arguments(line[(line.IndexOf('(') + 1)..(CallEnd(line) - 1)]) is null))
                {
                    if (CallEnd(line) > 0)
                    {
                        // A call with a variable shows no result.
                        continue;
                    }

                    return any ? [] : null;
                }
            }

            any = true;
            if (example is null)
            {
                return [];
            }

            examples.Add(example);
        }

        return any ? examples : null;
    }

    /// <summary>Returns the example of a call and its result; null if they are not clear.</summary>
    public static JsonValue? Of(string call, string result, bool raises, bool isLiteral = false)
    {
        call = call.Trim().TrimEnd(';').Trim();
        if (CallEnd(call) != call.Length || call.Length == 0)
        {
            return null;
        }

        var bracket = call.IndexOf('(', StringComparison.Ordinal);
        var name = call[..bracket].Split('.')[^1];
        return Literals.Arguments(call[(bracket + 1)..^1]) is { } arguments ? Of(name, arguments, result, raises, isLiteral) : null;
    }

    /// <summary>Returns the example of a function, its arguments and its result.</summary>
    public static JsonValue? Of(string name, IReadOnlyList<JsonValue> arguments, string result, bool raises, bool isLiteral = false)
    {
        result = result.Trim();
        if (RaisesPrefix().Match(result) is { Success: true } prefix)
        {
            (raises, result) = (true, result[prefix.Length..].Trim());
        }

        List<KeyValuePair<string, JsonValue>> members = [new("function", name)];
        if (arguments.Count > 0)
        {
            members.Add(new("args", JsonValue.FromItems(arguments)));
        }

        if (raises)
        {
            if (!Exception().IsMatch(result))
            {
                return null;
            }

            members.Add(new("raises", Exception().Match(result).Groups["name"].Value));
        }
        else if (Bare(result, isLiteral) is { } value)
        {
            members.Add(new("returns", value));
        }
        else
        {
            return null;
        }

        return JsonValue.FromMembers(members);
    }

    /// <summary>Returns a value that is all of a text; text without quotation marks is a string.</summary>
    public static JsonValue? Bare(string text, bool isLiteral = false) =>
        text.Length == 0 ? null
        : Literals.Read(text) is { } literal ? literal
        : !isLiteral && !text.AsSpan().ContainsAny(CodeSigns) && text.Length <= 200 ? JsonValue.FromString(text) : null;

    /// <summary>Where the call ends that a text begins with; 0 if it begins with none.</summary>
    public static int CallEnd(string text)
    {
        var name = CallName().Match(text);
        if (!name.Success)
        {
            return 0;
        }

        var (depth, quote) = (0, '\0');
        for (var i = name.Length - 1; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
                continue;
            }

            quote = c is '"' or '\'' ? c : '\0';
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static JsonValue? CodeLine(string line)
    {
        var end = CallEnd(line);
        return end > 0 && CodeBetween().Match(line, end) is { Success: true } sign
            ? Of(line[..end], line[(sign.Index + sign.Length)..], sign.Groups["raises"].Success, isLiteral: true) : null;
    }

    /// <summary>Returns the examples of running text: each of its parts has to be one, or none of them counts.</summary>
    public static IReadOnlyList<JsonValue>? All(RichText text)
    {
        var rest = Introduction().Match(text.Plain) is { Success: true } introduction ? text.From(introduction.Length) : text;
        if (Read(rest) is { } only)
        {
            return [only];
        }

        var examples = ListParts.Of(rest).Select(Read).ToList();
        return examples.Count > 0 && !examples.Contains(null) ? examples.OfType<JsonValue>().ToList() : null;
    }

    [GeneratedRegex(@"^(?:[A-Za-z_]\w*\.){0,3}[A-Za-z_]\w*\(", RegexOptions.CultureInvariant)]
    private static partial Regex CallName();

    [GeneratedRegex(@"\G\s*(?:(?:\u2192|\u21D2|->|=>|==|=|:|returns|gives|is|yields|evaluates to|ergibt|liefert)(?:\s+(?=raises|"
        + @"throws))?|(?<raises>raises|throws|fails with|wirft))\s+(?:an? )?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    [GeneratedRegex(@"\G\s*;?\s*(?:(?:\#|//)\s*(?:->|=>|\u2192|==|=|returns?:?)?|\u2192|->|=>|==|=)\s*(?<raises>raises|throws)?\s*",
        RegexOptions.CultureInvariant)]
    private static partial Regex CodeBetween();

    [GeneratedRegex(@"^(?:For example|For instance|E\.g\.|Example|So|Thus|Hence|Here|Then|Zum Beispiel|Beispiel),?:? ",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Introduction();

    [GeneratedRegex(@"^Assert\.Equal\((?<result>""(?:[^""\\]|\\.)*""|[\w.-]+), (?<call>.+)\);?$", RegexOptions.CultureInvariant)]
    private static partial Regex Equality();

    [GeneratedRegex(@"^assert\s+(?<rest>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Assertion();

    [GeneratedRegex(@"^>>> (?:from|import)\b|^>>> \w+ = ", RegexOptions.CultureInvariant)]
    private static partial Regex Import();

    [GeneratedRegex(@"^(?:raises|throws|fails with|error:?|wirft)\s+(?:an? )?", RegexOptions.CultureInvariant)]
    private static partial Regex RaisesPrefix();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w.]*)(?:\(.*\)|:.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Exception();

    [GeneratedRegex(@"^[A-Za-z_][\w.]*", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorName();
}
