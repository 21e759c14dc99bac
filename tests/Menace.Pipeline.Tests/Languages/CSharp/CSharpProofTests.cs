using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests.Languages.CSharp;

public sealed class CSharpProofTests
{
    /// <summary>Functions that change or read something outside, end the process, or may do anything; each defines <c>F</c>.</summary>
    public static TheoryData<string> Harmful { get; } =
    [
        "public static void F() => File.Delete(\"a\");",
        "public static void F() => System.IO.Directory.Delete(\"a\", true);",
        "public static int F() { Helper(); return 1; }\nprivate static void Helper() => File.WriteAllText(\"a\", \"b\");",
        "public static string F() => File.ReadAllText(\"a\");",
        "public static void F() { using var w = new StreamWriter(\"a\"); }",
        "public static void F() => new FileInfo(\"a\").Delete();",
        "public static void F() => Environment.Exit(0);",
        "public static void F() => Environment.SetEnvironmentVariable(\"a\", \"b\");",
        "public static void F() => Environment.ExitCode = 3;",
        "public static void F() => System.Diagnostics.Process.Start(\"rm\");",
        "public static async Task<string> F() => await new HttpClient().GetStringAsync(\"https://example.com\");",
        "private static readonly HttpClient Client = new();\npublic static int F() => 1;",
        "static int x = Setup();\nstatic int Setup() { File.Delete(\"a\"); return 1; }\npublic static int F() => 1;",
        "public static void F() => new Thread(() => { }).Start();",
        "public static object? F() => Activator.CreateInstance(\"a\", \"b\");",
        "public static object? F() => typeof(string).Assembly.GetType(\"x\")!.GetMethod(\"y\")!.Invoke(null, null);",
        "public static object? F() => Type.GetType(\"System.IO.File\");",
        "public static void F() => AppDomain.CurrentDomain.ProcessExit += (_, _) => { };",
        "public static void F() { dynamic d = 1; d.Delete(); }",
        "public static unsafe void F() { int i = 1; *(&i) = 2; }",
        "[System.Runtime.InteropServices.DllImport(\"libc\")] private static extern int unlink(string path);\npublic static int F() => unlink(\"a\");",
        "public static string? F() => Console.ReadLine();",
        "public static int F() => Console.Read();",
        "public static void F() => Console.SetOut(TextWriter.Null);",
        "public static void F(Action? run = null) => run?.Invoke();",
        "public static void F() { Action<string> delete = File.Delete; delete(\"a\"); }",
        "public static int F() => new[] { \"a\" }.Select(x => { File.Delete(x); return 1; }).Sum();",
        "public static int F() => new[] { \"a\" }.Count(File.Exists);",
        "public static void F() { using var x = new D(); }\nprivate sealed class D : IDisposable { public void Dispose() => File.Delete(\"a\"); }",
        "public static string F() => $\"{new D()}\";\nprivate sealed class D { public override string ToString() { File.Delete(\"a\"); return \"\"; } }",
        "public static bool F() => new D() == new D();\nprivate sealed class D { public static bool operator ==(D a, D b) { File.Delete(\"a\"); return true; } public static bool operator !=(D a, D b) => false; }",
        "public static void F() { int i = new D(); }\nprivate sealed class D { public static implicit operator int(D a) { File.Delete(\"a\"); return 1; } }",
        "public static void F() { foreach (var x in new D()) { } }\nprivate sealed class D { public IEnumerator<int> GetEnumerator() { File.Delete(\"a\"); yield break; } }",
        "public static void F() { var (a, b) = new D(); }\nprivate sealed class D { public void Deconstruct(out int a, out int b) { File.Delete(\"a\"); a = b = 1; } }",
        "public static void F() => GC.KeepAlive(new D());\nprivate sealed class D { ~D() => File.Delete(\"a\"); }",
        "public static object F() => new D();\nprivate sealed class D { ~D() => File.Delete(\"a\"); }",
        "public static object F() => new D { X = 1 };\nprivate sealed class D { public int X { set => File.Delete(\"a\"); } }",
        "public static string F() => System.Text.Json.JsonSerializer.Serialize(new D());\npublic sealed class D { public int X { get { File.Delete(\"a\"); return 1; } } }",
        "public static object? F() => System.Text.Json.JsonSerializer.Deserialize<FileStream>(\"{}\");",
        "public static object? F() => System.Text.Json.JsonSerializer.Deserialize<D>(\"{}\");\npublic sealed class D { public FileStream? X { get; set; } }",
        "private static Action? s_run;\nprivate static void Arm() => s_run = () => File.Delete(\"a\");\npublic static void F() => s_run?.Invoke();",
        "private static readonly List<Action> All = [];\nprivate static void Arm() => All.Add(() => File.Delete(\"a\"));\npublic static void F() => All[0]();",
        "[System.Runtime.CompilerServices.ModuleInitializer] public static void Init() => File.Delete(\"a\");\npublic static int F() => 1;",
        "public static void F() => _ = Task.Run(() => throw new InvalidOperationException());",
        "public static async void F() { await Task.Delay(1); }",
        "public static void F() => Unknown.Delete();",
        "public static void F() { var t = Geo.Load(); t.Delete(); }",
        "public static void F() => System.Globalization.CultureInfo.CurrentCulture = null!;",
        "public static int F() { int L() { File.Delete(\"a\"); return 1; } return L(); }",
        "public static T F<T>() where T : new() => new W<T>().Get();\nprivate sealed class W<T> { public T Get() { File.Delete(\"a\"); return default!; } }",
        "public static int F() => X.Value.Count;\nprivate static class X { public static readonly Lazy<List<string>> Value = new(() => [.. Directory.GetFiles(\".\")]); }",
        "public static IEnumerable<int> F() { yield return 1; File.Delete(\"a\"); }",
        "public static int F() { try { return 1; } finally { File.Delete(\"a\"); } }",
        "public static object F() => System.Linq.Expressions.Expression.Constant(1);",
        "public static int F() => P;\nprivate static int P { get { File.Delete(\"a\"); return 1; } }",
        "public static int F() => new D().X;\nprivate class B { protected B() => File.Delete(\"a\"); }\nprivate sealed class D : B { public int X => 1; }",
        "public static int F() => new D(1).X;\nprivate class B { public B(bool x) { if (x) File.Delete(\"a\"); } }\nprivate sealed class D(int y) : B(true) { public int X => y; }",
        "public static string F() => (from x in new D() select x).ToString()!;\nprivate sealed class D { public int Select(Func<int, int> f) { File.Delete(\"a\"); return 1; } }",
        "public static void F() => Geo.T.InvokeMember(\"x\");",
        "public static int F() => P;\nprivate static partial int P { get; }",
        "public static void F() { while (true) { Console.WriteLine(1); } }",
        "public static async Task F() { for (;;) { await Task.Delay(1000); } }",
        "public static int F() => L();\n[System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(object))] private static int L() => 1;",
        "public static int F() { [System.Runtime.InteropServices.DllImport(\"libc\")] static extern int unlink(string path); return unlink(\"a\"); }",
        "using static System.IO.File;\npublic static void F() => Delete(\"a\");",
        "using Q = System.IO.File;\npublic static void F() => Q.Delete(\"a\");",
    ];

