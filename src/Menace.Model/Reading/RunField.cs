using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads and writes <c>run</c>, <c>retries</c> and <c>concurrency</c>.</summary>
internal static class RunField
{
    /// <summary>Repetitions of a failed run.</summary>
    public const int MostRetries = 10;

    public static readonly FieldType<TaskRun?> Type = new(Read, Write, JsonValue.FromMembers([]));

    public static readonly FieldType<int?> Retries = new(ReadRetries, count => count is { } number ? (JsonValue)number : null, 0);

    public static readonly FieldType<RunConcurrency?> Concurrency =
        new(ReadConcurrency, value => value is { } known ? JsonValue.FromString(NameOf(known)) : null, "");

    private static readonly string[] Properties = ["function", "args"];

    private static string NameOf(RunConcurrency value) => value.ToString().ToLowerInvariant();

    private static TaskRun? Read(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, path, "an object with 'function' and 'args'");
            return null;
        }

        var run = new TaskRun();
        foreach (var member in node.Members)
        {
            var property = path + "." + member.Name;
            switch (member.Name)
            {
                case "function":
                    run = run with { Function = shape.String(member.Value, property) };
                    break;
                case "args" when member.Value.Kind == JsonKind.Array:
                    run = run with { Args = [.. member.Value.Items.Select(item => item.ToValue())] };
                    break;
                case "args":
                    shape.WrongType(member.Value, property, "an array of arguments");
                    break;
                default:
                    shape.Unknown(member, path + ".", Properties);
                    break;
            }
        }

        return run;
    }

    private static JsonValue? Write(TaskRun? run)
    {
        if (run is null)
        {
            return null;
        }

        List<KeyValuePair<string, JsonValue>> members = [];
        if (run.Function is { } function)
        {
            members.Add(new("function", function));
        }

        if (run.Args.Count > 0)
        {
            members.Add(new("args", JsonValue.FromItems(run.Args)));
        }

        return JsonValue.FromMembers(members);
    }

    private static int? ReadRetries(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind == JsonKind.Number && int.TryParse(node.Text, out var count) && count is >= 0 and <= MostRetries)
        {
            return count;
        }

        shape.WrongType(node, path, "a whole number from 0 to 10");
        return null;
    }

    private static RunConcurrency? ReadConcurrency(ShapeReader shape, JsonNode node, string path)
    {
        RunConcurrency? value = node.Kind != JsonKind.String ? null : node.Text switch
        {
            "forbid" => RunConcurrency.Forbid,
            "allow" => RunConcurrency.Allow,
            "replace" => RunConcurrency.Replace,
            _ => null,
        };
        if (value is null)
        {
            shape.WrongType(node, path, "\"forbid\", \"allow\" or \"replace\"");
        }

        return value;
    }
}
