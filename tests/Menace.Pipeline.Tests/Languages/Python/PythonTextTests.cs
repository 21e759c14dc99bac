using CsCheck;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.Python;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Whatever a text holds, the emitted Python gives exactly that text back.</summary>
public sealed class PythonTextTests
{
    private const string Check = """
        import ast, inspect, json, sys
        for case in json.loads(sys.stdin.buffer.read()):
            module = ast.parse(case["source"])
            doc = ast.get_docstring(module, clean=False)
            assert case["text"] in (doc, inspect.cleandoc(doc)), ("docstring", case, doc)
            assert ast.literal_eval(module.body[1].value) == case["text"], ("literal", case)
        print("ok")
        """;

    [Fact]
    public async Task Docstrings_and_literals_are_verbatim()
    {
        List<string> cases = [];
        HostileText.Gen.Sample(text =>
        {
            lock (cases)
            {
                cases.Add(text);
            }
        }, iter: 2000, threads: 1);
        var input = "[" + string.Join(",", cases.Append("a\n\n  b\nc").Select(text =>
            $"{{\"text\":{Model.Json.CanonicalJson.Quote(text)},\"source\":{Model.Json.CanonicalJson.Quote($"{PythonText.Docstring(text, "")}\nx = {PythonText.Literal(text)}\n")}}}")) + "]";
        var command = new ProcessCommand(await InterpreterPathAsync(), ["-I", "-c", Check], "/") { Input = input };
        var result = await new ProcessRunner().RunAsync(command, TimeSpan.FromMinutes(1), default);
        Assert.True(result.Output == "ok\n", result.Error);
    }

    [Fact]
    public void A_text_of_several_lines_is_a_docstring_of_several_lines() =>
        Assert.Equal("\"\"\"One.\n\n    Two\n      three \"four\".\n    \"\"\"", PythonText.Docstring("One.\n\nTwo\n  three \"four\".", "    "));

    [Fact]
    public async Task A_bot_full_of_hostile_texts_passes_its_tests()
    {
        using var fleet = new EmittedFleet();
        var bot = Bot("print('hello')", "run", "other") with
        {
            Purpose = HostileText.Worst,
            Description = HostileText.Worst,
            FunctionDocs = new Dictionary<string, string> { ["run"] = HostileText.Worst, ["other"] = HostileText.Worst },
            Examples = [new TaskExample { Function = "other", Returns = HostileText.Worst }],
        };
        await fleet.WriteAsync(Language, bot);
        var report = await fleet.TestAsync(Language, bot);
        Assert.Equal([Menace.Pipeline.Contracts.TestOutcome.Passed], report.Tests.Select(test => test.Outcome).Distinct());
        Assert.Equal(2, report.Tests.Count);
    }
}
