using System.Diagnostics;
using System.Globalization;
using System.Text;
using Menace.Analyzers;
using Menace.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.Benchmarks;

/// <summary>What typing costs: generator and analyzer over a task list that is edited in one process, as in an editor.</summary>
internal sealed class EditorRun
{
    private const int Edits = 9;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp14);

    private readonly string _list;
    private readonly CSharpCompilation _compilation;

    private EditorRun(int tasks)
    {
        _list = ListOf(tasks);
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Select(path => MetadataReference.CreateFromFile(path));
        _compilation = CSharpCompilation.Create("Project", [CSharpSyntaxTree.ParseText("class User { }", Parse)], references, new(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>Prints one line per figure: name, milliseconds (for memory: bytes per byte of text).</summary>
    public static async Task<int> RunAsync(int tasks)
    {
        var run = new EditorRun(tasks);
        run.Generator();
        await run.AnalyzerAsync();
        return 0;
    }

    private void Generator()
    {
        var before = Memory();
        var file = new Text(_list);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new BotCatalogGenerator().AsSourceGenerator()], [file], Parse);
        Compilation compilation = _compilation;
        var clock = Stopwatch.StartNew();
        driver = driver.RunGenerators(compilation);
        Print("generator, first run", [clock.Elapsed]);
        Print("generator, one character of code", Edit(i => _list.Replace("code of Bot5000", "code of Bot5000" + i, StringComparison.Ordinal)));
        Print("generator, task renamed", Edit(i => _list.Replace("\"Bot5000\"", $"\"Renamed{i}\"", StringComparison.Ordinal)));
        Print("generator, task inserted at the head", Edit(i => _list.Insert(1, $"{{ \"name\": \"New{i}\" }},\n")));
        Print("generator, unrelated edit of C#", Times(i =>
        {
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(), CSharpSyntaxTree.ParseText($"class User{i} {{ }}", Parse));
            return () => driver = driver.RunGenerators(compilation);
        }));
        PrintMemory("generator, memory kept", Memory() - before);
        GC.KeepAlive(driver);

        List<TimeSpan> Edit(Func<int, string> edit) => Times(i =>
        {
            var edited = new Text(edit(i));
            driver = driver.ReplaceAdditionalText(file, edited);
            file = edited;
            return () => driver = driver.RunGenerators(compilation);
        });
    }

    private async Task AnalyzerAsync()
    {
        var before = Memory();
        Print("analyzer, first run", [await AnalyzeAsync(_list)]);
        Print("analyzer, one character of code", await TimesAsync(i => _list.Replace("code of Bot5000", "code of Bot5000" + i, StringComparison.Ordinal)));
        Print("analyzer, task inserted at the head", await TimesAsync(i => _list.Insert(1, $"{{ \"name\": \"New{i}\" }},\n")));
        PrintMemory("analyzer, memory kept", Memory() - before);

        async Task<List<TimeSpan>> TimesAsync(Func<int, string> edit)
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < Edits; i++)
            {
                times.Add(await AnalyzeAsync(edit(i)));
            }

            return times;
        }
    }

    private async Task<TimeSpan> AnalyzeAsync(string list)
    {
        var file = new Text(list);
        var analysis = new CompilationWithAnalyzers(
            _compilation, [new TaskFileAnalyzer()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([file]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        GC.Collect();
        var clock = Stopwatch.StartNew();
        var result = await analysis.GetAnalysisResultAsync(file, CancellationToken.None);
        var time = clock.Elapsed;
        // Information is said about what the build infers. A mistake would be one of this list, or an exception.
        return result.GetAllDiagnostics().FirstOrDefault(d => d.Severity > DiagnosticSeverity.Info) is { } mistake ? throw new InvalidOperationException(mistake.ToString()) : time;
    }

    private static List<TimeSpan> Times(Func<int, Action> prepare)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < Edits; i++)
        {
            var run = prepare(i);
            GC.Collect();
            var clock = Stopwatch.StartNew();
            run();
            times.Add(clock.Elapsed);
        }

        return times;
    }

    private static void Print(string what, IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{sorted.Count}\t{sorted[sorted.Count / 2].TotalMilliseconds:0.0}\tms"));
    }

    private void PrintMemory(string what, long bytes) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t1\t{(double)bytes / (_list.Length * 2L):0.0}\tx text"));

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Tasks of about 1,200 characters, 600 of them code, a third of it C#.</summary>
    private static string ListOf(int tasks)
    {
        var list = new StringBuilder("[\n");
        for (var i = 0; i < tasks; i++)
        {
            var isCSharp = i % 3 == 2;
            var comment = (isCSharp ? "// " : "# ") + "code of Bot" + i.ToString(CultureInfo.InvariantCulture) + "\\n";
            var code = isCSharp
                ? string.Concat(Enumerable.Range(0, 6).Select(n => $"int Step{n}(int value)\\n{{\\n    var doubled = value * 2;\\n    return doubled + {n};\\n}}\\n\\n"))
                : string.Concat(Enumerable.Range(0, 9).Select(n => $"def step{n}(value):\\n    doubled = value * 2\\n    return doubled + {n}\\n\\n"));
            list.Append(CultureInfo.InvariantCulture, $$"""
                  {
                    "name": "Bot{{i}}",
                    "dependencies": [{{(i == 0 ? "" : $"\"Bot{i - 1}\"")}}],
                    "resources": { "memory": "256Mi", "timeout": "30s" },
                    "schedule": "{{i % 60}} 3 * * *",
                    "code": "{{comment}}{{code}}",
                    "metadata": { "language": "{{(isCSharp ? "csharp" : "python")}}", "purpose": "{{new string('p', 300)}}", "description": "{{new string('d', 100)}}", "functions": ["{{(isCSharp ? "Step0" : "step0")}}"] }
                  }{{(i == tasks - 1 ? "" : ",")}}

                """);
        }

        return list.Append(']').ToString();
    }

    private sealed class Text(string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => "/project/tasks.json";

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
