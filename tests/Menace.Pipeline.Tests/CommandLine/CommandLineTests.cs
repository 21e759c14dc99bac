using System.Text.Json.Nodes;
using Menace.Model.Languages;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Languages;

namespace Menace.Pipeline.Tests.CommandLine;

/// <summary>The command line of a bot is the same in every language: docs/command-line.md, row by row, on a real bot of each.</summary>
[Collection(AloneTests.Name)]
public sealed class CommandLineTests : IDisposable
{
    private static readonly string[] TextFunctions = ["say", "join", "fail"];

    private static readonly string[] TypedFunctions = [.. TextFunctions, "add", "total", "check", "show", "chat"];

    /// <summary>The bot of each language. A language that is added needs one here.</summary>
    private static readonly Dictionary<string, (IReadOnlyList<string> Functions, string Code)> Bots = new()
    {
        ["csharp"] = (TypedFunctions, """
            /// <summary>Says what it is given.</summary>
            public static string say(string text) => text;

            public static string join(string firstPart, string second = "z") => firstPart + "+" + second;

            public static int fail() => throw new InvalidOperationException("it fails");

            public static int add(int left, int right = 10) => left + right;

            public static int total(int[] numbers) => numbers.Sum();

            public static bool check(string name, bool strict = false) => strict;

            public static object? show(object? value) => value;

            public static int chat()
            {
                Console.WriteLine("hello");
                return 1;
            }
            """),
        ["python"] = (TypedFunctions, """"
            def say(text: str) -> str:
                """Says what it is given."""
                return text


            def join(first_part: str, second: str = "z") -> str:
                return first_part + "+" + second


            def fail():
                raise RuntimeError("it fails")


            def add(left: int, right: int = 10) -> int:
                return left + right


            def total(numbers: list[int]) -> int:
                return sum(numbers)


            def check(name: str, strict: bool = False) -> bool:
                return strict


            def show(value):
                return value


            def chat():
                print("hello")
                return 1
            """"),
        ["shell"] = (TextFunctions, """
            # Says what it is given.
            # say <text>
            say() {
                printf '%s\n' "$1"
            }

            # join <first_part> [<second>]
            join() {
                printf '%s\n' "$1+${2:-z}"
            }

            fail() {
                return 3
            }
            """),
    };

    private readonly EmittedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    public static IEnumerable<object[]> Languages => LanguageTable.Rows.Select(row => new object[] { row.Id.ToName() });

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Bot_takes_every_call_of_the_page(string language)
    {
        var bot = await WriteAsync(language);

        var mistakes = await MistakesAsync(bot, bot.Spec.Functions.Contains("add") ? [.. CommandLineRow.OfText, .. CommandLineRow.OfTypes] : CommandLineRow.OfText);

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Shells_complete_functions_and_parameters(string language)
    {
        var bot = await WriteAsync(language);
        foreach (var shell in new[] { "bash", "zsh" })
        {
            var script = await CallAsync(bot, "--completion", shell);
            Assert.Equal((0, ""), (script.ExitCode, script.Error));
            File.WriteAllText(Path.Combine(_fleet.Folder, shell), script.Output);
            if (shell == "bash")
            {
                Assert.Equal("join", Complete("jo"));
                Assert.Equal("--first-part", Complete("join", "--fi"));
            }
            else
            {
                // zsh itself is not among the tools of the tests: every word must be there.
                Assert.All(["compdef", "say", "join", "--first-part"], word => Assert.Contains(word, script.Output, StringComparison.Ordinal));
            }
        }

        // What bash offers for the last of the words.
        string Complete(params string[] words)
        {
            const string Ask = """
                source ./bash
                name=$1; shift
                function=$(complete -p "$name" | sed 's/.*-F \([^ ]*\) .*/\1/')
                COMP_WORDS=("$name" "$@") COMP_CWORD=$#
                "$function" "$name" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s' "${COMPREPLY[*]}"
                """;
            string[] arguments = ["-c", Ask, "bash", bot.Spec.Name, .. words];
            return Tests.Shell.Run(_fleet.Folder, null, "bash", arguments).Trim();
        }
    }

    private async Task<List<string>> MistakesAsync(CommandBot bot, IReadOnlyList<CommandLineRow> rows)
    {
        List<string> mistakes = [];
        foreach (var row in rows)
        {
            var done = await CallAsync(bot, row.Arguments);
            var last = done.Output.TrimEnd('\n').Split('\n')[^1];
            var isRight = done.ExitCode == row.ExitCode && (row.Result is null || IsSame(row.Result, last))
                && (row.ExitCode == 0 ? done.Output : done.Error).Contains(row.Says, StringComparison.OrdinalIgnoreCase)
                && (row.ExitCode == 0 || (done.Error.Length > 0 && !done.Error.Contains("   at ", StringComparison.Ordinal)) || row.ExitCode == 1);
            if (!isRight)
            {
                mistakes.Add($"{string.Join(' ', row.Arguments.Select(argument => $"[{argument}]"))}: expected {row.ExitCode} {row.Result}{row.Says}, "
                    + $"but got {done.ExitCode} {done.Output.Trim()} {done.Error.Trim()}");
            }
        }

        return mistakes;
    }

    private static bool IsSame(string expected, string line)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(line));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private Task<ProcessResult> CallAsync(CommandBot bot, params string[] arguments) =>
        _fleet.RunAsync(bot.Words[0], [.. bot.Words.Skip(1), .. arguments]);

    private async Task<CommandBot> WriteAsync(string name)
    {
        var (functions, code) = Bots[name];
        var language = LanguageTable.Create(new BotDevConfig { SourceDirectory = _fleet.Folder }, new ProcessRunner())[BotLanguages.Parse(name)!.Value];
        var spec = new BotSpec { Name = "Demo_Bot", Language = language.Id, Code = code, Purpose = "Shows the command line", Functions = functions };
        await _fleet.WriteAsync(language, spec);
        var analysis = await EmittedFleet.AnalyseAsync(language, spec);
        var command = BotCommand.Of(new EmitDependency(spec, analysis));
        if (command.Built is not { } built)
        {
            return new(spec, command.WordsAt(_fleet.PathOf(spec).TrimEnd('/')));
        }

        // As a verification does: callers run what the setup has built.
        await _fleet.TestAsync(language, spec);
        var output = Directory.GetFiles(_fleet.WorkOf(spec), Path.GetFileName(built.Artifact), SearchOption.AllDirectories)
            .First(file => File.Exists(Path.ChangeExtension(file, ".runtimeconfig.json")));
        return new(spec, [.. built.Runner, output]);
    }

    /// <summary>A bot, and the words that start its command.</summary>
    private sealed record CommandBot(BotSpec Spec, IReadOnlyList<string> Words);
}
