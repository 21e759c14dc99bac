using System.CommandLine;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Commands;
using Menace.Server.Queue;
using Menace.Server.Telemetry;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>What docs/operations.md and the README show works as it stands there, and nothing is missing.</summary>
[Collection(RabbitBroker.Collection)]
public sealed partial class OperationsPageTests(RabbitBroker broker, PostgresServer postgres) : IDisposable
{
    private static readonly DocumentationPage Page = DocumentationPage.Read("docs/operations.md");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_commands_of_the_page_work_as_they_stand_there()
    {
        await File.WriteAllTextAsync(_folder["tasks.json"], Stage4.Fences("json").Single());
        var host = await broker.CreateHostAsync();

        var (code, output) = await Page.RunAsync(_folder.Path, "bash", ("MENACE_BROKER", host.Uri));

        Assert.True(code == 0, output);
        Assert.Contains("Declared the queue 'handoff'", output, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(output, "     1  done "));
    }

    [Fact]
    public async Task The_README_grows_past_one_machine_with_the_commands_that_it_shows()
    {
        var section = DocumentationPage.Read("README.md", "Grow past one machine");
        await File.WriteAllTextAsync(_folder["tasks.json"], DocumentationPage.Read("README.md").Fences("json")[0]);
        var host = await broker.CreateHostAsync();

        var (code, output) = await section.RunAsync(
            _folder.Path, "sh", ("MENACE_BROKER", host.Uri), ("MENACE_DATABASE", postgres.CreateDatabase()), ("MENACE_PORT", $"{LocalServer.FreePort()}"));

        Assert.True(code == 0, output);
        Assert.Contains("works in " + _folder["worker-1"], output, StringComparison.Ordinal);
        Assert.Contains("works in " + _folder["worker-2"], output, StringComparison.Ordinal);
        Assert.Contains("event: end", output, StringComparison.Ordinal);
        Assert.Contains("     1  done ", output, StringComparison.Ordinal);
        Assert.Contains("ok    queue handoff: 0 messages, 3 consumers", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_every_metric_and_every_name_of_the_broker_is_on_the_page()
    {
        List<string> instruments = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => instruments.AddRange(instrument.Meter.Name == Stage4Telemetry.Name ? [instrument.Name] : []);
        listener.Start();
        using var telemetry = new Stage4Telemetry(new WorkflowDb(_folder["workflows.db"]), 1);
        string[] broker = [QueueTopology.DeadExchange, .. QueueTopology.Queues("handoff").Select(queue => queue.Name), .. QueueTopology.Queues("handoff").SelectMany(queue => queue.Arguments.Keys)];

        Assert.NotEmpty(instruments);
        Assert.All(Options(CommandLine.Create(), but: "knowledge").Concat(instruments).Concat(broker).Distinct(), name => Assert.Contains($"`{name}`", Page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_of_the_knowledge_is_on_its_page()
    {
        var page = DocumentationPage.Read("docs/knowledge.md");
        string[] options = [.. Options(CommandLine.Create().Subcommands.Single(command => command.Name == "knowledge"))];

        Assert.Contains("--trust", options);
        Assert.All(options, option => Assert.Contains(option, page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_are_named_and_measured_as_OpenTelemetry_asks_and_as_the_page_says()
    {
        List<Instrument> instruments = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => instruments.AddRange(instrument.Meter.Name == Stage4Telemetry.Name ? [instrument] : []);
        listener.Start();
        using var telemetry = new Stage4Telemetry(new WorkflowDb(_folder["workflows.db"]), 1);

        Assert.All(instruments, instrument =>
        {
            Assert.Matches("^menace[.]stage4([.][a-z]+(_[a-z]+)*)+$", instrument.Name);
            Assert.DoesNotMatch("seconds|bytes|total|count", instrument.Name);
            Assert.Contains($"| `{instrument.Name}` | {(instrument.IsObservable ? "gauge" : "counter")}, {instrument.Unit}", Page.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var sources = string.Concat(Directory.GetFiles(Path.Combine(DocumentationPage.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var names = TestName().Matches(Page.Text).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches($"class {name.Class}\\b(?s:.*)\\b{name.Method}\\(", sources));
    }

    public void Dispose() => _folder.Dispose();

    private static DocumentationPage Stage4 { get; } = DocumentationPage.Read("docs/server.md");

    /// <summary>The options of a command and of those below it, except the one called <paramref name="but"/>.</summary>
    private static IEnumerable<string> Options(Command command, string? but = null) =>
        command.Options.Where(option => option is not System.CommandLine.Help.HelpOption and not VersionOption).Select(option => option.Name)
            .Concat(command.Subcommands.Where(below => below.Name != but).SelectMany(below => Options(below)));

    [GeneratedRegex("`([A-Za-z]+Tests)\\.([A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
