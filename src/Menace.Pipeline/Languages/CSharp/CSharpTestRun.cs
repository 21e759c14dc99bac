using System.Collections;
using Menace.Pipeline.Processes;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Plans the build and the run of a bot's tests.</summary>
internal static class CSharpTestRun
{
    /// <summary>What .NET and xunit.v3 may take beside the heap, in bytes of resident memory.</summary>
    private const long Runtime = 256 << 20;

    /// <summary>The plan for <paramref name="request"/>; results of an earlier run are deleted.</summary>
    /// <exception cref="ToolMissingException">There is no <c>dotnet</c> on PATH.</exception>
    public static TestPlan Plan(TestRequest request)
    {
        var dotnet = FindDotnet();
        var artifacts = Path.Combine(request.WorkDirectory, "artifacts");
        var results = Path.Combine(request.WorkDirectory, "results.trx");
        var fallback = Path.Combine(request.WorkDirectory, "results.xml");
        var assembly = Path.Combine(artifacts, "bin", request.Spec.Name + ".Tests", "release", request.Spec.Name + ".Tests.dll");
        File.Delete(results);
        File.Delete(fallback);

        var setup = new ProcessCommand(
            "sh",
            ["scripts/setup_tests.sh", "--artifacts-path", artifacts, "-nologo", "-v:q", "-tl:off", "-m:1", "-nr:false"],
            request.RepositoryPath)
        {
            Environment = Environment(),
        };
        var tests = new ProcessCommand(
            dotnet,
            ["exec", assembly, "-noLogo", "-noColor", "-noAutoReporters", "-result-trx", results, "-result-xml", fallback],
            request.RepositoryPath)
        {
            Environment = TestEnvironment(request),
        };
        return new TestPlan(setup, tests, () => ResultFile.Read(results, path => ResultFile.Read(fallback, other => TrxReport.Read(path, other))))
        {
            MemoryAllowance = Runtime,
        };
    }

    private static Dictionary<string, string?> Environment()
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

    private static Dictionary<string, string?> TestEnvironment(TestRequest request)
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

    private static string FindDotnet() =>
        Tools.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")
        ?? throw new ToolMissingException("dotnet", "no folder of PATH holds it", "Install the .NET SDK 10 from https://dotnet.microsoft.com/download");
}
