using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>
/// Reads JSON (RFC 8259) as people write it: goes on after a mistake, reports each once and keeps every place. It never throws,
/// and it always ends: each turn of each loop consumes a character or leaves the loop.
/// </summary>
internal sealed partial class JsonTreeReader(string text, FindingList findings)
{
    private const int SmallObject = 8;

    private int _at;
    private int _values;
    private int _depth;
    private int _openArrays;
    private int _openObjects;
    private bool _innermostIsArray;

    /// <summary>Syntax errors so far; a value during which it grew is broken.</summary>
    private int _errors;

    /// <summary>True after a limit skipped the rest of the file: open brackets are not reported.</summary>
    private bool _abandoned;

    /// <summary>True if the next item of an array follows an unclosed object: a missing comma is not reported.</summary>
    private bool _resumed;

    /// <summary>How many values are read; a package that was within the limits before its defaults were applied may have more.</summary>
    public int MaximumValues { get; init; } = TaskFileLimits.Values;

    /// <summary>The task that begins at an offset, if it is read separately from the file.</summary>
    public Func<int, SlicedNode?>? TaskAt { get; init; }

    /// <summary>True if brackets did not pair up, so that what belongs to which task is a guess.</summary>
    public bool StructureUncertain { get; private set; }

    /// <summary>The value of the file; null if it has none.</summary>
    public JsonNode? Read()
    {
        if (text.Length > 0 && text[0] == '\uFEFF')
        {
            _at = 1;
        }

        SkipTrivia();
        if (AtEnd || Current is ',' or ':' or ']' or '}')
        {
            Unexpected("an array of tasks");
            StructureUncertain = true;
            return null;
        }

        // The list of tasks is the first level, whether an object is around it or not: both forms of a file hold the same tasks.
        _depth = Current == '{' ? -1 : 0;
        var root = ReadValue();
        SkipTrivia();
        if (!AtEnd && !_abandoned)
        {
            Unexpected("the end of the file");
            StructureUncertain = true;
        }

        return root;
    }

    /// <summary>The value of a text that is one task, cut from its file: it stands inside the list.</summary>
    public JsonNode ReadTask()
    {
        (_depth, _openArrays, _innermostIsArray) = (1, 1, true);
        return ReadValue();
    }

    private bool AtEnd => _at >= text.Length;

    private char Current => text[_at];

    private JsonNode ReadValue() => TaskHere() is { } task ? Skip(task) : _values++ >= MaximumValues ? Abandon() : Current switch
    {
        '{' => ReadContainer(array: false),
        '[' => ReadContainer(array: true),
        '"' => ReadString('"'),
        '\'' => ReadForeignString('\''),
        '\u201C' or '\u201D' => ReadForeignString('\u201D'),
        '\u2018' or '\u2019' => ReadForeignString('\u2019'),
        _ => ReadBareValue(),
    };

    /// <summary>
    /// The task that is read apart, where the reader is at an item of the list of tasks; only there are its brackets known to be in order.
    /// </summary>
    private SlicedNode? TaskHere() =>
        TaskAt is not null && _depth == 1 && _innermostIsArray && !_abandoned && Current == '{' ? TaskAt(_at) : null;

    private SlicedNode Skip(SlicedNode task)
    {
        _at = task.Span.End;
        _values += task.Slice.Values;
        _errors += task.IsBroken ? 1 : 0;
        return task;
    }

    private JsonNode ReadContainer(bool array)
    {
        if (_depth == TaskFileLimits.Depth)
        {
            Error(RuleTable.NestedTooDeeply, new(_at, 1), TaskFileLimits.Depth.ToString(CultureInfo.InvariantCulture));
            return SkipContainer();
        }

        _depth++;
        var node = array ? ReadArray() : ReadObject();
        _depth--;
        return node;
    }

    private JsonNode ReadArray()
    {
        var start = _at++;
        var errors = _errors;
        var items = new List<JsonNode>();
        var comma = -1;
        var separated = true;
        var insideArray = _innermostIsArray;
        _innermostIsArray = true;
        _openArrays++;
        while (true)
        {
            SkipTrivia();
            if (AtEnd || (Current == '}' && _openObjects > 0))
            {
                NeverClosed(start, ']');
                break;
            }

            if (Current == ']')
            {
                TrailingComma(comma, ']');
                _at++;
                break;
            }

            if (Current is ',' or ':' or '}')
            {
                Unexpected(separated ? "a value" : "',' or ']'");
                _at++;
                (separated, comma) = (true, -1);
                continue;
            }

            if (!separated && !_resumed)
            {
                Unexpected("',' or ']'");
            }

            _resumed = false;
            items.Add(ReadValue());
            SkipTrivia();
            separated = !AtEnd && Current == ',';
            comma = separated ? _at++ : -1;
        }

        _openArrays--;
        _innermostIsArray = insideArray;
        _resumed = false;
        return new(JsonKind.Array, TextSpan.FromBounds(start, _at)) { Items = items, IsBroken = errors != _errors };
    }

