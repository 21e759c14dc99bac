using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads and writes <c>metadata.examples</c>.</summary>
internal static class ExampleField
{
    public static readonly FieldType<IReadOnlyList<TaskExample>> Type = new(
        Read,
        examples => examples.Count > 0 || ReferenceEquals(examples, TaskMetadata.NoExamples)
            ? JsonValue.FromItems([.. examples.Select(WriteExample)]) : null,
        JsonValue.FromItems([]));

    private static readonly string[] Properties = ["function", "args", "returns", "raises", "prints"];

    private static IReadOnlyList<TaskExample>? Read(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind != JsonKind.Array)
        {
            shape.WrongType(node, path, "an array of examples");
            return null;
        }

        var examples = new List<TaskExample>();
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (ReadExample(shape, node.Items[i], ShapeReader.Element(path, i)) is { } example)
            {
                examples.Add(example);
            }
        }

        return node.Items.Count == 0 ? TaskMetadata.NoExamples : examples;
    }

    private static TaskExample? ReadExample(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, path, "an object with 'function', 'args' and one of 'returns', 'raises' and 'prints'");
            return null;
        }

        if (node.Find("function") is not { } function)
        {
            shape.Missing(node, path + ".function");
            return null;
        }

        var example = new TaskExample { Function = shape.String(function.Value, path + ".function") ?? "" };
        foreach (var member in node.Members)
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "function":
                    break;
                case "args" when value.Kind == JsonKind.Array:
                    example = example with { Args = [.. value.Items.Select(v => v.ToValue())] };
                    break;
                case "args":
                    shape.WrongType(value, path + ".args", "an array of arguments");
                    break;
                case "returns":
                    example = example with { Returns = value.ToValue() };
                    break;
                case "raises":
                    example = example with { Raises = shape.String(value, path + ".raises") };
                    break;
                case "prints":
                    example = example with { Prints = shape.String(value, path + ".prints") };
                    break;
                default:
                    shape.Unknown(member, path + ".", Properties);
                    break;
            }
        }

        return function.Value.Kind == JsonKind.String ? example : null;
    }

    private static JsonValue WriteExample(TaskExample example)
    {
        List<KeyValuePair<string, JsonValue>> members = [new("function", example.Function)];
        Add("args", example.Args.Count > 0 ? JsonValue.FromItems(example.Args) : null);
        Add("returns", example.Returns);
        Add("raises", example.Raises is { } raises ? JsonValue.FromString(raises) : null);
        Add("prints", example.Prints is { } prints ? JsonValue.FromString(prints) : null);
        return JsonValue.FromMembers(members);

        void Add(string name, JsonValue? value)
        {
            if (value is not null)
            {
                members.Add(new(name, value));
            }
        }
    }
}
