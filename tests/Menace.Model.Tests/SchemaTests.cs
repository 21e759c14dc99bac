using System.Runtime.CompilerServices;
using System.Text.Json;
using Json.Schema;
using Menace.Samples;

namespace Menace.Model.Tests;

/// <summary>The schema that ships with the package and the reader say the same of the shape of a task list.</summary>
public sealed class SchemaTests
{
    private static readonly string[] Shape = ["MENACE1101", "MENACE1102", "MENACE1103", "MENACE1104"];

    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Root(), "src/Menace.Sdk/schema/tasks.schema.json")));

    [Fact]
    public void It_is_a_schema_of_draft_7() =>
        Assert.True(MetaSchemas.Draft7.Evaluate(JsonDocument.Parse(JsonSerializer.Serialize(Schema)).RootElement).IsValid);

    [Theory]
    [InlineData("samples/quickstart/tasks.json")]
    [InlineData("samples/fleet/tasks.json")]
    public void It_accepts_the_samples(string path) => Assert.True(IsAccepted(File.ReadAllText(Path.Combine(Root(), path))));

    [Fact]
    public void It_refuses_what_the_reader_refuses_for_its_shape()
    {
        // A quantity is text for a schema, and near misses of keys that templates may use are for the reader alone.
        string[] unseen = ["\"lots\"", "\"purpos\"", "\"2 parsecs\""];
        var accepted = RuleSamples.All.Where(sample => Shape.Contains(sample.Id) && !unseen.Any(text => sample.Text.Contains(text, StringComparison.Ordinal)) && IsAccepted(sample.Text));

        Assert.Empty(accepted.Select(sample => sample.Text));
    }

    [Fact]
    public void It_accepts_what_the_reader_finds_well_shaped()
    {
        string[] rulesOfMeaning = ["MENACE12", "MENACE13", "MENACE14", "MENACE15", "MENACE16", "MENACE17"];
        string[] stricter = ["MENACE1203", "MENACE1204", "MENACE1205", "MENACE1207", "MENACE1605", "MENACE1612"];
        var refused = RuleSamples.All
            .Where(sample => rulesOfMeaning.Any(range => sample.Id.StartsWith(range, StringComparison.Ordinal)) && !stricter.Contains(sample.Id) && !IsAccepted(sample.Text));

        Assert.Empty(refused.Select(sample => sample.Text));
    }

    private static bool IsAccepted(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return Schema.Evaluate(document.RootElement).IsValid;
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
