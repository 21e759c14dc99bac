using System.Text.Json;
using Menace.Model.Tasks;

namespace Menace.Tasks.Tests;

public sealed class ProjectSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-schema-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Schema_suggests_tasks_templates_and_capabilities_of_the_project()
    {
        var definitions = Write(new TaskPackage([
            new TaskInfo { Name = "fetch", Metadata = new() { Capabilities = ["http", "json"] } },
            new TaskInfo { Name = "a\"b", Metadata = new() { Capabilities = ["json"] } },
        ]));

        Assert.Equal(["a\"b", "fetch"], Proposed(definitions, "taskName"));
        Assert.Equal(["house", "logging"], Proposed(definitions, "template"));
        Assert.Equal(["http", "json"], Proposed(definitions, "capability"));
        Assert.Equal("#/definitions/taskName", definitions.GetProperty("dependencies").GetProperty("items").GetProperty("$ref").GetString());
    }

    [Fact]
    public void Nothing_is_proposed_where_there_is_nothing() =>
        Assert.False(Write(new TaskPackage([])).GetProperty("taskName").TryGetProperty("anyOf", out _));

    [Fact]
    public void The_same_project_writes_the_file_once()
    {
        Write(new TaskPackage([new TaskInfo { Name = "a" }]));
        File.SetLastWriteTimeUtc(SchemaPath, DateTime.UnixEpoch);

        Write(new TaskPackage([new TaskInfo { Name = "a" }]));

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(SchemaPath));
    }

    private string SchemaPath => Path.Combine(_folder, "obj/menace/tasks.schema.json");

    private JsonElement Write(TaskPackage package)
    {
        ProjectSchema.Write(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "tasks.schema.json")), SchemaPath, package, ["logging", "house"]);
        return JsonDocument.Parse(File.ReadAllText(SchemaPath)).RootElement.GetProperty("definitions");
    }

    private static IEnumerable<string?> Proposed(JsonElement definitions, string name) =>
        definitions.GetProperty(name).GetProperty("anyOf")[0].GetProperty("enum").EnumerateArray().Select(value => value.GetString());
}
