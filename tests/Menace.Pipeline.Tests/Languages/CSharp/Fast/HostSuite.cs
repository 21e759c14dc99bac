using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.CSharp.Fast;
using Menace.Pipeline.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Menace.Pipeline.Tests.Languages.CSharp.Fast;

/// <summary>A test suite of the corpus, compiled to where the literal way looks for it, which both ways then run.</summary>
internal sealed class HostSuite : IDisposable
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private const string Entry = """
        global using Xunit;
        using Xunit.Runner.Common;
        [assembly: RegisterRunnerReporter(typeof(DefaultRunnerReporter))]
        [assembly: RegisterResultWriter("xml", typeof(XmlV2ResultWriter))]
        internal static class Entry
        {
            private static int Main(string[] arguments) =>
                Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
        }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly ProcessRunner Runner = new();

    private readonly TemporaryFolder _folder = new();
    private readonly string _hosts;
    private readonly string _tests;

    /// <summary>Compiles a suite with the xunit of <paramref name="hosts"/>.</summary>
    public HostSuite(string hosts, string bot, string tests)
    {
        (_hosts, _tests) = (hosts, tests);
        Directory.CreateDirectory(_folder["work"]);
        var xunit = Path.Combine(hosts, CSharpHosts.TestsRole);
        var folder = Directory.CreateDirectory(_folder["work/artifacts/bin/Sample.Tests/release"]).FullName;
        var botFolder = Directory.CreateDirectory(_folder["work/artifacts/bin/Sample/release"]).FullName;
        var library = Compile("MenaceBots.Sample", folder, [bot], []);
        CompileTests(tests);
        foreach (var file in Directory.EnumerateFiles(xunit, "*.dll").Where(file => Path.GetFileName(file) != HostFiles.Program))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        }

        File.Copy(library, Path.Combine(botFolder, Path.GetFileName(library)));
        foreach (var assembly in (string[])[library, Assembly, Path.Combine(botFolder, Path.GetFileName(library))])
        {
            File.Copy(Path.Combine(xunit, HostFiles.Configuration), Path.ChangeExtension(assembly, ".runtimeconfig.json"));
        }
    }

    public string Assembly => _folder["work/artifacts/bin/Sample.Tests/release/Sample.Tests.dll"];

    /// <summary>The bot's limits.</summary>
    public Dictionary<string, JsonValue> Resources { get; init; } = [];

    public TestRequest Request => new(
        new BotSpec
        {
            Name = "Sample",
            Language = BotLanguage.CSharp,
            Code = "",
            Purpose = "Shows a suite.",
            Functions = [],
            Resources = Resources,
            Tests = new Dictionary<string, string> { ["SampleTests.cs"] = _tests },
        },
        _folder.Path, _folder["work"]);

    /// <summary>A suite of the corpus.</summary>
    public static HostSuite Of(string hosts, string name)
    {
        var own = Path.Combine(HostCorpus.Folder, name + ".bot.cs");
        return new HostSuite(
            hosts, File.ReadAllText(File.Exists(own) ? own : Path.Combine(HostCorpus.Folder, "bot.cs")),
            File.ReadAllText(Path.Combine(HostCorpus.Folder, name + ".cs")));
    }

    /// <summary>A suite of its own text.</summary>
    public static HostSuite OfText(string hosts, string tests) =>
        new(hosts, File.ReadAllText(Path.Combine(HostCorpus.Folder, "bot.cs")), tests);

    /// <summary>Runs it with the literal command.</summary>
    public Task<string> RunLiteralAsync() => RunAsync(plan => plan.Tests);

    /// <summary>Runs it in a warm host.</summary>
    public Task<string> RunWarmAsync(CSharpHosts hosts, TimeSpan? limit = null) => RunAsync(
        plan => hosts.Tests(
            Request, Assembly, Path.Combine(Request.WorkDirectory, "results.xml"),
            plan.Tests.Arguments[5] is { Length: > 0 } list ? list : null),
        limit);

    /// <summary>Makes calls of the bot with the literal command and returns the lines of results.</summary>
    public Task<string> CallLiterallyAsync(string calls) =>
        CallAsync(calls, files => CSharpTestRun.Plan(Request).Examples!(files), "literal.jsonl");

    /// <summary>Makes calls of the bot in a warm host.</summary>
    public Task<string> CallWarmAsync(CSharpHosts hosts, string calls) => CallAsync(
        calls, files => hosts.Examples(Request, _folder["work/artifacts/bin/Sample/release/MenaceBots.Sample.dll"], files), "warm.jsonl");

    /// <summary>Compiles other tests to where its own are.</summary>
    public void CompileTests(string tests)
    {
        var folder = Path.GetDirectoryName(Assembly)!;
        var xunit = Path.Combine(_hosts, CSharpHosts.TestsRole);
        File.Delete(Assembly);
        Compile(
            "Sample.Tests", folder,
            [tests, Entry, File.ReadAllText(Path.Combine(RepositoryRoot.Path, "templates/csharp/TestProcess.cs.scriban"))],
            [Path.Combine(folder, "MenaceBots.Sample.dll"),
             .. Directory.EnumerateFiles(xunit, "*.dll").Where(file => Path.GetFileName(file) != HostFiles.Program)]);
    }

    /// <summary>What it printed last.</summary>
    public string Log => File.ReadAllText(_folder["work/tests.log"]);

    public void Dispose() => _folder.Dispose();

    private async Task<string> CallAsync(string calls, Func<ExampleFiles, ProcessCommand> command, string results)
    {
        var files = new ExampleFiles(_folder.Write("work/calls.json", calls), _folder["work/" + results]);
        var ended = await Runner.RunAsync(
            command(files) with { OutputFile = Path.Combine(Request.WorkDirectory, "examples.log") }, Limit, CancellationToken.None);
        return $"exit {ended.ExitCode}\n{(File.Exists(files.Results) ? await File.ReadAllTextAsync(files.Results) : "")}";
    }

    /// <summary>All that a verdict is made of, as text.</summary>
    private async Task<string> RunAsync(Func<TestPlan, ProcessCommand> command, TimeSpan? limit = null)
    {
        _folder.Write("tests/Sample.Tests/SampleTests.cs", _tests);
        var plan = CSharpTestRun.Plan(Request);
        using var surroundings = TestSurroundings.Create(Request.WorkDirectory, []);
        var ended = await Runner.RunAsync(
            surroundings.Around(command(plan) with { OutputFile = Path.Combine(Request.WorkDirectory, "tests.log") }), limit ?? Limit,
            CancellationToken.None);
        var report = plan.ReadReport();
        return string.Join('\n',
        [
            $"exit {ended.ExitCode}, timed out {ended.TimedOut}, left {ended.LeftBehind.Count}, problem: {report.Problem}",
            $"expected: {(report.Expected is null ? "-" : string.Join(", ", report.Expected.Order(StringComparer.Ordinal)))}",
            .. report.Tests.Select(test => $"{test.Name} {test.Outcome} {test.IsDeclaredSkip} {test.Message}")
                .Order(StringComparer.Ordinal),
        ]);
    }

    private static string Compile(string name, string folder, IEnumerable<string> sources, IEnumerable<string> references)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(
            name,
            sources.Append(Usings).Select((source, i) => CSharpSyntaxTree.ParseText(
                source, new CSharpParseOptions(LanguageVersion.CSharp14), $"/suite/{name}{i}.cs", System.Text.Encoding.UTF8)),
            Directory.EnumerateFiles(framework, "*.dll").Where(IsManaged).Concat(references)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                sources.Contains(Entry) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        var path = Path.Combine(folder, name + ".dll");
        using var assembly = File.Create(path);
        using var symbols = File.Create(Path.ChangeExtension(path, ".pdb"));
        var result = compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: CancellationToken.None);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
        return path;
    }

    private static bool IsManaged(string path)
    {
        var name = Path.GetFileName(path);
        return (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name is "mscorlib.dll" or "netstandard.dll") && !name.Contains("Native", StringComparison.Ordinal);
    }
}
