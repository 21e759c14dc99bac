using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Menace.Pipeline.Diagnostics;

namespace Menace.Pipeline.Processes;

/// <summary>
/// Runs each program in a session of its own (<c>setsid</c>), so that its whole group can be ended: a tree kill misses a
/// grandchild whose parent has already gone.
/// </summary>
internal sealed class ProcessRunner : IProcessRunner
{
    private const int OutputTail = 64 * 1024;
    private static readonly TimeSpan PipePatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Variables of the MSBuild that hosts us. A nested dotnet that inherits them mixes two SDKs or waits for a pipe
    /// (dotnet/msbuild#14699), and CI and TEST variables change how test frameworks behave.
    /// </summary>
    private static readonly string[] HostVariables =
    [
        "MSBuildExtensionsPath", "MSBuildSDKsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBUILDENSURESTDOUTFORTASKPROCESSES",
        "MSBUILD_EXE_PATH", "DOTNET_CLI_CONTEXT_VERBOSE", "DOTNET_HOST_PATH", "MSBUILDLOGIMPORTS", "MSBUILDDEBUGENGINE",
        "PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS", "PYTHONSTARTUP", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "ENV", "BASH_ENV",
    ];

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        using var process = new Process { StartInfo = StartInfo(command) };
        process.Start();

        var output = command.OutputFile is null ? process.StandardOutput.ReadToEndAsync(CancellationToken.None) : Task.FromResult("");
        var error = command.OutputFile is null ? process.StandardError.ReadToEndAsync(CancellationToken.None) : Task.FromResult("");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var timedOut = false;
        try
        {
            await SendInputAsync(process, command.Input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            timedOut = !cancellationToken.IsCancellationRequested;
        }
        finally
        {
            if (!process.HasExited)
            {
                ProcessGroup.Kill(process);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        if (!command.KeepsChildren)
        {
            ProcessGroup.KillSession(process.Id);
        }

        if (command.OutputFile is { } log)
        {
            RedactedLog.Rewrite(log);
        }

        cancellationToken.ThrowIfCancellationRequested();

        // Without sessions a child that was left behind may hold the pipes open: what it would still print is not waited for.
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(PipePatience, CancellationToken.None));
        return new ProcessResult(
            process.ExitCode,
            command.OutputFile is { } file ? ReadTail(file) : output.IsCompletedSuccessfully ? await output : "",
            error.IsCompletedSuccessfully ? await error : "",
            timedOut,
            clock.Elapsed);
    }

    private static ProcessStartInfo StartInfo(ProcessCommand command)
    {
        List<string> arguments = [command.FileName, .. command.Arguments];
        if (command.OutputFile is not null)
        {
            // A file, not a pipe: bounded memory whatever the program prints, and no wait for an end of file that a
            // surviving child holds back.
            arguments = ["sh", "-c", "exec >\"$0\" 2>&1 \"$@\"", command.OutputFile, .. arguments];
        }

        if (ProcessGroup.IsSupported)
        {
            arguments = ["setsid", .. arguments];
        }

        var info = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = command.OutputFile is null,
            RedirectStandardError = command.OutputFile is null,
            UseShellExecute = false,
        };
        if (command.OutputFile is null)
        {
            info.StandardOutputEncoding = info.StandardErrorEncoding = new UTF8Encoding(false);
        }

        info.StandardInputEncoding = new UTF8Encoding(false);
        foreach (var name in HostVariables)
        {
            info.Environment.Remove(name);
        }

        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    private static async Task SendInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, without reading all of it; its exit code tells the rest.
        }
    }

    private static string ReadTail(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(OutputTail, stream.Length), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>Process groups and sessions of POSIX; elsewhere the process tree.</summary>
internal static partial class ProcessGroup
{
    private const int SigKill = 9;

    /// <summary>True where programs are started in a session of their own.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux();

    /// <summary>Ends <paramref name="process"/>, its group, and what is left in its session.</summary>
    public static void Kill(Process process)
    {
        if (IsSupported)
        {
            KillSession(process.Id);
        }

        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>Ends every process of the session <paramref name="session"/> (the process id of its leader).</summary>
    public static void KillSession(int session)
    {
        if (!IsSupported)
        {
            return;
        }

        _ = SendSignal(-session, SigKill);
        foreach (var id in Members(session))
        {
            _ = SendSignal(id, SigKill);
        }
    }

    /// <summary>Process ids that belong to <paramref name="session"/>.</summary>
    private static IEnumerable<int> Members(int session)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && SessionOf(folder) == session)
            {
                yield return id;
            }
        }
    }

    /// <summary>The sixth field of /proc/PID/stat (proc(5)); the second is a name in parentheses that may hold anything.</summary>
    private static int SessionOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int id, int signal);
}
