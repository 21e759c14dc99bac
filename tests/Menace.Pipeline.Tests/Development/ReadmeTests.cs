using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Languages;
using Menace.Pipeline.Tests.Languages.Shell;

namespace Menace.Pipeline.Tests.Development;

/// <summary>What README.md and meta.yaml say of a bot.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly EmittedFleet _fleet = new();

    private static readonly BotSpec Greeter = ShellBots.Bot("# Greets.\n# greet <name> [<word>]\ngreet() { echo \"${2:-hello} $1\"; }", "greet") with
    {
        Name = "greeter",
        Purpose = "Greets people.",
        Examples = [new TaskExample { Function = "greet", Args = ["it's \"Ada\"", "--hi"], Returns = "--hi it's \"Ada\"" }],
    };

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task The_example_works_as_typed_and_has_the_result_that_follows()
    {
        var readme = await FileAsync(Greeter, "README.md");
        await _fleet.WriteAsync(ShellBots.Language, Greeter);

        var blocks = readme.Split("```").Where((_, place) => place % 2 == 1).ToList();
        var typed = await _fleet.RunAsync("sh", "-c", $"cd \"$0\" && {blocks[0]["sh\n".Length..]}", _fleet.PathOf(Greeter));
        Assert.Equal((blocks[1]["json\n".Length..], ""), (typed.Output, typed.Error));
        Assert.StartsWith("# greeter\n\nGreets people.\n\n## Use\n\n```sh\n./main.sh greet --name ", readme, StringComparison.Ordinal);
        Assert.Contains("\n`./main.sh --help` prints all functions", readme, StringComparison.Ordinal);
        Assert.Contains("\n- `greet(name, word)`: Greets.\n", readme, StringComparison.Ordinal);
        Assert.Contains("from the task `greeter` in the `tasks.json` of its project.", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("chedule", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_example_the_help_is_named_and_dependencies_are_links()
    {
        var readme = await FileAsync(Greeter with { Examples = [], Dependencies = ["geo"], Schedule = TaskSchedule.Once }, "README.md");

        Assert.Contains("\n```sh\n./main.sh --help\n```\n\nThis prints the functions", readme, StringComparison.Ordinal);
        Assert.Contains("\n- [geo](../geo)\n", readme, StringComparison.Ordinal);
        Assert.Contains("\n## Schedule\n\nIt runs by the schedule `once`", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meta_yaml_has_no_empty_values() => Assert.Equal(
        "name: \"greeter\"\npurpose: \"Greets people.\"\nfunctions: [\"greet\"]\nlanguage: \"shell\"\n", await FileAsync(Greeter, "meta.yaml"));

    private static async Task<string> FileAsync(BotSpec bot, string path)
    {
        var request = new EmitRequest(bot, await EmittedFleet.AnalyseAsync(ShellBots.Language, bot), []);
        var files = RepositoryComposer.Compose(
            ShellBots.Language, request, new Dictionary<string, string>(), [], new Dictionary<string, FileContent>(), default).Files;
        return Encoding.UTF8.GetString(files.Single(file => file.Path == path).Content.Span);
    }
}