    private JsonNode ReadObject()
    {
        var start = _at++;
        var errors = _errors;
        var insideArray = _innermostIsArray;
        _innermostIsArray = false;
        var members = new List<JsonMember>();
        Dictionary<string, TextSpan>? index = null;
        var comma = -1;
        var separated = true;
        _openObjects++;
        while (true)
        {
            SkipTrivia();
            if (AtEnd || (Current == ']' && _openArrays > 0))
            {
                NeverClosed(start, '}');
                break;
            }

            if (Current == '}')
            {
                TrailingComma(comma, '}');
                _at++;
                break;
            }

            if (Current == '{' && insideArray && members.Count > 0)
            {
                // The next task begins before this one has ended.
                NeverClosed(start, '}');
                _at = comma >= 0 ? comma : _at;
                _resumed = comma < 0;
                break;
            }

            if (Current is ',' or ':' or ']' or '{' or '[')
            {
                Unexpected(separated ? "a property name in double quotes" : "',' or '}'");
                _at = Current is '{' or '[' ? ReadContainer(Current == '[').Span.End : _at + 1;
                (separated, comma) = (true, -1);
                continue;
            }

            if (!separated)
            {
                Unexpected("',' or '}'");
            }

            var name = ReadName();
            var member = new JsonMember(name.Text, name.Span, ReadMemberValue());
            NoteDuplicate(members, ref index, member);
            members.Add(member);
            SkipTrivia();
            separated = !AtEnd && Current == ',';
            comma = separated ? _at++ : -1;
        }

        _openObjects--;
        _innermostIsArray = insideArray;
        return new(JsonKind.Object, TextSpan.FromBounds(start, _at)) { Members = members, IsBroken = errors != _errors };
    }

    private JsonNode ReadMemberValue()
    {
        SkipTrivia();
        if (!AtEnd && Current == ':')
        {
            _at++;
        }
        else
        {
            Unexpected("':'");
            if (!AtEnd && Current == '=')
            {
                _at++;
            }
            else if (AtEnd || Current is ',' or '}' or ']')
            {
                return Missing();
            }
        }

        SkipTrivia();
        if (AtEnd || Current is ',' or '}' or ']' or ':')
        {
            Unexpected("a value");
            if (!AtEnd && Current == ':')
            {
                _at++;
            }

            return Missing();
        }

        return ReadValue();
    }

    private JsonNode Missing() =>
        _values++ >= MaximumValues ? Abandon() : new(JsonKind.Null, new(_at, 0)) { Text = "null", IsBroken = true };

    /// <summary>Passes over the rest of a file with more values than memory should hold.</summary>
    private JsonNode Abandon()
    {
        if (!_abandoned)
        {
            Error(RuleTable.TooLarge, new(_at, AtEnd ? 0 : 1), "it has more values than this",
                MaximumValues.ToString("N0", CultureInfo.InvariantCulture) + " values");
        }

        (_at, _abandoned, StructureUncertain) = (text.Length, true, true);
        return new(JsonKind.Null, new(_at, 0)) { Text = "null", IsBroken = true };
    }

    private void NoteDuplicate(List<JsonMember> members, ref Dictionary<string, TextSpan>? index, JsonMember member)
    {
        TextSpan? first = null;
        if (members.Count < SmallObject)
        {
            first = members.Find(m => m.Name == member.Name)?.NameSpan;
        }
        else
        {
            if (index is null)
            {
                index = new(StringComparer.Ordinal);
                foreach (var earlier in members)
                {
                    if (!index.ContainsKey(earlier.Name))
                    {
                        index.Add(earlier.Name, earlier.NameSpan);
                    }
                }
            }

            if (index.TryGetValue(member.Name, out var found))
            {
                first = found;
            }
            else
            {
                index.Add(member.Name, member.NameSpan);
            }
        }

        if (first is { } place)
        {
            findings.AddRepetition(RuleTable.DuplicateProperty, member.NameSpan, place, Display.Of(member.Name));
        }
    }

    private void TrailingComma(int comma, char bracket)
    {
        if (comma >= 0)
        {
            findings.Add(RuleTable.TrailingComma, new(comma, 1), bracket.ToString());
        }
    }

    private void NeverClosed(int start, char bracket)
    {
        StructureUncertain = true;
        if (_abandoned)
        {
            _errors++;
            return;
        }

        Error(RuleTable.NeverClosed, new(start, 1), text[start].ToString(), bracket.ToString());
    }

    private void Error(RuleDescriptor rule, TextSpan span, params string[] arguments) => ErrorSuggesting(null, rule, span, arguments);

    private void ErrorSuggesting(string? suggestion, RuleDescriptor rule, TextSpan span, params string[] arguments)
    {
        _errors++;
        findings.AddSuggesting(suggestion, rule, span, arguments);
    }
}
