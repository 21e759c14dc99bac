using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>The command line of a Python bot, as docs/command-line.md has it.</summary>
public sealed class PythonCommandTests : IDisposable
{
    private const string Code = """"
        """Odd things."""

        from __future__ import annotations

        import datetime
        import functools
        import typing

        print("loading")


        def price(item: str, count: int = 1, *, strict: bool = False) -> list:
            """The price of an item.

            For regular customers."""
            return [item, count, strict]


        def guess(value, flag=False):
            return [value, flag]


        def gather(*values: int, **others: str):
            return [values, others]


        def plan(day: datetime.date, note: typing.Optional[str] = None, unitPrice: float | None = 1.5, kind: typing.Literal["a", "b"] = "a"):
            return [day, note, unitPrice, kind]


        def by_place(a, b=2, /, c=3):
            return [a, b, c]


        def both(unit_price, unitPrice=0):
            return [unit_price, unitPrice]


        def lists(ids: list[int], names: typing.Sequence[str] = (), data: dict = {}):
            return [ids, names, data]


        @functools.wraps(guess)
        def wrapped(*args, **kwargs):
            return guess(*args, **kwargs)


        def fails():
            raise KeyError("gone")


        built_in = len
        """";

    private readonly EmittedFleet _fleet = new();

    private static BotSpec Odd => Bot(Code, "price", "guess", "gather", "plan", "by_place", "both", "lists", "wrapped", "fails", "built_in") with
    {
        Name = "odd-bot",
        FunctionDocs = new Dictionary<string, string> { ["guess"] = "Guesses.", ["price"] = "Not this one." },
        Examples =
        [
            new TaskExample { Function = "price", Args = ["a b"], Returns = JsonValue.FromItems(["a b", 1, false]) },
            new TaskExample { Function = "guess", Args = ["3"], Returns = JsonValue.FromItems(["3", false]) },
            new TaskExample { Function = "fails", Raises = "KeyError" },
        ],
    };

    public void Dispose() => _fleet.Dispose();

