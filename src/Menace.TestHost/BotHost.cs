using System.Reflection;
using System.Runtime.CompilerServices;

namespace Menace.TestHost;

/// <summary>
/// Runs code of one bot after the other in this process, each as if the process were its own: what it sees is set before, and what it
/// changed is set back after it.
/// </summary>
internal sealed class BotHost
{
    private const string MarkerName = "MENACE_RUN";

    /// <summary>Bots after which the process is replaced: their assemblies stay in memory, some 50 KiB for each.</summary>
    private const int MostBots = 400;

    /// <summary>Resident memory in bytes above which the next bot would have too little of its own.</summary>
    private const long MostMemory = 224L << 20;

    private readonly ProcessStatics _statics = new();
    private readonly ProcessActivity _activity = new();
    /// <summary>The command of this process: the program, its options, <c>serve</c>, the role.</summary>
    private readonly string[] _command = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');

    /// <summary>
    /// The files that were there when a bot ran, as they were then: .NET may go on with them when the same path is loaded again.
    /// </summary>
    private readonly Dictionary<string, (long Length, DateTime Written)> _files = new(StringComparer.Ordinal);

    private readonly string? _marker = Environment.GetEnvironmentVariable(MarkerName);
    private string? _native;
    private int _bots;

    /// <summary>Gets whether this process is as good as new. If not, it takes no more jobs.</summary>
    public bool IsUsable { get; private set; } = ProcessStatics.AreKnown;

    /// <summary>Sets what a process of its own would be started with.</summary>
    public void Enter(Job job)
    {
        var wanted = job.Environment;
        string[] names = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];
        foreach (var name in names.Where(name => !wanted.ContainsKey(name)))
        {
            Set(name, null);
        }

        foreach (var (name, value) in wanted.Where(variable => Environment.GetEnvironmentVariable(variable.Key) != variable.Value))
        {
            Set(name, value);
        }

        // The job is ended by the mark of this process.
        Set(MarkerName, _marker);
        ProcessStatics.Begin([]);
        Directory.SetCurrentDirectory(job.Directory);
    }

    /// <summary>Gets whether a file beside <paramref name="assembly"/> is another than when a bot ran from the same folder.</summary>
    public bool HasChanged(string assembly)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(assembly)!);
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.dll") : [])
        {
            var now = (file.Length, file.LastWriteTimeUtc);
            if (!_files.TryAdd(file.FullName, now) && _files[file.FullName] != now)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces this process by a new one that does the rest of the job and ends with it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="arguments">The arguments of the rest.</param>
    public void StartAnew(Job job, IEnumerable<string> arguments)
    {
        Native.Become(
            Environment.ProcessPath!, [.. _command.TakeWhile(word => word != Program.Serve), Program.Once, _command[^1], .. arguments],
            [.. job.Environment.Select(variable => $"{variable.Key}={variable.Value}"), $"{MarkerName}={_marker}"]);
        throw new InvalidOperationException("The host could not be started anew.");
    }

    /// <summary>Runs <paramref name="code"/> with the assembly at <paramref name="path"/> as that of the process.</summary>
    /// <param name="path">Absolute path of the assembly.</param>
    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="code">What to run; it returns the exit code.</param>
    public int Run(string path, IReadOnlyList<string> arguments, Func<Assembly, int> code)
    {
        ProcessStatics.Begin([path, .. arguments]);
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(path) + Path.DirectorySeparatorChar);
        var result = 0;

        // What the bot sets for "the current thread", its culture for instance, ends with this.
        ExecutionContext.Run(ExecutionContext.Capture()!, _ => result = RunInContext(path, code), null);
        return result;
    }

    /// <summary>Returns what the bot left in this process that only its end removes, or null. Then the process ends with the bot.</summary>
    public string? Residue() => _native ?? _activity.Find() ?? _statics.Residue();

    /// <summary>Sets back what the bot changed.</summary>
    public void Leave()
    {
        Assembly.SetEntryAssembly(null);
        _statics.Restore();
        IsUsable = IsUsable && ++_bots < MostBots && Environment.WorkingSet < MostMemory;
    }

    private int RunInContext(string path, Func<Assembly, int> code)
    {
        var context = new BotContext(path);
        using (context.EnterContextualReflection())
        {
            var assembly = context.LoadFromAssemblyPath(path);
            Assembly.SetEntryAssembly(assembly);
            RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
            var result = code(assembly);
            _native ??= context.HasNativeCode ? "native code" : null;
            return result;
        }
    }

    private static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        Native.SetVariable(name, value);
    }
}
