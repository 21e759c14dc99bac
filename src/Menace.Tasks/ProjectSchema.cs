using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>
/// The JSON schema with what this project has: every editor that reads schemas completes its names. They are proposed, not demanded:
/// the file is as old as the last build, and what is unknown is the analyzer's to say.
/// </summary>
internal static class ProjectSchema
{
    private static readonly JsonSerializerOptions Format =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes the schema of a project whose tasks are <paramref name="package"/> to <paramref name="path"/>, unless it is there already.
    /// </summary>
    /// <param name="general">The schema that ships with the package.</param>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="package">The tasks that could be read.</param>
    /// <param name="templates">Names of the project's templates, those that ship with the product among them.</param>
    public static void Write(string general, string path, TaskPackage package, IEnumerable<string> templates)
    {
        var definitions = JsonNode.Parse(general)!["definitions"]!;
        Propose(definitions["taskName"]!, package.Tasks.Select(task => task.Name));
        Propose(definitions["template"]!, templates);
        Propose(definitions["capability"]!, package.Tasks.SelectMany(task => task.Metadata.Capabilities));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteIfDifferent(path, JsonSerializer.SerializeToUtf8Bytes(definitions.Root, Format));
    }

    private static void Propose(JsonNode definition, IEnumerable<string> values)
    {
        JsonArray known = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(value => (JsonNode)value)];

        // An empty enum allows nothing, and is not a valid schema.
        if (known.Count > 0)
        {
            definition["anyOf"] = new JsonArray(new JsonObject { ["enum"] = known }, new JsonObject());
        }
        else
        {
            definition.AsObject().Remove("anyOf");
        }
    }
}
