using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Tests.Languages.Python;
using Menace.Pipeline.Tests.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages.Foreign;

/// <summary>Bots of three languages that call each other, written and verified once for all tests of a class.</summary>
public sealed class MixedFleet : IAsyncLifetime
{
    /// <summary>Of each direction: the caller, its function that hands its arguments to the other bot one by one or all at once.</summary>
    public static TheoryData<string, string> Directions { get; } = new()
    {
        { "SharpCaller", "ToPython" },
        { "SharpCaller", "ToShell" },
        { "snake-caller", "to_csharp" },
        { "snake-caller", "to_shell" },
        { "shell-caller", "to_csharp" },
        { "shell-caller", "to_python" },
    };

    private readonly Dictionary<string, TestReport> _reports = [];
    private string _python = "";

    internal static BotSpec Sharp { get; } = new()
    {
        Name = "Sharp",
        Language = BotLanguage.CSharp,
        Purpose = "Is called.",
        Code = """
            object?[] Same(params object?[] values) => values;
            int Add(int a, int b = 2) => a + b;
            string Say(string text) { Console.Write("saying\n\n"); return text; }
            int @in() => 7;
            void Fail(string why) { Console.WriteLine("trying"); throw new ArgumentException(why); }
            """,
        Functions = ["Same", "Add", "Say", "in", "Fail"],
    };

    internal static BotSpec Snake { get; } = PythonBots.Bot("""
        def same(*values):
            return list(values)

        def say(text):
            print("saying\n")
            return text

        def base():
            return 7

        def fail(why):
            print("trying")
            raise ValueError(why)
        """, "same", "say", "base", "fail") with { Name = "snake-bot" };

    internal static BotSpec SeaShell { get; } = ShellBots.Bot("""
        same() { printf '%s\n' "$1"; }
        in_order() { printf '%s.' "$@"; }
        fail() { echo trying; echo "$1" >&2; return 3; }
        """, "same", "in_order", "fail") with { Name = "sea.shell" };

    internal static BotSpec Tool { get; } = ShellBots.Bot("#!/bin/sh\nprintf '<%s>' \"$@\"\necho", "main") with { Name = "tool" };

    /// <summary>In the middle of a chain of three languages.</summary>
    internal static BotSpec Middle { get; } = PythonBots.Bot("import sea_shell\n\ndef pass_on(text):\n    return sea_shell.same(text) + '!'\n", "pass_on") with
    {
        Name = "Middle",
        Dependencies = [SeaShell.Name],
    };

    internal static BotSpec SharpCaller { get; } = new()
    {
        Name = "SharpCaller",
        Language = BotLanguage.CSharp,
        Purpose = "Calls.",
        Dependencies = [Snake.Name, SeaShell.Name, Tool.Name, Middle.Name],
        Code = """
            using System.Text.Json.Nodes;

            JsonNode? ToPython(params object?[] values) => snake_bot.same(values);
            object?[] ToShell(params object?[] values) => [.. values.Select(value => sea_shell.same(value))];
            int Count(string[] values) => snake_bot.same(values)!.AsArray().Count;
            string Say(string text) => (string)snake_bot.say(text)!;
            int Base() => (int)snake_bot.@base()!;
            string Program(string text) => tool.main(text, "$(exit 9)");
            string Chain(string text) => (string)Middle.pass_on(text)!;
            void Fail(string why) => snake_bot.fail(why);
            int Long(int length) => snake_bot.same(new string('x', length))!.ToString().Length;
            """,
        Functions = ["ToPython", "ToShell", "Count", "Say", "Base", "Program", "Chain", "Fail", "Long"],
        Examples =
        [
            new() { Function = "Count", Args = [JsonValue.FromItems(["a", "b"])], Returns = 1 },
            new() { Function = "Say", Args = ["é"], Prints = "saying\n\n" },
            new() { Function = "Base", Returns = 7 },
            new() { Function = "Program", Args = ["a b"], Returns = "<a b><$(exit 9)>" },
            new() { Function = "Chain", Args = ["🚀"], Returns = "🚀!" },
            new() { Function = "Fail", Args = ["no"], Raises = "InvalidOperationException" },
        ],
    };

