using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads the object <c>metadata</c>.</summary>
internal sealed class MetadataBinder(ShapeReader shape)
{
    /// <summary>The keys that format v1 gives a meaning.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "purpose", "functions", "function_docs", "description", "language", "template", "capabilities", "level", "io", "io_format", "tags",
        "license", "packages", "code_file", "tests", "tests_file", "examples", "smoke", "files", "path",
    ];

    private static readonly string[] ExampleProperties = ["function", "args", "returns", "raises", "prints"];

    public MetadataSource? Bind(JsonNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, "metadata", "an object");
            return null;
        }

        var metadata = new MetadataSource();
        foreach (var member in node.Members)
        {
            Bind(metadata, member, "metadata." + member.Name);
        }

        return metadata;
    }

    private void Bind(MetadataSource metadata, JsonMember member, string path)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "purpose": metadata.Purpose = shape.String(value, path); break;
            case "functions": metadata.Functions = shape.Strings(value, path); break;
            case "function_docs": metadata.FunctionDocs = shape.StringMap(value, path, "functions to text"); break;
            case "description": metadata.Description = shape.String(value, path); break;
            case "language": metadata.Language = BotLanguages.Parse(shape.String(value, path)); break;
            case "template": metadata.Template = shape.String(value, path); break;
            case "capabilities": metadata.Capabilities = shape.Strings(value, path); break;
            case "level": metadata.Level = shape.String(value, path); break;
            case "io": metadata.Io = shape.String(value, path); break;
            case "io_format": metadata.Io ??= shape.String(value, path); break;
            case "tags": metadata.Tags = shape.Strings(value, path); break;
            case "license": metadata.License = shape.String(value, path); break;
            case "packages": metadata.Packages = shape.Strings(value, path); break;
            case "code_file": metadata.CodeFile = shape.Path(value, path); break;
            case "tests": metadata.Tests = shape.String(value, path); break;
            case "tests_file": metadata.TestsFiles = BindPaths(value, path); break;
            case "examples": metadata.Examples = BindExamples(value, path); break;
            case "smoke": metadata.Smoke = BindSmoke(value, path); break;
            case "files": metadata.Files = BindFiles(value, path); break;
            case "path": metadata.Path = shape.String(value, path); break;
            default:
                shape.Unknown(member, "metadata.", Keys, onlyNear: true);
                (metadata.Extra ??= new(StringComparer.Ordinal))[member.Name] = value.ToValue();
                break;
        }
    }

    private List<string>? BindPaths(JsonNode node, string path)
    {
        if (node.Kind is JsonKind.String)
        {
            return [shape.Path(node, path)!];
        }

        if (node.Kind is JsonKind.Array)
        {
            return shape.Strings(node, path)?.Select(p => p.Replace('\\', '/')).ToList();
        }

        shape.WrongType(node, path, "a path or an array of paths");
        return null;
    }

    /// <summary><c>true</c> names every function, as <see cref="TaskMetadata.AllFunctions"/>.</summary>
    private IReadOnlyList<string>? BindSmoke(JsonNode node, string path)
    {
        if (node.Kind == JsonKind.Boolean)
        {
            return node.ToValue().Text == "true" ? [TaskMetadata.AllFunctions] : [];
        }

        if (node.Kind == JsonKind.Array)
        {
            return shape.Strings(node, path);
        }

        shape.WrongType(node, path, "true, false or an array of functions");
        return null;
    }

    private Dictionary<string, string>? BindFiles(JsonNode node, string path)
    {
        var files = shape.StringMap(node, path, "paths in the repository to paths beside tasks.json");
        if (files is null)
        {
            return null;
        }

        var normal = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            normal[file.Key.Replace('\\', '/')] = file.Value.Replace('\\', '/');
        }

        return normal;
    }

    private List<TaskExample>? BindExamples(JsonNode node, string path)
    {
        if (node.Kind != JsonKind.Array)
        {
            shape.WrongType(node, path, "an array of examples");
            return null;
        }

        var examples = new List<TaskExample>();
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (BindExample(node.Items[i], ShapeReader.Element(path, i)) is { } example)
            {
                examples.Add(example);
            }
        }

        return examples;
    }

    private TaskExample? BindExample(JsonNode node, string path)
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
                    shape.Unknown(member, path + ".", ExampleProperties);
                    break;
            }
        }

        return function.Value.Kind == JsonKind.String ? example : null;
    }
}
