using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;

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
        var bot = CSharpBots.Emit(CSharpBots.Spec("Console.WriteLine(\"hello\");", "Run", "Report") with
        {
            Files = new Dictionary<string, BotFile> { ["data/text.txt"] = new("text.txt", "", IsExecutable: false) },
        });
        var data = Path.Combine(Directory.CreateDirectory(_fleet.PathOf(bot.Spec, "data")).FullName, "text.txt");
        await File.WriteAllTextAsync(data, "new");

        var report = await CSharpBots.VerifyAsync(_fleet, BuildServer, bot);

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

        // What is older than its output is compiled and copied all the same.
        var source = _fleet.PathOf(bot.Spec, bot.Files.MainFile);
        await ReplaceByOlderAsync(source, (await File.ReadAllTextAsync(source)).Replace("hello", "goodbye", StringComparison.Ordinal));
        await ReplaceByOlderAsync(data, "old");
        report = await _fleet.TestAsync(new CSharpLanguage(), bot.Spec);
        Assert.Contains(report.Tests, t => t.Message.Contains("goodbye", StringComparison.Ordinal));
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(_fleet.WorkOf(bot.Spec), "artifacts", "bin", "Demo.Tests", "release", "data", "text.txt")));
    }

    [Fact]
    public async Task Code_that_marks_its_own_test_is_not_passed()
    {
        var spec = CSharpBots.Spec("""
            public static int Exit(int x) { Environment.Exit(0); return 2; }
            public static int Skip(int x) => throw new InvalidOperationException("$XunitDynamicSkip$no");
            public static int BackgroundExit(int x) { new Thread(() => { Thread.Sleep(300); Environment.Exit(0); }).Start(); Thread.Sleep(5000); return 2; }
            public static int ProcessExit(int x) { AppDomain.CurrentDomain.ProcessExit += (_, _) => Environment.ExitCode = 0; return 2; }
            public static object EqualToAll(int x) => new Equal();
            public static double NotANumber(int x) => double.NaN;
            public static object Cycle(int x) { var list = new List<object>(); list.Add(list); return list; }
            public static int Forge(int x)
            {
                var a = Environment.GetCommandLineArgs();
                var i = Array.IndexOf(a, "-result-xml");
                if (i >= 0) { File.WriteAllText(a[i + 1], "<assemblies><test name='x' type='x' method='x' result='Pass'/></assemblies>"); Environment.Exit(0); }
                return 2;
            }
            public static IEnumerable<int> Lazy(int x) { if (x > 0) { throw new InvalidOperationException("never"); } yield return 1; }
            public sealed class Equal { public override bool Equals(object? o) => true; public override int GetHashCode() => 0; }
            public static IEnumerable<int> Iterate() { if (Environment.ProcessorCount > 0) { throw new InvalidOperationException("never"); } yield return 1; }
            """, "Exit", "Skip", "BackgroundExit", "ProcessExit", "EqualToAll", "NotANumber", "Cycle", "Forge", "Lazy", "Iterate");
        spec = spec with { Examples = [.. spec.Functions.SkipLast(1).Select(function => new TaskExample { Function = function, Args = [1], Returns = 1 })] };
        var bot = CSharpBots.Emit(spec);
        _fleet.Write(spec, bot.Files);

        var whole = await _fleet.TestAsync(new CSharpLanguage(), spec);
        Assert.NotNull(whole.Problem ?? whole.Expected!.Except(whole.Tests.Select(test => test.Name)).FirstOrDefault());

        var judged = await CSharpBots.JudgeAsync(_fleet, spec);
        Assert.Equal(Enumerable.Repeat(TestOutcome.Failed, 9), judged.Select(test => test.Outcome));
        Assert.Equal(CSharpTests.ExampleTests(spec), judged.Select(test => test.Name));

        foreach (var test in (string[])[.. CSharpTests.ExampleTests(spec), "MenaceBots.Tests.DemoTests.Iterate_runs"])
        {
            var alone = await RunAloneAsync(spec, test);
            Assert.True(
                alone.Problem is not null || !alone.Tests.Any(own => own.Name == test && own.Outcome == TestOutcome.Passed),
                $"{test} passed");
            Assert.All(alone.Tests, own => Assert.False(own.IsDeclaredSkip));
            Assert.Contains(test, alone.Expected!);
        }
    }

    [Fact]
    public async Task Tests_of_the_user_are_those_that_the_framework_finds()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("int Twice(int x) => x > 5 ? throw new InvalidOperationException(\"$XunitDynamicSkip$no\") : x * 2;") with
        {
            Tests = new Dictionary<string, string>
            {
                [""] = """
                    namespace Own;

                    public abstract class Base { [Fact] public void Inherited() => Assert.Equal(2, MenaceBots.Demo.Twice(1)); }

                    public class MyTests : Base
                    {
                        [Theory]
                        [InlineData(1, 2)]
                        [InlineData(2, 4)]
                        public void Rows(int x, int expected) => Assert.Equal(expected, MenaceBots.Demo.Twice(x));

                        [Fact(Skip = "slow")] public void Slow() { }
                        [Fact] public void Elsewhere() => Assert.SkipWhen(MenaceBots.Demo.Twice(1) == 2, "not here");
                        [Fact(Explicit = true)] public void OnlyIfAskedFor() { }
                        [Fact(DisplayName = "has a name of its own")] public void Named() { }
                        [Fact] public void SkippedByCode() => MenaceBots.Demo.Twice(6);
                    }
                    """,
            },
        });
        _fleet.Write(bot.Spec, bot.Files);

        var report = await _fleet.TestAsync(new CSharpLanguage(), bot.Spec, setupSays: "0 Warning(s)");

        Assert.Null(report.Problem);
        Assert.Equal(
            ["Own.MyTests.Elsewhere", "Own.MyTests.Inherited", "Own.MyTests.Rows(x: 1, expected: 2)", "Own.MyTests.SkippedByCode", "Own.MyTests.Slow", "has a name of its own"],
            report.Expected!.Select(name => name.StartsWith("Own.MyTests.Rows", StringComparison.Ordinal) ? "Own.MyTests.Rows(x: 1, expected: 2)" : name).Order(StringComparer.Ordinal));
        Assert.Empty(report.Expected!.Except(report.Tests.Select(test => test.Name)));
        Assert.Equal(
            ["Elsewhere True", "OnlyIfAskedFor True", "SkippedByCode False", "Slow True"],
            report.Tests.Where(test => test.Outcome == TestOutcome.Skipped).Select(test => $"{test.Name.Split('.')[^1]} {test.IsDeclaredSkip}").Order(StringComparer.Ordinal));
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
            DateTime Day(int day) => new(2024, 1, day);
            DateOnly Date(DateOnly date) => date.AddDays(1);
            HashSet<string> Words(string text) => [.. text.Split(' ')];
            string Kind(object value) => value.GetType().Name;
            IEnumerable<int> Endless(int first) { while (true) { yield return first > 2 ? throw new ArgumentException("no") : first++; } }
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
                new() { Function = "Say", Args = ["\u001b[1m\u2028"], Prints = "\u001b[1m\u2028" },
                new() { Function = "Fail", Args = ["because"], Raises = "ArgumentException" },
                new() { Function = "Mirror", Args = [JsonValue.FromMembers([new("X", 1), new("y", JsonValue.Null)])], Returns = JsonValue.FromMembers([new("X", -1), new("Y", JsonValue.Null)]) },
                new() { Function = "Sum", Args = [1, 2, 3], Returns = 6 },
                new() { Function = "Count", Args = [2], Returns = JsonValue.FromItems([0, 1]) },
                new() { Function = "Same", Args = ["x"], Returns = "x" },
                new() { Function = "Any", Args = [JsonValue.FromItems([1, "a"])], Returns = JsonValue.FromItems([1, "a"]) },
                new() { Function = "Letter", Args = ["'", 255, 1.5], Returns = "'" },
                new() { Function = "Day", Args = [2], Returns = "2024-01-02T00:00:00" },
                new() { Function = "Date", Args = ["2024-01-01"], Returns = "2024-01-02" },
                new() { Function = "Words", Args = ["a b a"], Returns = JsonValue.FromItems(["a", "b"]) },
                new() { Function = "Kind", Args = [5], Returns = "Int32" },
                new() { Function = "Kind", Args = ["x"], Returns = "String" },
                new() { Function = "Endless", Args = [1], Raises = "ArgumentException" },
                new() { Function = "Any", Args = [JsonValue.Null], Returns = JsonValue.Null },
            ],
        };
        var bot = CSharpBots.Emit(spec);

        var report = await CSharpBots.VerifyAsync(_fleet, bot);

        Assert.Null(report.Problem);
        Assert.Equal("", string.Join('\n', report.Tests.Where(t => t.Outcome != TestOutcome.Passed)));
        Assert.Equal(
            ["Any_gives_its_result", "Any_of_null_is_null", "Calls_runs", "Count_of_2_gives_its_result", "Date_of_2024_01_01_is_2024_01_02", "Day_of_2_is_2024_01_02T00_00_00", "Each_has_its_signature", "Endless_of_1_throws_ArgumentException", "Fail_of_because_throws_ArgumentException",
                "Greet_of_Ada_is_Hello_Ada", "Greet_of_Bob_and_2_is_Hello_Bob_Hello_Bob", "HalfAsync_of_3_is_1_5", "Kind_of_5_is_Int32", "Kind_of_x_is_String", "Letter_of_255_and_1_5_gives_its_result", "Mirror_gives_its_result", "Same_of_x_is_x", "Say_of_1m_prints_1m", "Sum_of_1_and_2_and_3_is_6", "TryRead_is_public", "Words_of_a_b_a_gives_its_result"],
            Names(report));
        Assert.Equal(["Same", "TryRead", "Each"], bot.Files.NotCallable.Select(u => u.Function));

        await AssertRun(bot, 0, "\"Hello, Ä! Hello, Ä!\"\n", "Greet", "\"Ä\"", "2");
        await AssertRun(bot, 0, "1.5\n", "HalfAsync", "3");
        await AssertRun(bot, 0, "open\nnull\n", "Say", "\"open\"");
        await AssertRun(bot, 0, "{\"X\":-1,\"Y\":2}\n", "Mirror", """{"x":1,"y":2}""");
        await AssertRun(bot, 0, "6\n", "Sum", "1", "2", "3");
        await AssertRun(bot, 0, "0\n", "Sum");
        await AssertRun(bot, 0, "-4\n", "Sum", "-1", "--numbers", "-3");
        await AssertRun(bot, 0, "[0,1]\n", "Count", "2");
        await AssertRun(bot, 1, "", "Fail", "\"x\"");
        await AssertRun(bot, 2, "", "Greet");
        await AssertRun(bot, 0, "\"Hello, Bob!\"\n", "Greet", "Bob");
        await AssertRun(bot, 0, "\"Hello, null! Hello, null!\"\n", "Greet", "--times", "2", "null");
        await AssertRun(bot, 0, "\"Hello, \\\"x\\\"!\"\n", "Greet", "--name=@text:\"x\"");
        await AssertRun(bot, 0, "\"Hello, --name!\"\n", "Greet", "--", "--name");
        await AssertRun(bot, 0, "\"Hello, 2!\"\n", "Greet", "--json", "\"2\"");
        await AssertRun(bot, 2, "", "Greet", "--json", "Bob");
        await AssertRun(bot, 2, "", "Greet", "Bob", "two");
        await AssertRun(bot, 2, "", "Greet", "Bob", "2", "3");
        await AssertRun(bot, 2, "", "Greet", "Bob", "--name", "Eve", "--name", "Eve");
        await AssertRun(bot, 2, "", "Greet", "Bob", "--nam", "Eve");
        await AssertRun(bot, 2, "", "Greet", "--name");
        await AssertRun(bot, 2, "");
        await AssertRun(bot, 0, "\"2024-01-02T00:00:00\"\n", "Day", "2");
        await AssertRun(bot, 0, "\"2024-01-02\"\n", "Date", "\"2024-01-01\"");
        await AssertRun(bot, 0, "\"2024-01-02\"\n", "Date", "2024-01-01");
        await AssertRun(bot, 0, "[\"a\",\"b\"]\n", "Words", "\"a b a\"");
        await AssertRun(bot, 0, "\"Int32\"\n", "Kind", "5");
        await AssertRun(bot, 0, "\"String\"\n", "Kind", "five");
        await AssertRun(bot, 0, "\"String\"\n", "Kind", "@text:5");
        await AssertRun(bot, 1, "", "Endless", "1");
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

        Assert.Equal(["Run_is_44"], Names(report));
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

        Assert.Equal(["main_is_0", "main_of_a_and_b_prints_2"], Names(report));
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
        Assert.Equal(["Nobody_returns_its_value", "SayNothingAsync_is_0", "Say_of_hi_and_Loud_is_HI", "Tone_is_public"], Names(report));
        await AssertRun(bot, 0, "\"HI\"\n", "Say", "\"hi\"", "\"Loud\"");
        await AssertRun(bot, 0, "\"HI\"\n", "Say", "hi", "--tone=Loud");
        await AssertRun(bot, 0, "null\n", "Nobody");
    }

    [Fact]
    public async Task A_command_tells_how_it_is_used_and_calls_the_overload_that_the_arguments_fit()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("""
            /// <summary>Adds up.</summary>
            int Add(int unitPrice, int count = 1, bool strict = false) => strict ? 0 : unitPrice + count;
            string Add(string text, params bool[] flags) => text + flags.Length;
            string Obsolete_Name(DateOnly? since = null, DayOfWeek day = DayOfWeek.Friday) => $"{since} {day}";
            """) with
        {
            Examples = [new() { Function = "Add", Args = [2, 3], Returns = 5 }],
        });
        await CSharpBots.VerifyAsync(_fleet, bot);

        await AssertRun(bot, 0, "3\n", "Add", "2");
        await AssertRun(bot, 0, "-6\n", "Add", "--unit-price=-8", "--count", "2");
        await AssertRun(bot, 0, "0\n", "Add", "--strict", "--unitPrice", "8");
        await AssertRun(bot, 0, "10\n", "Add", "--strict", "false", "8", "2");
        await AssertRun(bot, 0, "\"two1\"\n", "Add", "two", "true");
        await AssertRun(bot, 0, "\" Friday\"\n", "Obsolete_Name");
        var help = await CSharpBots.RunAsync(_fleet, bot, "Add", "--help");
        Assert.Equal(
            (0, """
                Add: Adds up.

                Usage: Demo Add <unitPrice> [<count>] [<strict>]
                  --unit-price  int
                  --count       int, default 1
                  --strict      bool, default false
                Usage: Demo Add <text> [<flags> ...]
                  --text   string
                  --flags  bool, any number

                Example:
                  Demo Add 2 3
                  5

                """),
            (help.ExitCode, help.Output));
        var functions = await CSharpBots.RunAsync(_fleet, bot, "--help");
        Assert.Contains("  Add <unitPrice> [<count>] [<strict>]\n      Adds up.\n", functions.Output, StringComparison.Ordinal);
        var script = await CSharpBots.RunAsync(_fleet, bot, "--completion", "bash");
        var completed = await new ProcessRunner().RunAsync(
            new ProcessCommand("bash", ["-c", $"{script.Output}\nCOMP_WORDS=(Demo Obsolete_Name --s) COMP_CWORD=2; _complete_Demo; echo ${{COMPREPLY[@]}}"], _fleet.Folder),
            TimeSpan.FromMinutes(1), default);
        Assert.Equal("--since\n", completed.Output);
        await AssertRun(bot, 2, "", "--completion", "fish");
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
        Assert.Equal(["Red_runs", "Twice_of_2_is_5"], Names(report));
        Assert.All(report.Tests, t => Assert.Equal(TestOutcome.Failed, t.Outcome));
        Assert.Contains(report.Tests, t => t.Message.Contains("Expected: 5", StringComparison.Ordinal));
    }

    /// <summary>Variables of a build server that would move the output of every project.</summary>
    private static Dictionary<string, string?> BuildServer => new()
    {
        ["OutputPath"] = "elsewhere",
        ["OutDir"] = "/nowhere/",
        ["AssemblyName"] = "Foo",
        ["BaseOutputPath"] = "elsewhere/",
        ["BaseIntermediateOutputPath"] = "elsewhere/",
        ["IntermediateOutputPath"] = "elsewhere/",
        ["MSBuildProjectExtensionsPath"] = "elsewhere/",
        ["TargetFramework"] = "net8.0",
        ["RuntimeIdentifier"] = "linux-arm64",
        ["Platform"] = "x64",
        ["TARGETNAME"] = "Foo",
        ["OutputType"] = "Library",
        ["ArtifactsPivots"] = "other",
        ["UseArtifactsOutput"] = "false",
        ["SelfContained"] = "true",
    };

    private static async Task ReplaceByOlderAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    /// <summary>Runs one test of a bot that is built.</summary>
    private async Task<TestReport> RunAloneAsync(BotSpec spec, string test)
    {
        var plan = await new CSharpLanguage().PlanTestsAsync(new TestRequest(spec, _fleet.PathOf(spec), _fleet.WorkOf(spec)), default);
        await new ProcessRunner().RunAsync(plan.Tests with { Arguments = [.. plan.Tests.Arguments, "-method", test] }, TimeSpan.FromMinutes(1), default);
        return plan.ReadReport();
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