    /// <summary>Functions that only compute or print; each defines <c>F</c>.</summary>
    public static TheoryData<string> Harmless { get; } =
    [
        "public static int F() => 5;",
        "public static void F() => Console.WriteLine(\"hello\");",
        "public static string F() => string.Join(\", \", Enumerable.Range(1, 5).Select(n => n * n).Where(n => n % 2 == 1));",
        "public static double F(double x = 2) => Math.Round(Math.Sqrt(x) + MathF.PI, 2);",
        "public static string F() { var text = new System.Text.StringBuilder(); foreach (var c in \"abc\") { text.Append(char.ToUpperInvariant(c)); } return text.ToString(); }",
        "public static Dictionary<string, int> F() => new() { [\"a\"] = 1, [\"b\"] = int.Parse(\"2\", System.Globalization.CultureInfo.InvariantCulture) };",
        "public static DateTime F() => new DateTime(2024, 1, 1).AddDays(3);",
        "public static bool F() => System.Text.RegularExpressions.Regex.IsMatch(\"a1\", \"[a-z][0-9]\");",
        "public static string F() => System.Text.Json.JsonSerializer.Serialize(new Point(1, 2));\npublic sealed record Point(int X, int Y);",
        "public static Point F() => new Point(1, 2) with { Y = 3 };\npublic sealed record Point(int X, int Y) { public double Length => Math.Sqrt(X * X + Y * Y); }",
        "public static IEnumerable<int> F() { for (var i = 0; i < 3; i++) { yield return i; } }",
        "public static async Task<int> F() { await Task.Delay(1).ConfigureAwait(false); return await G(); }\nprivate static Task<int> G() => Task.FromResult(1);",
        "public static async IAsyncEnumerable<int> F() { yield return 1; await Task.Yield(); }",
        "public static int F() => Fib(5);\nprivate static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);",
        "public static int F() => throw new ArgumentException(\"no\");",
        "public static string F() { try { return checked(int.MaxValue + Zero()).ToString(); } catch (OverflowException e) { return e.Message; } }\nstatic int Zero() => 1;",
        "public static int F() { Func<int, int> twice = n => n * 2; return Apply(twice, 4); }\nprivate static int Apply(Func<int, int> f, int x) => f(x);",
        "public static string F() => new Circle().Area() switch { > 3 and < 4 => nameof(File), _ => \"?\" };\nprivate abstract class Shape { public abstract double Area(); }\nprivate sealed class Circle : Shape { public override double Area() => Math.PI; }",
        "public static string F() => Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(\"x\")));",
        "private static readonly int[] Primes = [2, 3, 5];\npublic static int F() => Primes.Sum();",
        "private static int s_count;\npublic static int F() => ++s_count;",
        "public static void Purge() => File.Delete(\"a\");\npublic static int F() => 1;",
        "public static (int, string) F() { var (a, b) = (1, \"x\"); return (a + 1, b[..1]); }",
        "public static int F() { Span<int> values = stackalloc int[3]; values[0] = 1; return values[0] + MemoryExtensions.IndexOf(\"abc\", 'b'); }",
        "public static string F() { Console.Error.WriteLine($\"{DateTime.UtcNow:O}\"); return Guid.NewGuid().ToString(\"N\"); }",
        "public static List<string> F() => (from w in new[] { \"b\", \"a\" } orderby w group w by w.Length into g select $\"{g.Key}: {g.Count()}\").ToList();",
        "public static int F() { lock (Gate) { return 1; } }\nprivate static readonly object Gate = new();",
        "public static T? F<T>() => default;",
        "public static int F() { var n = 1; while (true) { if (n > 9) { return n; } n++; } }",
        "public static IEnumerable<int> F() { for (var n = 0; ; n++) { yield return n; } }",
        "[System.Text.RegularExpressions.GeneratedRegex(\"a\")] private static partial System.Text.RegularExpressions.Regex A();\npublic static int F() => 1;",
    ];

