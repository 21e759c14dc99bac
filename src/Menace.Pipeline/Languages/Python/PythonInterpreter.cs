using System.Collections.Concurrent;
using System.ComponentModel;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// Finds the Python to work with. The first <c>python3</c> of a machine often is one of a version manager, without pytest, while
/// the distribution's own has it: every candidate is asked, once, what it has.
/// </summary>
/// <param name="runner">Runs the candidates.</param>
/// <param name="configured">The interpreter the user named (path, or name on PATH), or null to search.</param>
/// <param name="searchPath">What to search instead of PATH; for tests.</param>
internal sealed class PythonInterpreter(IProcessRunner runner, string? configured = null, string? searchPath = null)
{
    private const string SystemPython = "/usr/bin/python3";
    private const string Remedy = "Install it: apt-get install python3 python3-pytest";

    /// <summary>The pythonpath setting, which the emitted pyproject.toml uses, and version_tuple both came with pytest 7.</summary>
    private const string ProbeScript = """
        import sys
        print(sys.executable)
        print(int(sys.version_info >= (3, 9)), "%d.%d" % sys.version_info[:2])
        version = sys.version.replace("\n", " ")
        try:
            from pytest import version_tuple
            print("pytest")
        except ImportError:
            print("")
        print(version)
        """;

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(30);

    // Bots ask at the same time, and each candidate is asked once: a shim of a version manager takes a third of a second.
    private readonly ConcurrentDictionary<string, Lazy<Task<Probe>>> _probes = new(StringComparer.Ordinal);

    /// <summary>A Python 3.9 or newer, enough to read sources.</summary>
    /// <exception cref="ToolMissingException">There is none.</exception>
    public Task<string> ForAnalysisAsync(CancellationToken cancellationToken) =>
        ExecutableAsync("python3", probe => probe.Lacks, cancellationToken);

    /// <summary>A Python 3.9 or newer that has pytest 7 or newer.</summary>
    /// <exception cref="ToolMissingException">There is none.</exception>
    public Task<string> ForTestsAsync(CancellationToken cancellationToken) =>
        ExecutableAsync("python3 with pytest", LacksForTests, cancellationToken);

    /// <summary>The Python of <see cref="ForTestsAsync"/> with its modules: a candidate can be a shim that starts another one.</summary>
    public async Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken)
    {
        try
        {
            var probe = await FindAsync("python3 with pytest", LacksForTests, cancellationToken);
            return new RunningTool(probe.Version, [.. FilesOf(probe.Executable)]);
        }
        catch (ToolMissingException)
        {
            return RunningTool.None;
        }
    }

    /// <summary>Every candidate that may be chosen, and the folders of the modules that it can import.</summary>
    public IReadOnlyList<string> Tools()
    {
        List<string> tools = [];
        foreach (var candidate in Candidates())
        {
            tools.AddRange(FilesOf(candidate));
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return [.. tools.Concat(ModuleFolders(Environment.GetEnvironmentVariable("PYTHONUSERBASE") ?? Path.Combine(home, ".local")))
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The program, and where its modules are.</summary>
    private static IEnumerable<string> FilesOf(string program)
    {
        string[] programs = [program, RealPath.Of(program)];
        return programs.Select(path => Path.GetDirectoryName(Path.GetDirectoryName(path))).OfType<string>().Distinct()
            .SelectMany(prefix => ModuleFolders(prefix).Concat(ModuleFolders(Path.Combine(prefix, "local")))
                .Prepend(Path.Combine(prefix, "pyvenv.cfg")))
            .Prepend(program);
    }

    private static string? LacksForTests(Probe probe) => probe.Lacks ?? (probe.HasPytest ? null : "has no pytest 7 or newer");

    private static IEnumerable<string> ModuleFolders(string prefix) =>
        from library in (string[])["lib", "lib64", "Lib"]
        where Directory.Exists(Path.Combine(prefix, library))
        from version in Directory.EnumerateDirectories(Path.Combine(prefix, library), "python3*").Append(Path.Combine(prefix, library))
            .Order(StringComparer.Ordinal)
        from folder in (string[])["site-packages", "dist-packages"]
        select Path.Combine(version, folder);

    private async Task<string> ExecutableAsync(string tool, Func<Probe, string?> lacks, CancellationToken cancellationToken) =>
        (await FindAsync(tool, lacks, cancellationToken)).Executable;

    private async Task<Probe> FindAsync(string tool, Func<Probe, string?> lacks, CancellationToken cancellationToken)
    {
        List<string> looked = [];
        foreach (var candidate in Candidates())
        {
            var probe = await KnownAsync(candidate, cancellationToken);
            if (lacks(probe) is not { } lack)
            {
                return probe;
            }

            looked.Add($"{candidate} {lack}");
        }

        throw new ToolMissingException(tool, looked.Count == 0 ? "no python3 on PATH" : string.Join("; ", looked), Remedy);
    }

    private async Task<Probe> KnownAsync(string candidate, CancellationToken cancellationToken)
    {
        var probe = _probes.GetOrAdd(candidate, _ => new(() => ProbeAsync(candidate, cancellationToken)));
        try
        {
            return await probe.Value;
        }
        catch
        {
            // Later callers probe again, because they were not cancelled.
            _probes.TryRemove(KeyValuePair.Create(candidate, probe));
            throw;
        }
    }

    private IEnumerable<string> Candidates()
    {
        if (configured is not null)
        {
            return configured.Contains('/', StringComparison.Ordinal) ? [Path.GetFullPath(configured)]
                : OnPath(configured).DefaultIfEmpty(configured).Take(1);
        }

        return OnPath("python3").Concat(File.Exists(SystemPython) ? [SystemPython] : []).Distinct(StringComparer.Ordinal);
    }

    private IEnumerable<string> OnPath(string name) =>
        Infrastructure.Tools.All(name, searchPath ?? Environment.GetEnvironmentVariable("PATH"));

    private async Task<Probe> ProbeAsync(string candidate, CancellationToken cancellationToken)
    {
        ProcessResult result;
        try
        {
            // From the root, because -c looks for modules in the working directory first.
            var command = new ProcessCommand(candidate, ["-B", "-c", ProbeScript], Path.GetPathRoot(Environment.CurrentDirectory)!);
            result = await runner.RunAsync(command, ProbeTimeout, cancellationToken);
        }
        catch (Win32Exception)
        {
            return new Probe(candidate, "cannot be started", HasPytest: false);
        }

        var lines = result.Output.Split('\n');
        if (result.TimedOut || result.ExitCode != 0 || lines.Length < 4)
        {
            return new Probe(candidate, result.TimedOut ? "does not answer" : $"ends with exit code {result.ExitCode}", HasPytest: false);
        }

        // The path that Python gives for itself leaves the shims of version managers behind.
        var executable = lines[0].Length == 0 ? candidate : lines[0];
        var version = lines[1].Split(' ');
        return new Probe(executable, version[0] == "1" ? null : $"is Python {version[^1]}, older than 3.9", lines[2] == "pytest")
        {
            Version = lines[3],
        };
    }

    /// <summary>What a candidate is.</summary>
    private sealed record Probe(string Executable, string? Lacks, bool HasPytest)
    {
        /// <summary>The version with the day of its build.</summary>
        public string Version { get; init; } = "";
    }
}
