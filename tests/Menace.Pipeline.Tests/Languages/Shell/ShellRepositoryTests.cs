using System.Text;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Languages.Python;
using Snapshooter.Xunit;
using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Emitted repositories, written to disk, set up, tested and called.</summary>
public sealed class ShellRepositoryTests : IDisposable
{
    private const string Shop = """
        #!/bin/bash
        # Prices of a shop.
        set -eu

        declare -A prices=([tea]=2)

        # The price of an item.
        price() {
            if [[ -z ${prices[$1]:-} ]]; then
                echo "there is no $1" >&2
                return 3
            fi
            echo "$(( prices[$1] * ${2:-1} ))"
        }

        version() {
            echo 1.0
        }

        # Stops at its first failing command.
        careful() {
            false
            echo unreachable
        }

        both() {
            printf '%s|' "$@"
        }
        """;

    private readonly EmittedFleet _fleet = new();

    private static BotSpec ShopBot => Bot(Shop, "price", "version", "careful", "both") with
    {
        Name = "shop-1",
        Purpose = "Prices of a shop.",
        Examples =
        [
            new TaskExample { Function = "price", Args = ["tea", 2], Returns = 4 },
            new TaskExample { Function = "price", Args = ["milk"], Raises = "there is no milk" },
            new TaskExample { Function = "careful", Raises = "Error" },
        ],
    };

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task A_bot_of_plain_statements_passes_its_test_and_is_a_command()
    {
        var bot = Bot("echo hello");
        await _fleet.WriteAsync(Language, bot);

        Assert.Equal(["run prints its text: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
        Assert.Equal("\"hello\"\n", (await CommandAsync(bot, "run")).Output);
    }

    [Fact]
    public async Task A_bot_of_bash_functions_passes_its_tests()
    {
        var emitted = await _fleet.WriteAsync(Language, ShopBot);
        var report = await _fleet.TestAsync(Language, ShopBot);

        Assert.Equal(
            ["price example 1: Passed", "price example 2: Passed", "version prints its text: Passed", "careful example 1: Passed", "both is defined: Passed"],
            EmittedFleet.Lines(report));
        Snapshot.Match(string.Concat(emitted.Files.Where(f => f.Path != emitted.MainFile && !f.Path.EndsWith(".awk", StringComparison.Ordinal))
            .Select(f => $"==== {f.Path}{(f.IsExecutable ? " (executable)" : "")}\n{Encoding.UTF8.GetString(f.Content.Span)}")));
    }

    [Theory]
    [InlineData("prices[$1] *", "prices[$1] -", "price example 1")]
    [InlineData("[tea]=2", "[tea]=2 [milk]=1", "price example 2")]
    [InlineData("there is no", "no", "price example 2")]
    [InlineData("echo 1.0", "echo 2.0", "version prints its text")]
    [InlineData("    false\n", "", "careful example 1")]
    [InlineData("both()", "none()", "both is defined")]
    public async Task A_broken_bot_fails_its_test(string found, string broken, string test)
    {
        await _fleet.WriteAsync(Language, ShopBot);
        var source = _fleet.PathOf(ShopBot, "shop-1.sh");
        await File.WriteAllTextAsync(source, (await File.ReadAllTextAsync(source)).Replace(found, broken, StringComparison.Ordinal));

        var failed = Assert.Single((await _fleet.TestAsync(Language, ShopBot)).Tests, t => t.Outcome == TestOutcome.Failed);
        Assert.Equal(test, failed.Name);
        Assert.NotEmpty(failed.Message);
    }

    [Theory]
    [InlineData(0, "\"4\"", "price", "\"tea\"", "2")]
    [InlineData(0, "\"4\"", "price", "\"\\u0074ea\"", " 2 ")]
    [InlineData(2, "", "price", "\"tea\"", "02")]
    [InlineData(0, "\"a\\\"\\n😀|{\\\"b\\\": [1]}|true||\"", "both", "\"a\\\"\\n\\ud83d\\uDE00\"", "{\"b\": [1]}", " true", "\"\"")]
    [InlineData(1, "", "price", "\"milk\"")]
    [InlineData(1, "", "careful")]
    [InlineData(2, "", "price", "tea")]
    [InlineData(2, "", "price", "\"\\u0000\"")]
    [InlineData(2, "", "price version")]
    [InlineData(2, "", "nothing")]
    public async Task The_command_gives_the_output_as_a_JSON_string(int exitCode, string output, params string[] arguments)
    {
        await _fleet.WriteAsync(Language, ShopBot);
        var result = await CommandAsync(ShopBot, [.. arguments.Take(1), "--json", .. arguments.Skip(1)]);

        Assert.Equal((exitCode, output), (result.ExitCode, result.Output.TrimEnd('\n')));
        Assert.Equal(exitCode == 0, result.Error.Length == 0);
        Assert.Equal(exitCode == 2, result.Error.Contains("Functions:\n    price ...\n    version ...\n    careful ...\n    both ...\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_of_the_shebang_hold_for_its_functions()
    {
        var bot = Bot("#!/bin/sh -e\nrun() {\n    false\n    echo on\n}");
        await _fleet.WriteAsync(Language, bot);
        Assert.Equal(1, (await CommandAsync(bot, "run")).ExitCode);
    }

    [Fact]
    public async Task A_script_that_acts_is_its_own_command()
    {
        var bot = Bot("#!/bin/sh\ngreet() { echo \"hello ${1:-you}\"; }\ngreet \"$@\"", "main", "greet") with
        {
            Examples = [new TaskExample { Function = "main", Args = ["me"], Prints = "hello me" }],
        };
        var emitted = await _fleet.WriteAsync(Language, bot);

        Assert.Equal(["DemoBot.sh", "scripts/setup_tests.sh", "tests/DemoBot.bats"], emitted.Files.Select(f => f.Path));
        Assert.Equal("./DemoBot.sh", emitted.CommandLine);
        Assert.Equal(["greet"], emitted.NotCallable.Select(n => n.Function));
        Assert.Equal(["main example 1: Passed", "greet is defined: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
    }

    [Fact]
    public async Task A_dependency_is_called_by_its_wrapper_in_code_tests_and_command()
    {
        var shop = await WriteShopAsync();
        var bot = Bot("total() { echo \"costs $(shop_1_price tea \"$1\")\"; }", "total") with
        {
            Dependencies = ["shop-1"],
            Examples = [new TaskExample { Function = "total", Args = [3], Returns = "costs 6" }],
        };
        await _fleet.WriteAsync(Language, bot, shop);

        // Not "6": tea is a string, 3 arrives as text, and both are strings for the shop.
        Assert.Equal(["total example 1: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
        Assert.Equal("\"costs 8\"\n", (await CommandAsync(bot, "total", "4")).Output);

        Directory.Delete(_fleet.PathOf(ShopBot), recursive: true);
        var setup = await _fleet.RunAsync("sh", _fleet.PathOf(bot, "scripts/setup_tests.sh"));
        Assert.Equal(66, setup.ExitCode);
        Assert.Contains("DemoBot needs its sibling repository shop-1", setup.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh")]
    [InlineData("#!/usr/bin/env bash\nwords=(a b)")]
    public async Task A_script_that_acts_calls_its_dependency(string start)
    {
        var shop = await WriteShopAsync();
        var bot = Bot(start + "\nshop_1_price \"$@\"", "main") with
        {
            Dependencies = ["shop-1"],
            Examples = [new TaskExample { Function = "main", Args = ["tea", 3], Returns = 6 }],
        };
        await _fleet.WriteAsync(Language, bot, shop);

        Assert.Equal(["main example 1: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
        Assert.Equal("2\n", (await CommandAsync(bot, "tea")).Output);
    }

    [Fact]
    public async Task Python_calls_shell_and_shell_calls_Python()
    {
        var shop = await WriteShopAsync();
        var python = PythonBots.Bot("import shop_1\nprint('asking')\nassert shop_1.both('a\\u2028b') == 'a\\u2028b|'\nreturn {'price': int(shop_1.price('tea', 5))}") with
        {
            Name = "Asker",
            Dependencies = ["shop-1"],
            Examples = [new TaskExample { Function = "run", Returns = JsonValue.FromMembers([new("price", 10)]) }],
        };
        await _fleet.WriteAsync(PythonBots.Language, python, shop);
        Assert.Equal(["tests.test_Asker::test_run: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(PythonBots.Language, python)));

        var bot = Bot("Asker_run") with { Dependencies = ["Asker"], Examples = [new TaskExample { Function = "run", Prints = "{\"price\": 10}" }] };
        await _fleet.WriteAsync(Language, bot, new EmitDependency(python, await EmittedFleet.AnalyseAsync(PythonBots.Language, python)));
        Assert.Equal(["run example 1: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
    }

    [Fact]
    public async Task The_users_tests_replace_the_generated_ones_verbatim()
    {
        var bot = Bot("echo hello") with
        {
            Tests = new Dictionary<string, string>
            {
                [""] = "@test 'mine' {\n  [ \"$(sh main.sh run)\" = '\"hello\"' ]\n}\n@test 'later' {\n  skip 'for now'\n}\n",
                ["other.bats"] = "@test 'wrong' {\n  false\n}\n",
            },
        };
        await _fleet.WriteAsync(Language, bot);

        Assert.Equal(bot.Tests[""], await File.ReadAllTextAsync(_fleet.PathOf(bot, "tests/DemoBot.bats")));
        var report = await _fleet.TestAsync(Language, bot);
        Assert.Equal(["mine: Passed", "later: Skipped", "wrong: Failed"], report.Tests.Select(t => $"{t.Name}: {t.Outcome}"));
        Assert.Contains("`false' failed", report.Tests[2].Message, StringComparison.Ordinal);
    }

    private async Task<EmitDependency> WriteShopAsync()
    {
        await _fleet.WriteAsync(Language, ShopBot);
        return new EmitDependency(ShopBot, await EmittedFleet.AnalyseAsync(Language, ShopBot));
    }

    private Task<ProcessResult> CommandAsync(BotSpec bot, params string[] arguments) =>
        _fleet.RunAsync(_fleet.PathOf(bot, "main.sh"), arguments);
}