    [Theory]
    [MemberData(nameof(Harmful))]
    public void Harmful_function_has_an_obstacle(string code) => Assert.NotNull(Proof(code).Obstacle);

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Harmless_function_is_proved(string code) => Assert.Null(Proof(code).Obstacle);

    [Theory]
    [InlineData("public static void F() => File.Delete(\"a\");", "calls 'File.Delete', which reading cannot prove harmless")]
    [InlineData("public static void F() { using var w = new StreamWriter(\"a\"); }", "creates a 'StreamWriter', which reading cannot prove harmless")]
    [InlineData("public static void F() => Unknown.Delete();", "uses 'Unknown', which reading cannot resolve")]
    [InlineData("public static void F() { dynamic d = 1; d.Delete(); }", "uses 'dynamic', whose calls reading cannot resolve")]
    [InlineData("public static void F(Action run) => run();", "calls the function that it gets as 'run', which may do anything")]
    [InlineData("public static void F() => _ = Task.Delay(1);", "does not wait for 'Task.Delay(1)'")]
    public void Obstacle_names_what_was_found(string code, string expected) => Assert.Equal(expected, Proof(code).Obstacle);

    [Theory]
    [InlineData("public static double F() => Geo.Area(2) * 2;", "Geo")]
    [InlineData("public static int F() => 5;", "")]
    [InlineData("public static double F() => Math.Sqrt(4);", "Geo", "a type of Geo may be called Math")]
    public void Used_dependencies_are_named(string code, string expected, string reason = "") =>
        Assert.True(expected == string.Join(' ', Proof(code).UsedDependencies), reason);

