using System.Collections.Concurrent;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// Interpreters that keep one program warm (templates/python/serve_tests.py). What an interpreter reads when it starts cannot be changed
/// later, so there is one for each interpreter and set of variables; all bots of a run have the same, apart from their own folders.
/// </summary>
/// <param name="folder">Absolute path of the folder with the programs.</param>
/// <param name="program">File name of the program.</param>
internal sealed class PythonServers(string folder, string program) : IProgramStarter, IAsyncDisposable
{
    /// <summary>File name, inside the folder, of the folder that servers work in.</summary>
    public const string WorkFolder = "empty";

    /// <summary>
    /// Variables that name folders of a bot; no interpreter reads them when it starts, as user packages are found by PYTHONUSERBASE.
    /// </summary>
    private static readonly HashSet<string> OfOneBot = new(StringComparer.Ordinal) { "HOME", "TMPDIR", "TMP", "TEMP", "MENACE_ARTIFACTS" };

    private readonly ConcurrentDictionary<string, WarmServers> _servers = new(StringComparer.Ordinal);
    private int _number;

    /// <inheritdoc/>
    public Task<IRunningProgram> StartAsync(
        ProcessCommand command, IReadOnlyDictionary<string, string> environment, ProcessMarker marker, CancellationToken cancellationToken)
    {
        var shared = environment.Where(variable => !OfOneBot.Contains(variable.Key))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var key = string.Join('\0', [command.FileName, .. shared.Select(variable => $"{variable.Key}={variable.Value}")]);
        return _servers.GetOrAdd(key, _ => New(command.FileName, shared)).StartAsync(command, environment, marker, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var servers in _servers.Values)
        {
            await servers.DisposeAsync();
        }
    }

    private WarmServers New(string python, Dictionary<string, string> variables)
    {
        var work = Path.Combine(folder, WorkFolder);
        string[] arguments = [Path.Combine(folder, PythonPrograms.Server), Path.Combine(folder, program)];
        return new WarmServers(new ProcessCommand(python, arguments, work)
        {
            Inherited = new Dictionary<string, string>(variables) { ["HOME"] = work },
            OutputFile = Path.Combine(folder, FormattableString.Invariant($"{program}.{Interlocked.Increment(ref _number)}.log")),
        }, forks: true);
    }
}
