using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Pipeline.Storage;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Menace.Pipeline.Development;

/// <summary>
/// Reads a plan as plain data, first as JSON, then as YAML 1.2 (core schema: <c>yes</c> is text). No tag is followed, so nothing in a plan
/// names a type, and an alias counts as what it stands for, so a small text cannot become a large plan.
/// </summary>
internal static partial class PlanText
{
    private const int MostValues = 100_000;
    private const int Deepest = 64;

    /// <summary>The root of the plan, or null and the <paramref name="problem"/>.</summary>
    public static JsonValue? Read(string text, out string? problem)
    {
        problem = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return StageFile.ToValue(document.RootElement);
        }
        catch (JsonException json)
        {
            try
            {
                return new YamlReader(text).Read();
            }
            catch (YamlException yaml)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"line {yaml.Start.Line}, column {yaml.Start.Column}");
                problem = text.TrimStart() is ['{' or '[', ..] ? $"as JSON: {json.Message}; as YAML: {place}: {yaml.Message}" : $"{place}: {yaml.Message}";
                return null;
            }
        }
    }

    /// <summary>Numbers of the core schema that are numbers of JSON too; others stay text.</summary>
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();

    private sealed class YamlReader(string text)
    {
        private readonly Parser _parser = new(new StringReader(text));
        private readonly Dictionary<AnchorName, (JsonValue Value, int Size)> _anchors = [];

        public JsonValue Read()
        {
            _parser.Consume<StreamStart>();
            if (_parser.Accept<StreamEnd>(out var end))
            {
                throw new YamlException(end!.Start, end.End, "the plan is empty");
            }

            _parser.Consume<DocumentStart>();
            var (root, _) = ReadNode(0);
            _parser.Consume<DocumentEnd>();
            if (!_parser.Accept<StreamEnd>(out _))
            {
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a plan is one document, but another one begins here");
            }

            return root;
        }

        /// <summary>A node and the number of values in it, aliases followed.</summary>
        private (JsonValue Value, int Size) ReadNode(int depth)
        {
            var start = _parser.Current ?? throw new YamlException("the plan ends too early");
            if (depth > Deepest)
            {
                throw new YamlException(start.Start, start.End, $"it is nested deeper than {Deepest} levels");
            }

            if (start is NodeEvent { Tag.IsEmpty: false } tagged)
            {
                throw new YamlException(start.Start, start.End, $"the tag '{tagged.Tag}' is not allowed: a plan is plain data");
            }

            if (_parser.TryConsume<AnchorAlias>(out var alias))
            {
                return _anchors.TryGetValue(alias.Value, out var target)
                    ? target
                    : throw new YamlException(alias.Start, alias.End, $"the anchor '{alias.Value}' is not defined before it is used");
            }

            if (_parser.TryConsume<Scalar>(out var scalar))
            {
                return Remember(scalar, FromScalar(scalar), 1);
            }

            return _parser.TryConsume<SequenceStart>(out var sequence) ? ReadSequence(sequence, depth) : ReadMapping(depth);
        }

        private (JsonValue Value, int Size) ReadSequence(SequenceStart start, int depth)
        {
            List<JsonValue> items = [];
            var size = 1;
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Count(ReadNode(depth + 1), ref size));
            }

            return Remember(start, JsonValue.FromItems(items), size);
        }

        private (JsonValue Value, int Size) ReadMapping(int depth)
        {
            var start = _parser.Consume<MappingStart>();
            List<KeyValuePair<string, JsonValue>> members = [];
            HashSet<string> names = new(StringComparer.Ordinal);
            var size = 1;
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                var at = _parser.Current!;
                var key = Count(ReadNode(depth + 1), ref size);
                if (key.Kind is JsonKind.Array or JsonKind.Object || !names.Add(key.Text))
                {
                    throw new YamlException(at.Start, at.End, key.Text.Length == 0 ? "a key must be text" : $"the key '{key.Text}' is there twice");
                }

                members.Add(new(key.Text, Count(ReadNode(depth + 1), ref size)));
            }

            return Remember(start, JsonValue.FromMembers(members), size);
        }

        private JsonValue Count((JsonValue Value, int Size) node, ref int size)
        {
            size += node.Size;
            return size <= MostValues
                ? node.Value
                : throw new YamlException(_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty, $"with its aliases it has more than {MostValues} values");
        }

        private (JsonValue Value, int Size) Remember(NodeEvent node, JsonValue value, int size)
        {
            if (!node.Anchor.IsEmpty)
            {
                _anchors[node.Anchor] = (value, size);
            }

            return (value, size);
        }

        private static JsonValue FromScalar(Scalar scalar) => scalar switch
        {
            { Style: not ScalarStyle.Plain } => JsonValue.FromString(scalar.Value),
            { Value: "" or "~" or "null" or "Null" or "NULL" } => JsonValue.Null,
            { Value: "true" or "True" or "TRUE" } => JsonValue.FromBoolean(true),
            { Value: "false" or "False" or "FALSE" } => JsonValue.FromBoolean(false),
            _ when Number().IsMatch(scalar.Value) => JsonValue.FromNumberText(scalar.Value),
            _ => JsonValue.FromString(scalar.Value),
        };
    }
}
