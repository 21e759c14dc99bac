using System.Diagnostics;
using System.Text;
using Menace.Pipeline.Infrastructure.Logging;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// Runs each program in a session of its own (<c>setsid</c>), watches what comes of it, and ends all of that: whatever the program
/// does, the time and the memory that it costs are bounded.
/// </summary>
internal sealed class ProcessRunner : IProcessRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Helpers that notice by themselves that their program has ended (multiprocessing's resource tracker) get this long.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan GracePause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        var marker = ProcessMarker.New();
        await ReplaceRunFileAsync(command.RunFile, marker);
        using var process = new Process { StartInfo = StartInfo(command, marker) };
        process.Start();
        var family = new ProcessFamily(process, marker);
        var streams = new Streams(process, command);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(timeout);
        var watch = new ProcessWatch(family, command);
        var watching = watch.RunAsync(stop);
        var wasEnded = false;
        try
        {
            await SendInputAsync(process, command.Input, stop.Token);
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            wasEnded = true;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(watching);
        }

        var left = wasEnded || command.KeepsChildren ? [] : await LeftBehindAsync(family);
        if (wasEnded || left.Count > 0)
        {
            await family.EndAsync();
        }

        // One that the kernel does not let go has no exit code.
        await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(Patience, CancellationToken.None));
        if (command.RunFile is { } runFile)
        {
            File.Delete(runFile);
        }

        if (command.OutputFile is { } log)
        {
            RedactedLog.Rewrite(log);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await watching;
        var (output, error, discarded) = await streams.EndAsync(Patience);
        return new ProcessResult(process.HasExited ? process.ExitCode : 137, output, error, wasEnded && watch.Excess is null, clock.Elapsed)
        {
            Excess = watch.Excess,
            PeakMemory = watch.PeakMemory,
            LeftBehind = left,
            Discarded = discarded,
        };
    }

    /// <summary>Ends the processes that a killed build left running, named by the file <see cref="ProcessCommand.RunFile"/>.</summary>
    public static async Task EndLeftBehindAsync(string runFile)
    {
        if (File.Exists(runFile) && ProcessMarker.Parse(await File.ReadAllTextAsync(runFile, CancellationToken.None)) is { } left)
        {
            await ProcessFamily.EndAsync(left);
        }
    }

    private static async Task ReplaceRunFileAsync(string? path, ProcessMarker marker)
    {
        if (path is null)
        {
            return;
        }

        await EndLeftBehindAsync(path);
        await File.WriteAllTextAsync(path, marker.ToString(), CancellationToken.None);
    }

    /// <summary>Returns the processes that still run after the program and did not end within <see cref="Grace"/>.</summary>
    private static async Task<IReadOnlyList<string>> LeftBehindAsync(ProcessFamily family)
    {
        var clock = Stopwatch.StartNew();
        var members = family.LookAnew();
        while (members.Count > 0 && clock.Elapsed < Grace)
        {
            await Task.Delay(GracePause, CancellationToken.None);
            members = family.LookAnew();
        }

        return [.. members.Select(member => $"{member.Name} (process {member.Id})")];
    }

    private static ProcessStartInfo StartInfo(ProcessCommand command, ProcessMarker marker)
    {
        List<string> arguments = [.. marker.Prefix(), command.FileName, .. command.Arguments];
        var pipesOutput = command.OutputFile is null || !command.KeepsChildren;
        if (command.OutputFile is not null)
        {
            // A server that stays must not lose its output, so it gets the file itself. What else prints goes through a pipe that is
            // read here, because only so much of it is kept.
            arguments = pipesOutput
                ? ["sh", "-c", "exec 2>&1 \"$0\" \"$@\"", .. arguments]
                : ["sh", "-c", "exec >\"$0\" 2>&1 \"$@\"", command.OutputFile, .. arguments];
        }

        if (ProcessFamily.IsSupported)
        {
            arguments = ["setsid", .. arguments];
        }

        var info = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = pipesOutput,
            RedirectStandardError = command.OutputFile is null,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        if (command.OutputFile is null)
        {
            info.StandardOutputEncoding = info.StandardErrorEncoding = new UTF8Encoding(false);
        }

        SetEnvironment(info.Environment, command);
        info.Environment[ProcessMarker.Variable] = marker.ToString();
        return info;
    }

    /// <summary>
    /// A nested dotnet that inherits the variables of the MSBuild around it mixes two SDKs or waits for a pipe (dotnet/msbuild#14699).
    /// </summary>
    private static void SetEnvironment(IDictionary<string, string?> environment, ProcessCommand command)
    {
        foreach (var name in environment.Keys.Where(
            name => command.Inherited is { } inherited ? !inherited.ContainsKey(name) : CallerEnvironment.IsSetting(name)).ToArray())
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
            {
                environment.Remove(name);
            }
            else
            {
                environment[name] = value;
            }
        }
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

    /// <summary>The output of a program: held in memory, read into a file, or written into the file by the program itself.</summary>
    private sealed class Streams
    {
        private readonly ProcessCommand _command;
        private readonly CappedOutput? _capped;
        private readonly Task _copying = Task.CompletedTask;
        private readonly Task<string> _output = Task.FromResult("");
        private readonly Task<string> _error = Task.FromResult("");

        public Streams(Process process, ProcessCommand command)
        {
            _command = command;
            if (command.OutputFile is null)
            {
                _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                _error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            }
            else if (!command.KeepsChildren)
            {
                _capped = new CappedOutput(command.OutputFile, command.Limits.Output);
                _copying = Task.Run(() => _capped.CopyAsync(process.StandardOutput.BaseStream));
            }
        }

        /// <summary>
        /// Returns the output so far; a process that could not be killed may hold the pipes open for ever, so the wait for their end is
        /// short.
        /// </summary>
        public async Task<(string Output, string Error, long Discarded)> EndAsync(TimeSpan patience)
        {
            await Task.WhenAny(Task.WhenAll(_output, _error, _copying), Task.Delay(patience, CancellationToken.None));
            if (_copying.IsFaulted)
            {
                await _copying;
            }

            return _command.OutputFile is null ? (Text(_output), Text(_error), 0)
                : _capped is not null ? (_capped.Tail(), "", _capped.Discarded)
                : (ReadTail(_command.OutputFile), "", 0);
        }

        private static string Text(Task<string> text) => text.IsCompletedSuccessfully ? text.Result : "";

        private static string ReadTail(string path)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(CappedOutput.TailSize, stream.Length), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