    [Theory]
    [InlineData("Console.WriteLine(\"hello\");", null)]
    [InlineData("File.Delete(\"a\");", "calls 'File.Delete', which reading cannot prove harmless")]
    public void Statements_are_proved_like_a_function(string code, string? expected) =>
        Assert.Equal(expected, CSharpBots.Analyse(code, "Run").Functions[0].Obstacle);

    [Theory]
    [InlineData("System.Console.WriteLine(T.Name);\npublic static class T { public static string Name => \"x\"; }", null)]
    [InlineData("System.IO.File.Delete(T.Name);\npublic static class T { public static string Name => \"x\"; }", "calls 'File.Delete', which reading cannot prove harmless")]
    public void Programs_are_proved_like_a_function(string code, string? expected) =>
        Assert.Equal(expected, CSharpBots.Analyse(code, "main").Functions.Single(function => function.Name == "main").Obstacle);

    [Fact]
    public void Unlisted_public_members_count_for_bots_that_call_this_one()
    {
        var analysis = CSharpBots.Analyse("public static int F() => 1;\npublic static void Purge() => File.Delete(\"a\");", "F");

        Assert.Null(Assert.Single(analysis.Functions).Obstacle);
        Assert.Equal("calls 'File.Delete', which reading cannot prove harmless", analysis.PublicUse?.Obstacle);
    }

    [Fact]
    public void Params_function_is_not_callable_without_arguments() =>
        Assert.False(CSharpBots.Analyse("public static int F(params int[] values) => values.Length;", "F").Functions[0].CallableWithoutArguments);

    [Fact]
    public void Table_of_harmless_names_is_on_the_page()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "verification.md"));

        Assert.All(CSharpHarmlessNames.Rows, row => Assert.Contains($"| {row.Namespace} | {row.Types} | {row.Members} |", page, StringComparison.Ordinal));
        Assert.Equal(CSharpHarmlessNames.Rows.Count, page.Split('\n').Count(line => line.StartsWith("| System", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("src/Demo/More.cs", "the file 'src/Demo/More.cs' is part of its code, and reading did not follow it")]
    [InlineData("data/values.csv", null)]
    public void Source_file_of_the_task_is_an_obstacle(string path, string? reason)
    {
        const string Code = "int F() => Environment.ProcessorCount;";
        var task = new TaskInfo { Name = "Demo", Metadata = new() { Files = new Dictionary<string, string> { [path] = "x" } } };
        var draft = new BotDraft(task, new Dictionary<string, FileContent> { ["x"] = FileContent.FromText("") }, Code)
        {
            Language = BotLanguage.CSharp,
            Purpose = "p",
            Functions = ["F"],
            Proofs = Exercise.Prove(CSharpBots.Analyse(Code, "F")),
        };

        var decided = Exercise.Decide([draft]);

        Assert.Equal(reason, Assert.Single(decided).NotExercised.GetValueOrDefault("F"));
    }

    private static FunctionSignature Proof(string code) =>
        CSharpAnalyser.Analyse(new CodeSource("Demo", "Demo", code, ["F"]) { Dependencies = ["Geo"] }, CancellationToken.None).Functions.Single(function => function.Name == "F");
}
