using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>
/// The warm processes that run the tests and the examples of C# bots for the length of one run (docs/verification.md, "C# hosts"). Each
/// runs one bot at a time, in an assembly load context of its own. Assemblies stay mapped: one that changes is written to a new file, which
/// then takes the name of the old one.
/// </summary>
/// <param name="settings">What all fast plans of the run have in common.</param>
internal sealed class CSharpHosts(FastTestSettings settings) : IAsyncDisposable
{
    /// <summary>The version of xunit.v3 that the hosts run tests with; a bot with another one cannot be tested by them.</summary>
    public const string XunitVersion = "4.0.2";

    /// <summary>The role that runs tests.</summary>
    public const string TestsRole = "tests";

    /// <summary>The role that runs examples.</summary>
    public const string ExamplesRole = "examples";

    private readonly HostPool _tests = new(settings, TestsRole);
    private readonly HostPool _examples = new(settings, ExamplesRole);

    /// <summary>Runs tests like the literal command does: the same runner, arguments, files and exit codes.</summary>
    /// <param name="request">The tree.</param>
    /// <param name="assembly">Absolute path of the test assembly, beside its runtime configuration and what it needs.</param>
    /// <param name="results">The file that the results are written to.</param>
    /// <param name="list">The file that the list of tests is written to, or null if none is needed.</param>
    public ProcessCommand Tests(TestRequest request, string assembly, string results, string? list) =>
        new("dotnet", [assembly, list ?? "", .. CSharpTestRun.RunnerArguments(results)], request.RepositoryPath)
        {
            Environment = CSharpTestRun.TestEnvironment(request),
            Starter = _tests,
        };

    /// <summary>Runs examples in a process that has no test framework.</summary>
    /// <param name="request">The tree.</param>
    /// <param name="assembly">Absolute path of the bot's assembly, beside its runtime configuration and what it needs.</param>
    /// <param name="files">The files of calls and results.</param>
    public ProcessCommand Examples(TestRequest request, string assembly, ExampleFiles files) =>
        new("dotnet", [assembly, files.Calls, files.Results], request.RepositoryPath)
        {
            Environment = CSharpTestRun.TestEnvironment(request),
            Starter = _examples,
        };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _tests.DisposeAsync();
        await _examples.DisposeAsync();
    }

    /// <summary>The hosts of one role. Those that .NET would start with other settings are apart.</summary>
    private sealed class HostPool(FastTestSettings settings, string role) : IProgramStarter, IAsyncDisposable
    {
        /// <summary>Variables that .NET, xunit or the system's libraries read once, when a process starts.</summary>
        private static readonly string[] ReadAtStart = ["DOTNET_", "COMPlus_", "CORECLR_", "LC_", "LANG", "TZ", "LD_", "XUNIT_"];

        /// <summary>
        /// Settings of the hosts alone: what is measured of hot methods is of no use in bots that run once, nor is a collector of its own.
        /// </summary>
        private static readonly KeyValuePair<string, string>[] HostSettings =
            [new("DOTNET_TieredPGO", "0"), new("DOTNET_gcConcurrent", "0")];

        private readonly ConcurrentDictionary<string, Lazy<WarmServers>> _servers = new(StringComparer.Ordinal);

        /// <inheritdoc/>
        public Task<IRunningProgram> StartAsync(
            ProcessCommand command, IReadOnlyDictionary<string, string> environment, ProcessMarker marker,
            CancellationToken cancellationToken)
        {
            var configuration = Path.ChangeExtension(command.Arguments[0], ".runtimeconfig.json");
            var start = environment.Where(variable => ReadAtStart.Any(
                name => variable.Key.StartsWith(name, StringComparison.Ordinal))).OrderBy(variable => variable.Key, StringComparer.Ordinal);
            var key = $"{(File.Exists(configuration) ? File.ReadAllText(configuration) : "")}\0{string.Join('\0', start)}";
            return _servers.GetOrAdd(key, _ => new(() => Create(key, configuration, environment))).Value
                .StartAsync(command, environment, marker, cancellationToken);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            foreach (var servers in _servers.Values)
            {
                await servers.Value.DisposeAsync();
            }
        }

        private WarmServers Create(string key, string configuration, IReadOnlyDictionary<string, string> environment)
        {
            var hosts = HostFiles.Unpack(settings.Folder);
            var name = $"{role}-{Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(key)))}";

            // The bot's own file may be gone when the next host starts.
            var own = Path.Combine(settings.Folder, $"{name}.runtimeconfig.json");
            if (File.Exists(configuration))
            {
                File.Copy(configuration, own, overwrite: true);
            }
            else
            {
                own = Path.Combine(hosts, TestsRole, HostFiles.Configuration);
            }

            return new WarmServers(
                new ProcessCommand(
                    CSharpTestRun.Dotnet ?? "dotnet",
                    ["exec", "--runtimeconfig", own, Path.Combine(hosts, role, HostFiles.Program), "serve", role],
                    settings.Folder)
                {
                    Inherited = new Dictionary<string, string>(environment.Concat(HostSettings)
                        .GroupBy(variable => variable.Key).Select(variable => variable.First()), StringComparer.Ordinal),
                    OutputFile = Path.Combine(settings.Folder, $"{name}.log"),
                },
                forks: false);
        }
    }
}
