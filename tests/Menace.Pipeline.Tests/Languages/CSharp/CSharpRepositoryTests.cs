using Menace.Model.Json;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Languages.CSharp;

/// <summary>Real builds and real test runs of emitted repositories.</summary>
public sealed class CSharpRepositoryTests : IDisposable
{
    private readonly EmittedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Statements_build_and_their_printed_text_is_tested()
    {
        WriteHostileSettings();
        var bot = CSharpBots.Emit(CSharpBots.Spec("Console.WriteLine(\"hello\");", "Run", "Report"));

        var report = await CSharpBots.VerifyAsync(_fleet, bot);

        Assert.Null(report.Problem);
        Assert.Equal(["Report_returns_its_value", "Run_prints_its_text"], Names(report));
        Assert.All(report.Tests, t => Assert.Equal(TestOutcome.Passed, t.Outcome));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_fleet.Folder, "Demo"), "obj", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_fleet.Folder, "Demo"), "bin", SearchOption.AllDirectories));

        var run = await CSharpBots.RunAsync(_fleet, bot, "Run");
        Assert.Equal((0, "hello\nnull\n"), (run.ExitCode, run.Output));
        var unknown = await CSharpBots.RunAsync(_fleet, bot, "Walk");
        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("Report", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_with_examples_of_every_kind()
    {
        const string Code = """
            using System.Text;
            using System.Text.Json.Nodes;

            /// <summary>Greets.</summary>
            string Greet(string name, int times = 1) => string.Join(' ', Enumerable.Repeat($"Hello, {name}!", times));
            async Task<double> HalfAsync(double x) { await Task.Yield(); return x / 2; }
            void Say(string text) { Console.Write(text); }
            int Fail(string why) => throw new ArgumentNullException(why);
            public static Point Mirror(Point p) => new(-p.X, p.Y);
            record Point(int X, long? Y);
            int Sum(params int[] numbers) => numbers.Sum();
            async IAsyncEnumerable<int> Count(int n) { for (var i = 0; i < n; i++) { await Task.Yield(); yield return i; } }
            T Same<T>(T value) => value;
            bool TryRead(string text, out int number) => int.TryParse(text, out number);
            void Each(Action<int> action) => action(1);
            object? Any(object? value) => value;
            char Letter(char c, byte b, decimal d) => c;
            private int _calls = 3;
            int Calls() => _calls++;
            """;
        var spec = CSharpBots.Spec(Code) with
        {
            Name = "data-loader.v2",
            Examples =
            [
                new() { Function = "Greet", Args = ["\"Ada\"\n🚀"], Returns = "Hello, \"Ada\"\n🚀!" },
                new() { Function = "Greet", Args = ["Bob", 2], Returns = "Hello, Bob! Hello, Bob!" },
                new() { Function = "HalfAsync", Args = [3], Returns = 1.5 },
                new() { Function = "Say", Args = ["\u001b[1m\u2028\ud800"], Prints = "\u001b[1m\u2028\ud800" },
                new() { Function = "Fail", Args = ["because"], Raises = "ArgumentException" },
                new() { Function = "Mirror", Args = [JsonValue.FromMembers([new("X", 1), new("y", JsonValue.Null)])], Returns = JsonValue.FromMembers([new("X", -1), new("Y", JsonValue.Null)]) },
                new() { Function = "Sum", Args = [1, 2, 3], Returns = 6 },
                new() { Function = "Count", Args = [2], Returns = JsonValue.FromItems([0, 1]) },
                new() { Function = "Same", Args = ["x"], Returns = "x" },
                new() { Function = "Any", Args = [JsonValue.FromItems([1, "a"])], Returns = JsonValue.FromItems([1, "a"]) },
                new() { Function = "Letter", Args = ["'", 255, 1.5], Returns = "'" },
            ],
        };
        var bot = CSharpBots.Emit(spec);

        var report = await CSharpBots.VerifyAsync(_fleet, bot);

        Assert.Null(report.Problem);
        Assert.Equal("", string.Join('\n', report.Tests.Where(t => t.Outcome != TestOutcome.Passed)));
        Assert.Equal(
            ["Any_example_1", "Calls_runs", "Count_example_1", "Each_has_its_signature", "Fail_example_1", "Greet_example_1", "Greet_example_2",
                "HalfAsync_example_1", "Letter_example_1", "Mirror_example_1", "Same_example_1", "Say_example_1", "Sum_example_1", "TryRead_is_public"],
            Names(report));
        Assert.Equal(["Same", "TryRead", "Each"], bot.Files.NotCallable.Select(u => u.Function));

        await AssertRun(bot, 0, "\"Hello, Ä! Hello, Ä!\"\n", "Greet", "\"Ä\"", "2");
        await AssertRun(bot, 0, "1.5\n", "HalfAsync", "3");
        await AssertRun(bot, 0, "open\nnull\n", "Say", "\"open\"");
        await AssertRun(bot, 0, "{\"X\":-1,\"Y\":2}\n", "Mirror", """{"x":1,"y":2}""");
        await AssertRun(bot, 0, "6\n", "Sum", "1", "2", "3");
        await AssertRun(bot, 0, "0\n", "Sum");
        await AssertRun(bot, 0, "[0,1]\n", "Count", "2");
        await AssertRun(bot, 1, "", "Fail", "\"x\"");
        await AssertRun(bot, 2, "", "Greet");
        await AssertRun(bot, 2, "", "Greet", "Bob");
        await AssertRun(bot, 2, "");
    }

    [Fact]
    public async Task A_dependency_is_called_by_its_name_also_when_it_lives_in_another_namespace()
    {
        var loader = CSharpBots.Emit(CSharpBots.Spec("""
            namespace Acme.Loading;

            /// <summary>Loads.</summary>
            public static class Files
            {
                public static int Load() => 42;
            }
            """) with { Name = "data-loader" });
        var same = CSharpBots.Emit(CSharpBots.Spec("return \"ok\";", "Status") with { Name = "Status" });
        var caller = CSharpBots.Emit(
            CSharpBots.Spec("return data_loader.Load() + Status.Status().Length;", "Run") with
            {
                Examples = [new() { Function = "Run", Returns = 44 }],
            },
            loader, same);

        var report = await CSharpBots.VerifyAsync(_fleet, loader, same, caller);

        Assert.Equal(["Run_example_1"], Names(report));
        Assert.Equal(TestOutcome.Passed, report.Tests[0].Outcome);
    }

    [Fact]
    public async Task A_program_of_its_own_is_run_by_its_test()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("class Program { static int Main(string[] args) { Console.WriteLine(args.Length); return args.Length; } }") with
        {
            Examples = [new() { Function = "main", Args = ["a", "b"], Prints = "2" }, new() { Function = "main", Returns = 0 }],
        });

        var report = await CSharpBots.VerifyAsync(_fleet, bot);

        Assert.Equal(["main_example_1", "main_example_2"], Names(report));
        Assert.All(report.Tests, t => Assert.Equal(TestOutcome.Passed, t.Outcome));
        Assert.DoesNotContain(bot.Files.Files, f => f.Path == "src/Demo/Program.cs");
    }

    [Fact]
    public async Task A_whole_file_with_static_and_instance_functions_and_types()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("""
            public enum Tone { Calm, Loud }

            public sealed class Speaker
            {
                private int _said = int.Parse("0");

                public static string Say(string text, Tone tone = Tone.Calm) => tone == Tone.Loud ? text.ToUpperInvariant() : text;

                public async ValueTask<int> SayNothingAsync() { await Task.Yield(); return _said; }

                public string? Nobody() => null;
            }
            """, "Say", "SayNothingAsync", "Nobody", "Tone") with
        {
            Name = "speaker",
            Examples = [new() { Function = "Say", Args = ["hi", "Loud"], Returns = "HI" }, new() { Function = "SayNothingAsync", Returns = 0 }],
        });

        var report = await CSharpBots.VerifyAsync(_fleet, bot);

        Assert.Equal("", string.Join('\n', report.Tests.Where(t => t.Outcome != TestOutcome.Passed)));
        Assert.Equal(["Nobody_returns_its_value", "SayNothingAsync_example_1", "Say_example_1", "Tone_is_public"], Names(report));
        await AssertRun(bot, 0, "\"HI\"\n", "Say", "\"hi\"", "\"Loud\"");
        await AssertRun(bot, 0, "null\n", "Nobody");
    }

    [Fact]
    public async Task Code_that_breaks_its_promise_fails_its_test()
    {
        var spec = CSharpBots.Spec("int Twice(int x) => x * 2; int Red() => throw new InvalidOperationException(\"\\u001b[31mred\");") with
        {
            Examples = [new() { Function = "Twice", Args = [2], Returns = 5 }],
            Resources = new Dictionary<string, JsonValue> { ["memory"] = "256Mi" },
        };

        var report = await CSharpBots.VerifyAsync(_fleet, CSharpBots.Emit(spec));

        Assert.Null(report.Problem);
        Assert.Equal(["Red_runs", "Twice_example_1"], Names(report));
        Assert.All(report.Tests, t => Assert.Equal(TestOutcome.Failed, t.Outcome));
        Assert.Contains(report.Tests, t => t.Message.Contains("Expected: 5", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(TestReport report) =>
        report.Tests.Select(t => t.Name[(t.Name.LastIndexOf('.') + 1)..]).Order(StringComparer.Ordinal);

    /// <summary>Settings above the repositories that break any build they reach.</summary>
    private void WriteHostileSettings()
    {
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            File.WriteAllText(Path.Combine(_fleet.Folder, name), "<Project><Target Name=\"Break\" BeforeTargets=\"Build;Restore\"><Error Text=\"reached\" /></Target></Project>");
        }

        File.WriteAllText(Path.Combine(_fleet.Folder, "Directory.Build.rsp"), "-nosuchswitch");
        File.WriteAllText(Path.Combine(_fleet.Folder, "global.json"), """{"sdk":{"version":"1.0.0","rollForward":"disable"}}""");
        File.WriteAllText(Path.Combine(_fleet.Folder, ".editorconfig"), "[*.cs]\ndotnet_diagnostic.CS1591.severity = error\ndotnet_diagnostic.CA1050.severity = error\n");
    }

    private async Task AssertRun(EmittedBot bot, int exitCode, string output, params string[] arguments)
    {
        var run = await CSharpBots.RunAsync(_fleet, bot, arguments);
        Assert.Equal((exitCode, output), (run.ExitCode, run.Output));
    }
}
