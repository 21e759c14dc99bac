using System.Text.Json.Nodes;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The command <c>menace metrics</c>.</summary>
public sealed class MetricsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_of_the_page_work_as_they_stand_there()
    {
        var (code, output) = await DocumentationPage.Read("docs/self-repair.md").RunAsync(_folder.Path, "bash");

        Assert.True(code == 0, output);
        Assert.Contains("2026-03-01 12:00:00Z  Tariff  roi 0.4\n", output, StringComparison.Ordinal);
        Assert.Contains("  Tariff  roi 0.42  errors 3\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_are_listed_as_json()
    {
        await MenaceCommand.RunAsync(_folder.Path, ["metrics", "add", "csv-bot", "--errors", "2", "--at", "2026-03-01T12:00Z"]);

        var (code, output, _) = await MenaceCommand.RunAsync(_folder.Path, ["metrics", "list", "--json"]);

        Assert.Equal(0, code);
        var sample = JsonNode.Parse(output)!.AsArray().Single()!;
        Assert.Equal(("csv-bot", 2), ((string)sample["bot"]!, (int)sample["errors"]!));
    }

    [Theory]
    [InlineData("many", "--roi")]
    [InlineData("NaN", "--roi")]
    [InlineData("-1", "--errors")]
    public async Task Values_that_are_no_measurement_are_refused(string value, string option)
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["metrics", "add", "csv-bot", $"{option}={value}"]);

        Assert.Equal(1, code);
        Assert.Contains("error MENACE", error, StringComparison.Ordinal);
        Assert.Contains(option[2..], error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder[".menace/knowledge/metrics.db"]));
    }

    [Fact]
    public async Task Bot_without_measurements_is_an_error()
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["metrics", "list", "csv-bot"]);

        Assert.Equal(1, code);
        Assert.Contains("csv-bot", error, StringComparison.Ordinal);
    }
}
