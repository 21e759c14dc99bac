using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Languages.CSharp;

/// <summary>Assertions for values that the compiler calls constant. The oracle is .NET: the bot is built and run, and every assertion must hold.</summary>
public sealed class CSharpConstantsTests
{
    private const string Fields = """
        private const int Limit = 6 * 7;
        private const string Name = "Ada" + nameof(Limit);
        private const DayOfWeek Day = DayOfWeek.Friday;
        private static int s_count = 1;
        public static readonly int Fixed = 5;

        """;

    private static readonly string[] Certain =
    [
        "int F() => Limit;", "int F() => -(1 + 2) * 3 % 4;", "int F() => unchecked(int.MaxValue + 1);", "int F() => 'a';", "long F() => 1L << 40;", "long F() => 5;", "uint F() => 5u;", "byte F() => 200 + 50;",
        "ulong F() => ulong.MaxValue;", "double F() => 1 / 2;", "double F() => 1 / 3.0;", "double F() => 1e300;", "double F() => 0.1f;", "float F() => 16777217;", "decimal F() => 1.10m + 2;", "char F() => '\\'';",
        "bool F() => Limit > 40 && !false;", "string F() => $\"{Name}: {\"x\"}\";", "string F() => Limit > 50 ? \"a\" : \"b\\r\\n\\\"\\u2028\";", "string F() => nameof(System.Text);", "string? F() => null;",
        "object F() => 5L;", "int? F() => Limit;", "long F() { const long two = 2; return two * Limit; }", "int F() { s_count++; if (s_count > 5) { return 1 + 1; } return 2; }", "System.Threading.Tasks.Task<int> F() => System.Threading.Tasks.Task.FromResult(1);",
        "void F() { Console.WriteLine(Name); Console.Write('c'); Console.WriteLine(Limit); Console.WriteLine(true); Console.WriteLine(); }",
        "void F() { const string text = \"a\" + Name; System.Console.WriteLine($\"{text}!\"); }", "void F() => Console.WriteLine(3ul + 1);",
    ];

    private static readonly string[] Uncertain =
    [
        "int F() => s_count;", "int F() => Fixed;", "DateTime F() => DateTime.Now;", "string F() => $\"{Limit}\";", "string F() => Limit.ToString();", "int F(int x = 5) { return x; }", "int F() { var x = 5; return x; }",
        "DayOfWeek F() => Day;", "double F() => double.NaN;", "double F() => 1 / 0.0;", "int F() { if (s_count > 1) { return 1; } return 2; }", "System.Text.Json.Nodes.JsonNode F() => \"x\";",
        "void F() => Console.WriteLine(-1);", "void F() => Console.WriteLine(1.5);", "void F() => Console.WriteLine(Day);", "void F() => Console.WriteLine(\"{0}\", 1);", "void F() { s_count = 3; Console.WriteLine(\"a\"); }",
        "System.Collections.Generic.IEnumerable<int> F() { yield return 1; }",
    ];

    [Fact]
    public async Task Every_assertion_that_is_generated_holds_when_the_bot_is_run()
    {
        var names = Certain.Select((_, i) => $"F{i}").ToArray();
        var bot = CSharpBots.Emit(CSharpBots.Spec(Code(Certain), names));
        using var fleet = new EmittedFleet();

        var report = await CSharpBots.VerifyAsync(fleet, bot);

        Assert.Equal(["System.Threading.Tasks.Task<int> F() => System.Threading.Tasks.Task.FromResult(1);"], Certain.Where((_, i) => !IsKnown(bot, i)));
        Assert.Equal([], report.Tests.Where(test => test.Outcome != TestOutcome.Passed).Select(test => test.Name + test.Message));
        Assert.Equal(Certain.Length, report.Tests.Count);
    }

    [Fact]
    public void What_depends_on_more_than_its_text_gets_no_value()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec(Code(Uncertain), [.. Uncertain.Select((_, i) => $"F{i}")]));

        Assert.Equal([], Uncertain.Where((_, i) => IsKnown(bot, i)));
    }

    [Fact]
    public void Statements_are_read_with_their_constants()
    {
        var analysis = CSharpBots.Analyse("const int Answer = 42;\nConsole.WriteLine(\"a\" + \"b\");\nConsole.WriteLine(Answer);", "Run");

        Assert.Equal("ab\n42\n", analysis.Details[0].PrintedText);
    }

    private static bool IsKnown(EmittedBot bot, int number) =>
        bot.Analysis.Details.Single(function => function.Name == $"F{number}") is { ReturnedLiteral: not null } or { PrintedText: not null };

    private static string Code(IEnumerable<string> functions) =>
        Fields + string.Concat(functions.Select((function, i) => $"public static {function.Replace(" F(", $" F{i}(", StringComparison.Ordinal)}\n"));
}
