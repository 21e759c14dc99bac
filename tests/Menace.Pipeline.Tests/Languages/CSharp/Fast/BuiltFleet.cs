using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.CSharp.Fast;
using Menace.Pipeline.Tests.Languages.Python;

namespace Menace.Pipeline.Tests.Languages.CSharp.Fast;

/// <summary>Bots of every kind, built once by <c>dotnet build</c>, all in one build, and then each the fast way into the same paths.</summary>
public sealed class BuiltFleet : IAsyncLifetime, IDisposable
{
    /// <summary>Generated sources break a literal of such a length into two.</summary>
    private const string Trees = "trees/whose-path-is-longer-than-the-lines-that-are-written-into-generated-sources";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, EmittedBot> _bots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProcessResult> _fast = new(StringComparer.Ordinal);

    /// <summary>What <c>dotnet build</c> printed.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>The outputs of <c>dotnet build</c>.</summary>
    private string Real => _folder["real"];

    private string Work => _folder["work"];

    private string Warm => _folder["warm"];

    public async Task InitializeAsync()
    {
        Add(Spec("Delta", "return 1;"));
        Add(Spec("Zeta", "return Delta.Run() + 1;"), "Delta");
        Add(Spec("Beta", "return Delta.Run() + 2;"), "Delta");
        Add(Spec("Alpha", "return $\"{Zeta.Run()}{Beta.Run()}\";"), "Zeta", "Beta");
        Add(Spec("data-loader", "return 1;"));
        Add(Spec("lower", "return data_loader.Run();"), "data-loader");
        Add(Spec("Packaged", "return new YamlDotNet.Serialization.SerializerBuilder().Build().Serialize(1).Length;") with
        {
            Packages = ["YamlDotNet@18.1.0"],
        });
        Add(Spec("Copying", "return 1;") with
        {
            Files = new Dictionary<string, BotFile> { ["data/some words.txt"] = new("some words.txt", "", false) },
        });
        File(_bots["Copying"], "data/some words.txt", "words");
        Add(Spec("Spaced", "namespace aNamespace { public static class Spaced { public static int Run() => 1; } }"));
        Add(Spec("Regular", """
            public static partial class Regular
            {
                [System.Text.RegularExpressions.GeneratedRegex("a+")]
                private static partial System.Text.RegularExpressions.Regex As();

                public static int Run() => As().Count("aa a");
            }
            """));
        Add(Spec("Tested", "return 1;") with
        {
            Tests = new Dictionary<string, string>
            {
                [""] = "public class Mine { [Theory, InlineData(1)] public void Works(int x) => Assert.Equal(x, Tested.Run()); }",
                ["Deep/MoreTests.cs"] = "public class More { [Fact] public void Works() => Assert.True(true); }",
            },
        });
        Add(Spec("Warned", "int unused; return 1;"));
        await AddCallerOfPythonAsync("Calling");
        Add(Spec("Broken", "return Nothing.Here + 1;"));
        Add(Spec("Caller", "return Broken.Run();"), "Broken");
        Add(Spec("Misused", "return 1;") with
        {
            Tests = new Dictionary<string, string>
            {
                [""] = "public class Mine { [Theory, MemberData(\"Nowhere\")] public void Works(int x) => Assert.Equal(x, Misused.Run()); }",
            },
        });

        await BuildAsync();
        Directory.Move(Path.Combine(Work, "artifacts"), Real);
        Directory.CreateDirectory(_folder["fast"]);
        await using var tests = Begin();
        foreach (var bot in _bots.Keys)
        {
            _fast[bot] = await SetUpAsync(tests, bot);
            var artifacts = Path.Combine(Work, "artifacts");
            if (Directory.Exists(artifacts))
            {
                Directory.Move(artifacts, _folder[Path.Combine("fast", bot)]);
            }
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>How the fast setup of <paramref name="bot"/> ended.</summary>
    internal ProcessResult Fast(string bot) => _fast[bot];

    /// <summary>Path of an output that <c>dotnet build</c> made.</summary>
    public string RealOutput(string project, string file = "") => Path.Combine(Real, "bin", project, "release", file);

    /// <summary>Path of an output that the fast setup of <paramref name="bot"/> made.</summary>
    public string FastOutput(string bot, string project, string file = "") => _folder[Path.Combine("fast", bot, "bin", project, "release", file)];

    /// <summary>When the records of builds were written.</summary>
    public IEnumerable<DateTime> Records() =>
        Directory.EnumerateFiles(Path.Combine(Warm, "csharp", "shapes")).Order(StringComparer.Ordinal).Select(System.IO.File.GetLastWriteTimeUtc);

    /// <summary>Path of a project of <paramref name="bot"/>.</summary>
    public string PathOf(string bot, string file = "") => _folder[Path.Combine(Trees, bot, file)];

    internal EmittedBot this[string bot] => _bots[bot];

    internal CSharpFastTests Begin(bool warnings = false) =>
        new(new FastTestSettings(Directory.CreateDirectory(Warm).FullName, CallerEnvironment.ForTests([]), 2) { Warnings = warnings });

    internal Task<FastPlan> PlanAsync(CSharpFastTests tests, string bot, Func<string, bool>? isGenerated = null)
    {
        var request = new TestRequest(_bots[bot].Spec, PathOf(bot), Directory.CreateDirectory(Work).FullName)
        {
            IsGenerated = isGenerated ?? (_ => true),
        };
        return tests.PlanAsync(request, CSharpTestRun.Plan(request), CancellationToken.None);
    }

    internal async Task<ProcessResult> SetUpAsync(CSharpFastTests tests, string bot)
    {
        var plan = await PlanAsync(tests, bot);
        Assert.Null(plan.Obstacle);
        return await plan.SetUpAsync(CancellationToken.None);
    }

    private static BotSpec Spec(string name, string code) => CSharpBots.Spec(code, "Run") with { Name = name };

    /// <summary>It holds the path of the folder of the trees.</summary>
    private async Task AddCallerOfPythonAsync(string name)
    {
        var python = Spec("doubler", "def twice(n: int) -> int:\n    return 2 * n\n") with
        {
            Language = BotLanguage.Python,
            Functions = ["twice"],
        };
        var dependency = new EmitDependency(python, await EmittedFleet.AnalyseAsync(PythonBots.Language, python));
        Directory.CreateDirectory(PathOf(python.Name));
        Add(CSharpBots.Emit(Spec(name, "return doubler.twice(2)!.GetValue<int>();"), [dependency]));
    }

    private void Add(BotSpec spec, params string[] dependencies) =>
        Add(CSharpBots.Emit(spec, [.. dependencies.Select(name => _bots[name])]));

    private void Add(EmittedBot bot)
    {
        _bots.Add(bot.Spec.Name, bot);
        foreach (var file in bot.Files.Files)
        {
            File(bot, file.Path, System.Text.Encoding.UTF8.GetString(file.Content.Span));
        }
    }

    private void File(EmittedBot bot, string path, string text) => _folder.Write(Path.Combine(Trees, bot.Spec.Name, path), text);

    private async Task BuildAsync()
    {
        _folder.Write(
            $"{Trees}/all.proj",
            """
            <Project DefaultTargets="Rebuild">
              <ItemGroup>
                <Tests Include="*/tests/*/*.csproj" />
              </ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Tests)" Targets="Restore" Properties="MSBuildRestoreSessionId=all" /></Target>
              <Target Name="Rebuild"><MSBuild Projects="@(Tests)" Targets="Build" /></Target>
            </Project>
            """);
        Directory.CreateDirectory(Work);
        var build = new ProcessCommand(
            CSharpTestRun.Dotnet!, ["build", "all.proj", "-c", "Release", .. CSharpTestRun.BuildOptions(Work)], _folder[Trees])
        {
            Environment = CSharpTestRun.Environment(),
            KeepsChildren = true,
            OutputFile = _folder["build.log"],
        };
        await new ProcessRunner().RunAsync(build, Timeout, CancellationToken.None);
        Printed = await System.IO.File.ReadAllTextAsync(_folder["build.log"]);
    }
}
