using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Tests.Languages.CSharp;
using Menace.Pipeline.Tests.Languages.Python;
using Menace.Pipeline.Tests.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages.Foreign;

/// <summary>What is written for a dependency in another language.</summary>
public sealed class ForeignEmissionTests : IDisposable
{
    private readonly EmittedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task A_csharp_bot_gets_a_class_per_dependency_and_references_only_csharp_projects()
    {
        var request = new EmitRequest(CSharpBots.Spec("return 1;", "Run"), CSharpBots.Analyse("return 1;", "Run"),
        [
            await DependencyAsync("fetch", BotLanguage.Python, "def fetch(): pass\ndef event(): pass\nclass Kept: pass", "fetch", "event", "Kept"),
            await DependencyAsync("Basis", BotLanguage.CSharp, "int Load() => 1;", "Load"),
        ]);
        var emitted = new CSharpLanguage().Emit(request);

        var code = Text(emitted, "src/Demo/Dependencies.cs");
        Assert.Contains("global using fetch = global::MenaceBots.fetchBot;\n", code, StringComparison.Ordinal);
        Assert.Contains("internal static class fetchBot\n", code, StringComparison.Ordinal);
        Assert.Contains("JsonNode? fetch(params object?[]? args) => new global::BotRuntime.SiblingBot(\"fetch\", global::BotRuntime.SiblingBot.Program(\"PYTHON\", \"python3\"), global::BotRuntime.SiblingBot.Sibling(\"fetch\")).Call(\"fetch\", args);", code, StringComparison.Ordinal);
        Assert.Contains("JsonNode? @event(params", code, StringComparison.Ordinal);
        Assert.Contains("internal sealed class SiblingBot(", Text(emitted, "src/Demo/BotCommand.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("Kept", code, StringComparison.Ordinal);
        var project = Text(emitted, "src/Demo/Demo.csproj");
        Assert.Contains("<ProjectReference Include=\"../../../Basis/src/Basis/Basis.csproj\" />", project, StringComparison.Ordinal);
        Assert.DoesNotContain("fetch", project, StringComparison.Ordinal);
        Assert.Contains("for sibling in fetch Basis; do", Text(emitted, "scripts/setup_tests.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_dependencies_are_no_undefined_names()
    {
        var source = new CodeSource("Demo", "Demo", "return (int)sea_shell.f(1, \"x\")! + unknown.f();", ["Run"]) { Dependencies = ["sea_shell"] };

        Assert.Equal(["unknown"], CSharpAnalyser.Analyse(source, default).UnresolvedNames);
    }

    [Fact]
    public async Task A_python_bot_has_only_python_siblings_on_its_path()
    {
        var bot = PythonBots.Bot("return 1");
        var request = new EmitRequest(bot, await EmittedFleet.AnalyseAsync(PythonBots.Language, bot),
        [
            await DependencyAsync("sea-shell", BotLanguage.Shell, "#!/bin/bash\nimport() { echo 1; }\n# do-it <first> <second>\ndo-it() { echo \"$1$2\"; }", "import", "do-it"),
            await DependencyAsync("Snake", BotLanguage.Python, "def f(): pass", "f"),
        ])
        {
            Closure = ["Deep", "Snake", "sea-shell"],
            Linked = ["Snake"],
        };
        var emitted = PythonBots.Language.Emit(request);

        Assert.Contains("pythonpath = [\".\", \"../Snake\"]\n", Text(emitted, "pyproject.toml"), StringComparison.Ordinal);
        Assert.Contains("for sibling in sea-shell Snake Deep; do", Text(emitted, "scripts/setup_tests.sh"), StringComparison.Ordinal);
        var shim = Text(emitted, "sea_shell.py");
        Assert.Contains("\ndef import_(*values) -> str:\n    return _bot.call(\"import\", *values)\n", shim, StringComparison.Ordinal);
        Assert.Contains("\ndef do_it(first, second) -> str:\n    return _bot.call(\"do-it\", first, second)\n", shim, StringComparison.Ordinal);
        Assert.DoesNotContain(emitted.Files, file => file.Path == "Snake.py");
    }

    [Fact]
    public async Task A_python_bot_knows_the_signatures_of_a_csharp_bot()
    {
        const string Code = """
            /// <summary>The price of an item.</summary>
            decimal Price(string item, int count = 2, bool strict = true, string? note = null, System.DateOnly day = default, params int[] more) => count;
            async Task<List<string>> Names(Dictionary<string, int> from, double @lambda = 1.5) => [.. from.Keys];
            void Nothing(Days kind = Days.First) { }
            object? Any(object? value) => value;

            enum Days { First }
            """;
        var bot = PythonBots.Bot("return 1");
        var request = new EmitRequest(bot, await EmittedFleet.AnalyseAsync(PythonBots.Language, bot),
            [await DependencyAsync("Sharp", BotLanguage.CSharp, Code, "Price", "Names", "Nothing", "Any")]);

        Assert.Equal(""""
            """The bot Sharp, which is written in C#: a call runs its command."""

            from __future__ import annotations

            from _DemoBot_dependencies import Bot as _Bot

            _bot = _Bot(
                "Sharp",
                ["dotnet", "run", "--project", "{repository}/src/Sharp", "--artifacts-path", "{cache}", "--"],
                artifact="Sharp/artifacts/bin/Sharp/release/MenaceBots.Sharp.dll",
                runner=["dotnet", "exec"],
            )


            def Price(item: str, count: int = 2, strict: bool = True, note: str | None = None, day=..., *more) -> float:
                """The price of an item."""
                return _bot.call("Price", item, count, strict, note, day, *more)


            def Names(from_: dict, lambda_: float = 1.5) -> list:
                return _bot.call("Names", from_, lambda_)


            def Nothing(kind=...) -> None:
                return _bot.call("Nothing", kind)


            def Any(value):
                return _bot.call("Any", value)

            """", Text(PythonBots.Language.Emit(request), "Sharp.py"));
    }

    /// <summary>Outside a verification; a stand-in for dotnet tells how it was called.</summary>
    [Fact]
    public async Task A_csharp_bot_that_is_not_built_is_run_from_its_project_with_its_output_outside_its_repository()
    {
        var dependency = await DependencyAsync("Sharp-1", BotLanguage.CSharp, "string F(string s) => s;", "F");
        var snake = PythonBots.Bot("import Sharp_1\nreturn Sharp_1.F('a b')") with { Dependencies = ["Sharp-1"], Name = "snake" };
        var shell = ShellBots.Bot("run() { Sharp_1_F 'a b'; }") with { Dependencies = ["Sharp-1"], Name = "sea" };
        await _fleet.WriteAsync(PythonBots.Language, snake, dependency);
        await _fleet.WriteAsync(ShellBots.Language, shell, dependency);
        var bin = Directory.CreateDirectory(Path.Combine(_fleet.Folder, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bin, "dotnet"), "#!/bin/sh\necho \"$*\" >&2\necho '\"called\"'\n");
        File.SetUnixFileMode(Path.Combine(bin, "dotnet"), UnixFileMode.UserExecute | UnixFileMode.UserRead);

        foreach (var command in new string[][] { [await PythonBots.InterpreterPathAsync(), _fleet.PathOf(snake)], ["sh", _fleet.PathOf(shell, "main.sh")] })
        {
            var run = await _fleet.RunAsync("env", [$"PATH={bin}:{Environment.GetEnvironmentVariable("PATH")}", "XDG_CACHE_HOME=/cache", .. command, "run"]);

            Assert.Equal("\"called\"\n", run.Output);
            Assert.StartsWith("run --project ", run.Error, StringComparison.Ordinal);
            Assert.EndsWith("/Sharp-1/src/Sharp-1 --artifacts-path /cache/menace/Sharp-1 -- F --json \"a b\"\n", run.Error, StringComparison.Ordinal);
        }
    }

    private static async Task<EmitDependency> DependencyAsync(string name, BotLanguage language, string code, params string[] functions)
    {
        var spec = new BotSpec { Name = name, Language = language, Code = code, Purpose = "p", Functions = functions };
        return new EmitDependency(spec, await EmittedFleet.AnalyseAsync(MixedFleet.LanguageOf(spec), spec));
    }

    private static string Text(LanguageFiles emitted, string path) =>
        Encoding.UTF8.GetString(emitted.Files.Single(file => file.Path == path).Content.Span);
}
