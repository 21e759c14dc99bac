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
            await DependencyAsync("sea-shell", BotLanguage.Shell, "#!/bin/bash\nimport() { echo 1; }\ndo-it() { echo 2; }", "import", "do-it"),
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
        Assert.Contains("\ndef import_(*args):\n    return _call(\"import\", args)\n", shim, StringComparison.Ordinal);
        Assert.Contains("\ndef do_it(*args):\n    return _call(\"do-it\", args)\n", shim, StringComparison.Ordinal);
        Assert.DoesNotContain(emitted.Files, file => file.Path == "Snake.py");
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

        var calls = new (string[] Command, string Form)[]
        {
            ([await PythonBots.InterpreterPathAsync(), _fleet.PathOf(snake)], ""),
            (["sh", _fleet.PathOf(shell, "main.sh")], "--json "),
        };
        foreach (var (command, form) in calls)
        {
            var run = await _fleet.RunAsync("env", [$"PATH={bin}:{Environment.GetEnvironmentVariable("PATH")}", "XDG_CACHE_HOME=/cache", .. command, "run"]);

            Assert.Equal("\"called\"\n", run.Output);
            Assert.StartsWith("run --project ", run.Error, StringComparison.Ordinal);
            Assert.EndsWith($"/Sharp-1/src/Sharp-1 --artifacts-path /cache/menace/Sharp-1 -- F {form}\"a b\"\n", run.Error, StringComparison.Ordinal);
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
