using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Storage;

public sealed class StageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"tasks\":[", "]}")]
    public void The_deepest_values_of_a_task_list_survive_the_files_between_stages(string before, string after)
    {
        const int Depth = TaskFileLimits.Depth - 3;
        var deep = string.Concat(Enumerable.Repeat("{\"k\":[", Depth / 2)) + "[1]" + string.Concat(Enumerable.Repeat("]}", Depth / 2));
        var file = TaskFileReader.Read(before + """{"name":"a","resources":{"x":""" + deep + """},"metadata":{"x":""" + deep + "}}" + after);
        Assert.False(file.HasErrors);

        StageFile.Write(_folder["handoff.json"], new HandoffRecord(1, file.Package, "", new Dictionary<string, FileContent>()));
        var task = StageFile.Read<HandoffRecord>(_folder["handoff.json"]).Package.Tasks[0];

        Assert.Equal(file.Package.Tasks[0].Metadata.Extra["x"], task.Metadata.Extra["x"]);
        Assert.Equal(file.Package.Tasks[0].Resources["x"], task.Resources["x"]);
    }

    [Fact]
    public void A_value_as_deep_as_code_can_make_it_survives_in_a_bot()
    {
        JsonValue value = "x";
        for (var i = 0; i < JsonValue.MaximumDepth; i++)
        {
            value = JsonValue.FromItems([value]);
        }

        var bot = new BotSpec { Name = "a", Language = BotLanguage.Python, Code = "x", Purpose = "p", Functions = ["f"], Resources = new Dictionary<string, JsonValue> { ["x"] = value } };
        StageFile.Write(_folder["optimise.json"], new OptimiseRecord(1, new([]), [bot], []));
        Assert.Equal(value, StageFile.Read<OptimiseRecord>(_folder["optimise.json"]).Bots[0].Resources["x"]);
    }
}
