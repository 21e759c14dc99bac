using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>The command of a shell bot as people type it (docs/command-line.md).</summary>
public sealed class ShellCommandTests : IClassFixture<ShellCommandTests.Bots>
{
    private const string Code = """
        #!/bin/sh
        # Sends parcels.

        # Prints a label.
        # label <name> <postTown> [<weight in grams, at most 30000>]
        label() {
            printf '%s|' "$@"
        }

        # pack <box-size> <item> ...: packs things into a box, 'as they are'.
        pack() { label "$@"; }

        plain() { label "$@"; }

        # Prints bytes that are no text.
        noise() { printf 'a\377'; }

        lines() { printf 'a "b"\\\n\tc\n\n'; }
        """;

    private static readonly BotSpec Parcels = Bot(Code, "label", "pack", "plain", "noise", "lines") with
    {
        Name = "parcels-1",
        Purpose = "Sends parcels, 'fast'.",
        Examples =
        [
            new TaskExample { Function = "label", Args = ["a longer name", "b", 5], Returns = "a longer name|b|5|" },
            new TaskExample { Function = "label", Args = ["--x", "it's"], Returns = "--x|it's|" },
            new TaskExample { Function = "plain", Args = ["--x", "\"q\""], Returns = "--x|\"q\"|" },
        ],
    };

    private readonly Bots _bots;

    public ShellCommandTests(Bots bots) => _bots = bots;

