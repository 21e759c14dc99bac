using CsCheck;
using Menace.Model.Fixes;
using Menace.Model.Json;
using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

/// <summary>Values that were found elsewhere are written into a task list.</summary>
public sealed class ValueFixesTests
{
    [Theory]
    [InlineData("[{\"name\": \"a\"}]", "[{\"name\": \"a\",\"schedule\": \"every 1h\",\"metadata\": { \"purpose\": \"p\", \"tags\": [\"x\", \"y\"] }}]")]
    [InlineData("[\n  {\n    \"name\": \"a\",\n    \"metadata\": {\n      \"level\": \"basic\"\n    }\n  }\n]",
        "[\n  {\n    \"name\": \"a\",\n    \"metadata\": {\n      \"level\": \"basic\",\n      \"purpose\": \"p\",\n      \"tags\": [\"x\", \"y\"]\n    },\n    \"schedule\": \"every 1h\"\n  }\n]")]
    [InlineData("[{\"name\": \"a\", \"schedule\": \"once\", \"metadata\": {}}]", "[{\"name\": \"a\", \"schedule\": \"once\", \"metadata\": { \"purpose\": \"p\", \"tags\": [\"x\", \"y\"] }}]")]
    [InlineData("[{\"name\": \"a\", \"metadata\": 7}]", "[{\"name\": \"a\", \"metadata\": 7, \"schedule\": \"every 1h\"}]")]
    [InlineData("[{\"name\": \"b\"}, {\"name\": \"a\"", "[{\"name\": \"b\"}, {\"name\": \"a\"")]
    public void Values_are_set_off_like_their_neighbours(string list, string expected)
    {
        var (text, _) = ValueFixes.Write(list, new(), [new("a", "schedule", "every 1h"), new("a", "metadata.purpose", "p"), new("a", "metadata.tags", JsonValue.FromItems(["x", "y"])), new("gone", "schedule", "once")]);

        Assert.Equal(expected, text);
    }

    [Fact]
    public void Any_text_is_written_so_that_it_reads_back() => Gen.String.Sample(value =>
    {
        var (text, written) = ValueFixes.Write("[{\"name\": \"a\"}, {\"name\": \"b\"}]", new(), [new("a", "metadata.purpose", value), new("b", "metadata.purpose", value)]);

        Assert.Equal(2, written.Count);
        var read = TaskFileReader.Read(text).Package.Tasks;
        Assert.Equal(TaskFileReader.Read(TaskPackageJson.Write(new Menace.Model.Tasks.TaskPackage(read))).Package.Tasks[1].Metadata.Purpose, read[0].Metadata.Purpose);
        Assert.True(value.Any(char.IsSurrogate) || read[0].Metadata.Purpose == value);
    }, iter: 300);
}
