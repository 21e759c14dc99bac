using System.Text;
using CsCheck;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.Shell;
using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Whatever a text holds, the emitted shell gives exactly that text back.</summary>
public sealed class ShellTextTests
{
    private static readonly ProcessRunner Runner = new();

    [Fact]
    public async Task Quoted_texts_and_comments_are_verbatim()
    {
        var texts = Sample(300);
        var sh = new StringBuilder();
        var bash = new StringBuilder();
        foreach (var text in texts)
        {
            sh.Append(ShellText.Comment(text)).Append("\nprintf '%s\\000' ").Append(ShellText.Quote(text)).Append('\n');
            bash.Append("printf '%s\\000' ").Append(ShellText.QuoteOnOneLine(text)).Append('\n');
        }

        Assert.Equal(texts, await RunAsync("sh", sh.ToString()));
        Assert.Equal(texts, await RunAsync("bash", bash.ToString()));
        Assert.Equal(texts.Count, bash.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public async Task The_command_encodes_and_decodes_every_text()
    {
        using var fleet = new EmittedFleet();
        var bot = Bot("run() { printf '%s' \"$1\"; }");
        await fleet.WriteAsync(Language, bot);
        foreach (var text in Sample(15).Append(HostileText.Worst))
        {
            var escaped = string.Concat(text.Select(c => $"\\u{(int)c:X4}"));
            var literal = await fleet.RunAsync("sh", fleet.PathOf(bot, "main.sh"), "run", CanonicalJson.Quote(text + "\n"));
            var coded = await fleet.RunAsync("sh", fleet.PathOf(bot, "main.sh"), "run", $"\"{escaped}\\n\"");
            Assert.Equal(literal.Output, coded.Output);
            Assert.Equal(text, System.Text.Json.JsonSerializer.Deserialize<string>(literal.Output));
        }
    }

    [Fact]
    public async Task A_bot_full_of_hostile_texts_passes_its_tests()
    {
        using var fleet = new EmittedFleet();
        var bot = Bot("printf '%s\\n' \"$1\"", "run", "other") with
        {
            Purpose = HostileText.Worst,
            FunctionDocs = new Dictionary<string, string> { ["run"] = HostileText.Worst },
            Examples =
            [
                new TaskExample { Function = "run", Args = [HostileText.Worst + "\n@test 'x' {\n"], Returns = HostileText.Worst + "\n@test 'x' {\n" },
                new TaskExample { Function = "run", Args = [JsonValue.FromItems([HostileText.Worst])], Returns = JsonValue.FromItems([HostileText.Worst]) },
            ],
        };
        await fleet.WriteAsync(Language, bot);
        Assert.Equal(["run example 1: Passed", "run example 2: Passed", "other is defined: Passed"], EmittedFleet.Lines(await fleet.TestAsync(Language, bot)));
    }

    [Fact]
    public async Task A_filled_template_is_a_bot_that_passes_its_tests()
    {
        using var fleet = new EmittedFleet();
        var task = new TaskInfo { Name = "DemoBot", Metadata = new() { Purpose = HostileText.Worst, Functions = ["run", "stop"] } };
        var bot = Bot(Language.FillTemplate(task), "run", "stop");
        await fleet.WriteAsync(Language, bot);

        Assert.Equal(["run completes: Passed", "stop completes: Passed"], EmittedFleet.Lines(await fleet.TestAsync(Language, bot)));
        var result = await fleet.RunAsync("sh", fleet.PathOf(bot, "main.sh"), "stop");
        Assert.Equal(HostileText.Worst, System.Text.Json.JsonSerializer.Deserialize<string>(result.Output));
        Assert.Equal("Task DemoBot starting\nTask DemoBot completed\n", result.Error);
    }

    private static List<string> Sample(int count)
    {
        List<string> texts = [];
        HostileText.Gen.Sample(text => texts.Add(text.Replace("\0", "", StringComparison.Ordinal)), iter: count, threads: 1);
        return texts;
    }

    private static async Task<List<string>> RunAsync(string shell, string script)
    {
        var result = await Runner.RunAsync(new ProcessCommand(shell, ["-s"], "/") { Input = script }, TimeSpan.FromMinutes(1), default);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return [.. result.Output.Split('\0').SkipLast(1)];
    }
}
