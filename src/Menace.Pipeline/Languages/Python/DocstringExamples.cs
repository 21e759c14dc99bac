using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// The examples in docstrings of Python: <c>&gt;&gt;&gt; f(1, "a")</c> with its result on the next line. Only calls of one function with
/// literals count, whose result is a literal of one line; anything else is left out. Nothing is executed.
/// </summary>
internal static partial class DocstringExamples
{
    private const string Prompt = ">>> ";
    private const int Most = 20;

    private static readonly string[] Ends = [">>>", "\"\"\"", "'''"];

    /// <summary>The examples of <paramref name="function"/> in <paramref name="code"/>.</summary>
    public static IReadOnlyList<TaskExample> Of(string function, string code)
    {
        List<TaskExample> examples = [];
        var lines = code.Split('\n').Select(line => line.Trim()).ToArray();
        for (var i = 0; i + 1 < lines.Length && examples.Count < Most; i++)
        {
            var isOneLine = i + 2 == lines.Length || lines[i + 2].Length == 0
                || Ends.Any(end => lines[i + 2].StartsWith(end, StringComparison.Ordinal));
            if (lines[i].StartsWith(Prompt + function + "(", StringComparison.Ordinal) && lines[i].EndsWith(')') && isOneLine
                && Literal('[' + lines[i][(Prompt.Length + function.Length + 1)..^1] + ']') is { } arguments
                && Literal(lines[i + 1]) is { } result)
            {
                examples.Add(new() { Function = function, Args = arguments.Items, Returns = result });
            }
        }

        return examples;
    }

    private static JsonValue? Literal(string text)
    {
        try
        {
            var reader = new LiteralReader(text);
            var value = reader.Read(0);
            return reader.IsAtEnd ? value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads a literal that JSON can express: no tuple, set, bytes, prefix or key other than a string.</summary>
    private sealed class LiteralReader(string text)
    {
        private const int Deepest = 32;

        private int _at;

        public bool IsAtEnd
        {
            get
            {
                Skip();
                return _at == text.Length;
            }
        }

        public JsonValue Read(int depth)
        {
            Skip();
            return depth > Deepest ? throw new FormatException() : Peek() switch
            {
                '[' => List(depth),
                '{' => Map(depth),
                '"' or '\'' => JsonValue.FromString(String()),
                _ => Word(),
            };
        }

        private JsonValue List(int depth)
        {
            List<JsonValue> items = [];
            for (Take('['); !TryTake(']'); TakeComma(']'))
            {
                items.Add(Read(depth + 1));
            }

            return JsonValue.FromItems(items);
        }

        private JsonValue Map(int depth)
        {
            List<KeyValuePair<string, JsonValue>> members = [];
            for (Take('{'); !TryTake('}'); TakeComma('}'))
            {
                Skip();
                var key = String();
                Take(':');
                members.Add(new(key, Read(depth + 1)));
            }

            return JsonValue.FromMembers(members);
        }

        private string String()
        {
            var quote = Peek();
            if (quote is not ('"' or '\''))
            {
                throw new FormatException();
            }

            var value = new StringBuilder();
            for (_at++; Peek() != quote; _at++)
            {
                value.Append(Peek() == '\\' ? Escape(text[Math.Min(++_at, text.Length - 1)]) : Peek());
            }

            _at++;
            return value.ToString();
        }

        private static char Escape(char character) => character switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '\\' or '"' or '\'' => character,
            _ => throw new FormatException(),
        };

        private JsonValue Word()
        {
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '-' or '+'))
            {
                _at++;
            }

            return text[start.._at] switch
            {
                "True" => JsonValue.FromBoolean(true),
                "False" => JsonValue.FromBoolean(false),
                "None" => JsonValue.Null,
                var number when JsonNumber().IsMatch(number) => JsonValue.FromNumberText(number),
                _ => throw new FormatException(),
            };
        }

        private char Peek() => _at < text.Length ? text[_at] : throw new FormatException();

        private void Skip()
        {
            while (_at < text.Length && text[_at] is (' ' or '\t'))
            {
                _at++;
            }
        }

        private bool TryTake(char character)
        {
            Skip();
            var isHere = Peek() == character;
            _at += isHere ? 1 : 0;
            return isHere;
        }

        private void Take(char character)
        {
            if (!TryTake(character))
            {
                throw new FormatException();
            }
        }

        private void TakeComma(char end)
        {
            Skip();
            if (Peek() != end)
            {
                Take(',');
            }
        }
    }

    /// <summary>A number of JSON, which is one of Python; not all of those are.</summary>
    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();
}