    [Theory]
    [InlineData("[\"tea\", 3, false]", "price", "tea", "3")]
    [InlineData("[\"3\", 1, false]", "price", "3")]
    [InlineData("[\"a\\nb\", 1, false]", "price", "\"a\\nb\"")]
    [InlineData("[\"\\\"a\", 1, false]", "price", "\"a")]
    [InlineData("[\"\\\"a\\\"\", 1, false]", "price", "@text:\"a\"")]
    [InlineData("[null, 1, false]", "price", "@json:null")]
    [InlineData("[\"--x\", 4, true]", "price", "--item=--x", "--strict", "--count", "4")]
    [InlineData("[\"tea\", 4, false]", "price", "--strict", "false", "tea", "4")]
    [InlineData("[\"tea\", 4, true]", "price", "--strict", "tea", "4")]
    [InlineData("[\"--x\", -4, false]", "price", "--", "--x", "-4")]
    [InlineData("[\"tea\", 3, true]", "price", "--json", "\"tea\"", "3", "true")]
    [InlineData("[\"\", 1, false]", "price", "")]
    [InlineData("[{\"a\": 1}, true]", "guess", "{\"a\":1}", "--flag")]
    [InlineData("[\"tea\", false]", "guess", "tea")]
    [InlineData("[\"NaN\", false]", "guess", "NaN")]
    [InlineData("[-3, false]", "guess", "-3")]
    [InlineData("[\"-x\", false]", "guess", "-x")]
    [InlineData("[\"3\", false]", "guess", "\"3\"")]
    [InlineData("[\"3\", false]", "guess", "--value=@text:3")]
    [InlineData("[[3, 1, 2], {}]", "gather", "1", "2", "--values", "3")]
    [InlineData("[[1], {\"x_y\": \"4\"}]", "gather", "1", "--x-y", "4")]
    [InlineData("[[1, null], {}]", "gather", "--json", "1", "null")]
    [InlineData("[\"2026-03-31\", null, 3, \"b\"]", "plan", "2026-03-31", "--unit-price", "3", "--kind", "b")]
    [InlineData("[\"2026-03-31\", \"x\", null, \"a\"]", "plan", "\"2026-03-31\"", "x", "null")]
    [InlineData("[\"2026-03-31\", null, 2, \"a\"]", "plan", "--unitPrice=2", "--day=2026-03-31")]
    [InlineData("[1, 2, 5]", "by_place", "1", "--c", "5")]
    [InlineData("[1, 2]", "both", "--unit_price", "1", "--unitPrice", "2")]
    [InlineData("[[1], [\"a\"], {\"b\": 1}]", "lists", "[1]", "[\"a\"]", "{\"b\": 1}")]
    [InlineData("[1, true]", "wrapped", "--flag", "1")]
    [InlineData("[1, true]", "wrapped", "--json", "1", "true")]
    [InlineData("2", "built_in", "[1, 2]")]
    public async Task Values_arrive_as_the_page_says(string result, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((0, "loading\n" + result + "\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("Without a value: --item", "price")]
    [InlineData("--item is given twice", "price", "--item", "tea", "--item", "tea")]
    [InlineData("Too many values: 4", "price", "tea", "1", "true", "x")]
    [InlineData("Too many values: 4", "price", "--json", "1", "1", "true", "2")]
    [InlineData("--count takes int as JSON", "price", "tea", "x")]
    [InlineData("--count takes int, not 1.5", "price", "tea", "1.5")]
    [InlineData("--count takes int, not null", "price", "tea", "null")]
    [InlineData("--ids takes list[int], not {}", "lists", "{}")]
    [InlineData("--unit-price is more than one parameter", "both", "--unit-price", "1")]
    [InlineData("--prices is no parameter. There is: --item, --count, --strict", "price", "--prices", "1")]
    [InlineData("--count needs a value", "price", "tea", "--count", "--strict")]
    [InlineData("--item takes text as JSON", "price", "@json:tea")]
    [InlineData("An argument is not JSON", "price", "--json", "tea")]
    [InlineData("An argument is not JSON", "guess", "--json", "NaN")]
    [InlineData("Unknown function: prices", "prices", "tea")]
    [InlineData("No function given.")]
    public async Task Arguments_that_do_not_fit_are_exit_code_2_with_what_is_allowed(string error, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
        Assert.Contains("\nFunctions: price, guess, gather,", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("odd-bot: Odd things.\n", "--help")]
    [InlineData("\n  price     The price of an item.\n  guess     Guesses.\n  gather\n", "--help")]
    [InlineData(" price <item> [<count>] [<strict>]\n\nThe price of an item.\n\n    For regular customers.\n\nParameters:\n  --item    text\n", "price", "--help")]
    [InlineData("\n  --count   int, without it 1\n  --strict  bool, without it False\n\nReturns: list\n", "price", "--help")]
    [InlineData(" price 'a b'\n  [\"a b\", 1, false]\n", "price", "--help")]
    [InlineData(" guess '\"3\"'\n  [\"3\", false]\n", "guess", "--help")]
    [InlineData(" fails\n  KeyError (exit code 1)\n", "fails", "--help")]
    [InlineData("\n  --values  int\n", "gather", "--help")]
    public async Task Help_has_functions_and_parameters_and_an_example(string text, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((0, "loading\n"), (run.ExitCode, run.Error));
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_completes_functions_and_parameters()
    {
        await _fleet.WriteAsync(Language, Odd);
        var script = $$"""
            eval "$({{await InterpreterPathAsync()}} {{_fleet.PathOf(Odd)}} --completion bash 2>/dev/null)"
            complete -p odd-bot
            COMP_WORDS=(odd-bot pr) COMP_CWORD=1; _odd_bot_complete odd-bot pr odd-bot; echo "${COMPREPLY[@]}"
            COMP_WORDS=(odd-bot plan --u) COMP_CWORD=2; _odd_bot_complete odd-bot --u plan; echo "${COMPREPLY[@]}"
            """;
        var run = await _fleet.RunAsync("bash", "-c", script);

        Assert.Equal(("complete -o default -F _odd_bot_complete odd-bot\nprice\n--unit-price\n", ""), (run.Output, run.Error));
    }

    [Fact]
    public async Task Completion_of_zsh_names_the_command()
    {
        var run = await RunAsync("--completion", "zsh");

        Assert.StartsWith("(( $+functions[compdef] ))", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n        plan) compadd -- --day --note --unit-price --kind --json --help ;;\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("compdef _odd_bot_complete odd-bot\n", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Calls between bots are many: what takes long to load is loaded by those calls only that need it.</summary>
    [Fact]
    public async Task Call_of_another_bot_loads_little()
    {
        var bot = Bot("import sys\n\n\ndef run(value):\n    return [name for name in ('inspect', 'asyncio', 'argparse', 'traceback') if name in sys.modules]\n");
        await _fleet.WriteAsync(Language, bot);
        var run = await _fleet.RunAsync(await InterpreterPathAsync(), _fleet.PathOf(bot), "run", "--json", "1");

        Assert.Equal("[]\n", run.Output);
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        await _fleet.WriteAsync(Language, Odd);
        return await _fleet.RunAsync(await InterpreterPathAsync(), [_fleet.PathOf(Odd), .. arguments]);
    }
}
