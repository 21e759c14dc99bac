using System.Collections;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.CSharp.Fast;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Plans the build and the run of a bot's tests.</summary>
internal static class CSharpTestRun
{
    /// <summary>What .NET and xunit.v3 may take beside the heap, in bytes of resident memory.</summary>
    private const long Runtime = 256 << 20;

    /// <summary>
    /// Runs the tests ($2) with $1, and lists them before into $3 if that is not empty: without the list nothing tells which tests have to
    /// run.
    /// A host that has no program to run ends with 129, which looks like a
    /// signal; 127 is what a shell says of a command that is not there.
    /// </summary>
    private const string Script = """
        dotnet=$1 assembly=$2 list=$3
        shift 3
        if [ ! -f "$assembly" ]; then
            echo "The setup did not build $assembly" >&2
            exit 127
        fi
        if [ -n "$list" ]; then
            code=0
            "$dotnet" exec "$assembly" -list full/json >"$list" </dev/null || code=$?
            if [ "$code" != 0 ] || ! grep -q '^\[' "$list"; then
                echo "The tests could not be listed: exit code $code" >&2
                exit 3
            fi
        fi
        exec "$dotnet" exec "$assembly" "$@"
        """;

    /// <summary>Gets the program <c>dotnet</c>, or null if there is none on PATH.</summary>
    public static string? Dotnet => Tools.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    /// <summary>The arguments of xunit's runner.</summary>
    public static IReadOnlyList<string> RunnerArguments(string results) =>
        ["-noLogo", "-noColor", "-noAutoReporters", "-result-xml", results];

    /// <summary>The files that the command of a plan names: $2, $3 and the last of <see cref="RunnerArguments"/>.</summary>
    /// <param name="tests">The command of the literal way.</param>
    /// <returns>The test assembly, the file for the list of tests or null if none is needed, and the file of the results.</returns>
    public static (string Assembly, string? List, string Results) FilesOf(ProcessCommand tests) =>
        (tests.Arguments[4], tests.Arguments[5] is { Length: > 0 } list ? list : null, tests.Arguments[^1]);

    /// <summary>The assembly of the bot itself.</summary>
    public static string BotAssembly(TestRequest request) => Path.Combine(
        request.WorkDirectory, "artifacts", "bin", request.Spec.Name, "release",
        $"{CSharpNames.Namespace}.{request.Spec.Identifier}.dll");

    /// <summary>The plan for <paramref name="request"/>; results of an earlier run are deleted.</summary>
    /// <exception cref="ToolMissingException">There is no <c>dotnet</c> on PATH.</exception>
    public static TestPlan Plan(TestRequest request)
    {
        var dotnet = Dotnet ?? throw new ToolMissingException(
            "dotnet", "no folder of PATH holds it", "Install the .NET SDK 10 from https://dotnet.microsoft.com/download");
        var spec = request.Spec;
        var artifacts = Path.Combine(request.WorkDirectory, "artifacts");
        var results = Path.Combine(request.WorkDirectory, "results.xml");
        var list = Path.Combine(request.WorkDirectory, "tests.json");
        var assembly = Path.Combine(artifacts, "bin", spec.Name + ".Tests", "release", spec.Name + ".Tests.dll");
        File.Delete(results);
        File.Delete(list);
        var files = CSharpTestFiles.Read(Path.Combine(request.RepositoryPath, "tests", spec.Name + ".Tests"));

        var setup = new ProcessCommand("sh", ["scripts/setup_tests.sh", .. BuildOptions(request.WorkDirectory)], request.RepositoryPath)
        {
            Environment = Environment(),
        };
        var tests = new ProcessCommand(
            "sh",
            ["-c", Script, "sh", dotnet, assembly, files.Tests is null ? list
                : "", .. RunnerArguments(results)],
            request.RepositoryPath)
        {
            Environment = TestEnvironment(request),
        };
        return new TestPlan(setup, tests, () => ResultFile.Read(
            results, path => XunitTests.Report(XunitReport.Read(path), files, XunitTests.ReadList(list))))
        {
            MemoryAllowance = Runtime,
            ExampleTests = spec.Tests.Count > 0 ? [] : CSharpTests.ExampleTests(spec),
            GeneratedTestFile = spec.Tests.Count > 0 ? null : CSharpTests.PathOf(spec),
            Examples = example => Examples(request, dotnet, example),
        };
    }

    /// <summary>
    /// The options of <c>dotnet build</c>, which puts all outputs into the folder <c>artifacts</c> of <paramref name="work"/>. MSBuild
    /// decides by times what is up to date, a verdict by content: what is tested is compiled anew.
    /// </summary>
    public static IReadOnlyList<string> BuildOptions(string work) =>
    [
        "--artifacts-path", Path.Combine(work, "artifacts"), CSharpOutputs.Pin(work), "--no-incremental", "-nologo", "-v:q", "-tl:off",
        "-m:1", "-nr:false",
    ];

    /// <summary>A process of the host, with the bot's own runtime configuration.</summary>
    private static ProcessCommand Examples(TestRequest request, string dotnet, ExampleFiles files)
    {
        var host = HostFiles.WriteProgram(request.WorkDirectory);
        var assembly = BotAssembly(request);
        return new ProcessCommand(
            dotnet,
            ["exec", "--runtimeconfig", Path.ChangeExtension(assembly, ".runtimeconfig.json"), host, assembly, files.Calls, files.Results],
            request.RepositoryPath)
        {
            Environment = TestEnvironment(request),
        };
    }

    /// <summary>The variables of builds and tests, on top of those that are inherited.</summary>
    public static Dictionary<string, string?> Environment()
    {
        // MSBuild leaves MSBUILD* variables for its children; a nested build that reads them mixes two SDKs (dotnet/msbuild#14699).
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => (string)variable.Key)
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        return environment;
    }

    /// <summary>What the tests of a bot see beside the variables of all tests.</summary>
    public static Dictionary<string, string?> TestEnvironment(TestRequest request)
    {
        var environment = Environment();
        foreach (var (name, value) in request.SiblingVariables())
        {
            environment[name] = value;
        }

        if (MemoryLimit.Bytes(request.Spec.Resources) is { } bytes)
        {
            // The runtime reads this number as hexadecimal.
            environment["DOTNET_GCHeapHardLimit"] = $"0x{bytes:X}";
        }

        return environment;
    }
}