    internal static BotSpec SnakeCaller { get; } = PythonBots.Bot("""
        import Sharp
        import sea_shell
        import tool

        def to_csharp(*values):
            return Sharp.Same(*values)

        def to_shell(*values):
            return [sea_shell.same(value) for value in values]

        def add(a, *rest):
            return Sharp.Add(a, *rest)

        def say(text):
            return Sharp.Say(text)

        def seven():
            return Sharp.in_()

        def program(text):
            return tool.main(text, 5)

        def fail(why):
            Sharp.Fail(why)

        def long(length):
            return len(sea_shell.same("x" * length))
        """, "to_csharp", "to_shell", "add", "say", "seven", "program", "fail", "long") with
    {
        Name = "snake-caller",
        Dependencies = [Sharp.Name, SeaShell.Name, Tool.Name],
        Examples =
        [
            new() { Function = "add", Args = [3], Returns = 5 },
            new() { Function = "add", Args = [3, 4], Returns = 7 },
            new() { Function = "say", Args = ["é"], Prints = "saying\n\n" },
            new() { Function = "seven", Returns = 7 },
            new() { Function = "program", Args = ["`a`"], Returns = "<`a`><5>" },
            new() { Function = "fail", Args = ["no"], Raises = "RuntimeError" },
        ],
    };

    internal static BotSpec ShellCaller { get; } = ShellBots.Bot("""
        to_csharp() { Sharp_Same "$@"; }
        to_python() { snake_bot_same "$@"; }
        add() { Sharp_Add "$1"; }
        say() { snake_bot_say "$1"; }
        fail() { Sharp_Fail "$1" && echo went on; }
        long() { snake_bot_same "$(head -c "$1" /dev/zero | tr '\0' x)"; }
        """, "to_csharp", "to_python", "add", "say", "fail", "long") with
    {
        Name = "shell-caller",
        Dependencies = [Sharp.Name, Snake.Name],
        Examples =
        [
            new() { Function = "add", Args = [3], Returns = 5 },
            new() { Function = "say", Args = ["é $(exit 9)"], Returns = "é $(exit 9)" },
            new() { Function = "fail", Args = ["no"], Raises = "no" },
        ],
    };

    internal EmittedFleet Fleet { get; } = new();

    /// <summary>How the tests of a bot ended, when they ran after those of its dependencies.</summary>
    internal TestReport ReportOf(string bot) => _reports[bot];

    public async Task InitializeAsync()
    {
        _python = await PythonBots.InterpreterPathAsync();
        BotSpec[] all = [Sharp, Snake, SeaShell, Tool, Middle, SharpCaller, SnakeCaller, ShellCaller];
        foreach (var bot in all)
        {
            List<EmitDependency> dependencies = [];
            foreach (var dependency in all.Where(other => bot.Dependencies.Contains(other.Name)))
            {
                dependencies.Add(new EmitDependency(dependency, await EmittedFleet.AnalyseAsync(LanguageOf(dependency), dependency)));
            }

            await Fleet.WriteAsync(LanguageOf(bot), bot, [.. dependencies]);
        }

        foreach (var bot in new[] { Sharp, SharpCaller, SnakeCaller, ShellCaller })
        {
            _reports[bot.Name] = await Fleet.TestAsync(LanguageOf(bot), bot);
        }
    }

    public Task DisposeAsync()
    {
        Fleet.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Calls a function of a caller as a verification would, each argument being JSON.</summary>
    internal Task<ProcessResult> CallAsync(string bot, string function, params string[] arguments)
    {
        string[] command = bot switch
        {
            "SharpCaller" => ["dotnet", "exec", Path.Combine(Artifacts, BotCommandOf(SharpCaller))],
            "snake-caller" => [_python, Fleet.PathOf(SnakeCaller)],
            _ => ["sh", Fleet.PathOf(ShellCaller, "main.sh")],
        };
        return Fleet.RunAsync("env", ["MENACE_ARTIFACTS=" + Artifacts, "PYTHON=" + _python, .. command, function, .. arguments]);
    }

    private string Artifacts => Path.Combine(Fleet.Folder, ".work");

    private static string BotCommandOf(BotSpec bot) => CSharpBot.Artifact(bot);

    internal static ILanguage LanguageOf(BotSpec bot) => bot.Language.Name switch
    {
        nameof(BotLanguage.CSharp) => new CSharpLanguage(),
        nameof(BotLanguage.Python) => PythonBots.Language,
        _ => ShellBots.Language,
    };
}