    [Theory]
    [InlineData("a|b|", "label", "a", "b")]
    [InlineData("a|b|", "label", "--post-town", "b", "--name=a")]
    [InlineData("a|b|", "label", "--postTown=b", "a")]
    [InlineData("a|b|", "label", "b", "--name=a")]
    [InlineData("a|b=c|-5|", "label", "a", "--post-town=b=c", "-5")]
    [InlineData("a|--b|--|", "label", "a", "--", "--b", "--")]
    [InlineData("a|b|5|", "label", "a", "b", "--weight-in-grams", "5")]
    [InlineData("1|2|3|4|", "pack", "--box-size", "1", "2", "3", "4")]
    [InlineData("1|2|3|", "pack", "--item", "2", "--item", "3", "--box_size", "1")]
    [InlineData("a\n|5|[1, 2]|\"x\"|null|\"|\"a\"b\"|@x|", "plain", "\"a\\n\"", "5", "[1, 2]", "@text:\"x\"", "@json:null", "\"", "\"a\"b\"", "@x")]
    [InlineData("x|[1.50, 2]|", "plain", "@json:\"\\u0078\"", "@json: [1.50, 2] ")]
    [InlineData("it's\n\n|é|\t|", "plain", "it's\n\n", "é", "\t")]
    [InlineData("|", "plain", "")]
    [InlineData("12345678901234567890|1.10|true|x|", "plain", "--json", "12345678901234567890", "1.10", "true", "\"x\"")]
    [InlineData("a|", "label", "--json", "\"a\"")]
    [InlineData("a \"b\"\\\n\tc\n", "lines")]
    public async Task Values_arrive_by_place_or_by_name(string expected, params string[] words)
    {
        var result = await _bots.RunAsync(words);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(expected, System.Text.Json.JsonSerializer.Deserialize<string>(result.Output));
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("There is no function ''.")]
    [InlineData("There is no function 'labels'.", "labels")]
    [InlineData("There is no function ' '.", " ")]
    [InlineData("There is no function 'label <name>'.", "label <name>")]
    [InlineData("There is no parameter --town.", "label", "--town", "b")]
    [InlineData("There is no parameter --x. A text that begins with -- is written behind --.", "plain", "--x=1")]
    [InlineData("--name is given twice.", "label", "--name", "a", "--name=b")]
    [InlineData("--name is missing.", "label", "--postTown", "b")]
    [InlineData("--name needs a value.", "label", "--name")]
    [InlineData("The number of values does not fit: 1.\nUsage: ./main.sh label <name> <post-town> [<weight-in-grams>]\n", "label", "a")]
    [InlineData("The number of values does not fit: 4.", "label", "a", "b", "c", "d")]
    [InlineData("Not JSON: tea", "plain", "--json", "tea")]
    [InlineData("Not JSON: tea", "plain", "@json:tea")]
    [InlineData("Not JSON: ", "plain", "--json", "")]
    [InlineData("Not JSON: +1", "plain", "--json", "+1")]
    [InlineData("A value cannot hold NUL.", "plain", "\"\\u0000\"")]
    [InlineData("There is completion for bash and zsh.", "--completion", "fish")]
    public async Task What_does_not_fit_is_exit_code_2_and_says_what_is_allowed(string message, params string[] words)
    {
        var result = await _bots.RunAsync(words);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("\nUsage: ./main.sh ", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n    pack <box-size> <item>...\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_no_text_is_exit_code_3() => Assert.Equal(3, (await _bots.RunAsync("noise")).ExitCode);

    [Fact]
    public async Task Help_prints_the_functions_with_parameters_documentation_and_an_example()
    {
        var all = await _bots.RunAsync("--help");
        var one = await _bots.RunAsync("label", "--help");

        const string Label = """
            label <name> <post-town> [<weight-in-grams>]
                Prints a label.
                ./main.sh label --name=--x --post-town 'it'\''s'
                "--x|it's|"

            """;
        Assert.StartsWith(
            "Sends parcels, 'fast'.\n\nUsage: ./main.sh <function> [<value> ...] [--<parameter> <value> ...]\n\nlabel ", all.Output, StringComparison.Ordinal);
        Assert.Contains(Label, all.Output, StringComparison.Ordinal);
        Assert.Contains("pack <box-size> <item>...\n    packs things into a box, 'as they are'.\n", all.Output, StringComparison.Ordinal);
        var (usage, rest) = (Label[..(Label.IndexOf('\n') + 1)], Label[(Label.IndexOf('\n') + 1)..]);
        Assert.Equal((0, $"Usage: ./main.sh {usage}    By name: --name --post-town --weight-in-grams\n{rest}", ""), (one.ExitCode, one.Output, one.Error));
    }

    [Theory]
    [InlineData("label")]
    [InlineData("plain")]
    public async Task The_example_of_the_help_works_as_typed(string function)
    {
        var help = (await _bots.RunAsync(function, "--help")).Output.TrimEnd('\n').Split('\n');
        var typed = await _bots.Fleet.RunAsync("sh", "-c", $"cd \"$0\" && {help[^2].Trim()}", _bots.Fleet.PathOf(Parcels));

        Assert.Equal((help[^1].Trim() + "\n", ""), (typed.Output, typed.Error));
    }

    /// <summary>The words themselves are asked for in the tests of all languages.</summary>
    [Fact]
    public async Task Completion_is_for_the_name_of_the_bot()
    {
        var bash = await _bots.RunAsync("--completion", "bash");
        var zsh = await _bots.RunAsync("--completion", "zsh");

        Assert.Contains("        *:label) list='--help --name --post-town --weight-in-grams' ;;\n", bash.Output, StringComparison.Ordinal);
        Assert.EndsWith("\ncomplete -F _parcels_1 parcels-1 main.sh\n", bash.Output, StringComparison.Ordinal);
        Assert.EndsWith("\ncompdef _parcels_1 parcels-1 main.sh\n", zsh.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_script_is_clean_and_can_be_run_if_it_says_what_reads_it()
    {
        var caller = Bot("total() { parcels_1_label \"$1\" b; }", "total") with { Dependencies = [Parcels.Name] };
        var program = Bot("#!/usr/bin/env bash\nparcels_1_label \"$@\"", "main") with { Name = "program", Dependencies = [Parcels.Name] };
        var plain = Bot("parcels() { echo 1; }", "parcels") with { Name = "plain" };
        var known = new EmitDependency(Parcels, await EmittedFleet.AnalyseAsync(Language, Parcels));
        LanguageFiles[] emitted =
        [
            await _bots.Fleet.WriteAsync(Language, caller, known),
            await _bots.Fleet.WriteAsync(Language, program, known),
            await _bots.Fleet.WriteAsync(Language, plain),
        ];
        var shellcheck = Environment.GetEnvironmentVariable("MENACE_SHELLCHECK") ?? "shellcheck";

        foreach (var (bot, files) in new[] { caller, program, plain, Parcels }.Zip(emitted.Append(_bots.Emitted)))
        {
            Assert.All(files.Files, file => Assert.Equal(file.Content.Span.StartsWith("#!"u8), file.IsExecutable));
            string[] scripts = [.. files.Files.Where(file => file.Path.EndsWith(".sh", StringComparison.Ordinal) && file.Path != files.MainFile)
                .Select(file => _bots.Fleet.PathOf(bot, file.Path))];
            var said = await _bots.Fleet.RunAsync(shellcheck, ["--norc", .. scripts]);
            Assert.Equal((0, "", ""), (said.ExitCode, said.Output, said.Error));
        }
    }

    /// <summary>One bot for all tests.</summary>
    public sealed class Bots : IAsyncLifetime
    {
        internal EmittedFleet Fleet { get; } = new();

        internal LanguageFiles Emitted { get; private set; } = new([], "");

        public async Task InitializeAsync() => Emitted = await Fleet.WriteAsync(Language, Parcels);

        public Task DisposeAsync()
        {
            Fleet.Dispose();
            return Task.CompletedTask;
        }

        internal Task<ProcessResult> RunAsync(params string[] words) => Fleet.RunAsync(Fleet.PathOf(Parcels, "main.sh"), words);
    }
}
