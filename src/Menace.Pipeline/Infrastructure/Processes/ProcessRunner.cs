using System.Collections;
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
        var environment = EnvironmentOf(command);
        using var program = command.Starter is { } starter
            ? await starter.StartAsync(command, environment, marker, cancellationToken)
            : NewProcess.Start(command, environment, marker);
        if (program.Marker != marker)
        {
            await WriteRunFileAsync(command.RunFile, program.Marker);
        }

        var family = new ProcessFamily(program);
        var streams = new Streams(program, command);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(timeout);
        var watch = new ProcessWatch(family, command);
        var watching = watch.RunAsync(stop);
        var wasEnded = false;
        try
        {
            await program.SendInputAsync(command.Input, stop.Token);
            await program.Exit.WaitAsync(stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WarmServerException)
        {
            wasEnded = true;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(watching);
        }

        var left = wasEnded || command.KeepsChildren ? [] : await LeftBehindAsync(family, program);
        if (wasEnded || left.Count > 0)
        {
            await family.EndAsync();
        }

        // One that the kernel does not let go has no exit code.
        await Task.WhenAny(program.Exit, Task.Delay(Patience, CancellationToken.None));
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
        if (program.Exit.IsFaulted)
        {
            await program.Exit;
        }

        var exitCode = program.Exit.IsCompletedSuccessfully ? await program.Exit : 137;
        return new ProcessResult(exitCode, output, error, wasEnded && watch.Excess is null, clock.Elapsed)
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
        await WriteRunFileAsync(path, marker);
    }

    private static Task WriteRunFileAsync(string? path, ProcessMarker marker) =>
        path is null ? Task.CompletedTask : File.WriteAllTextAsync(path, marker.ToString(), CancellationToken.None);

    /// <summary>Returns the processes that still run after the program and did not end within <see cref="Grace"/>.</summary>
    private static async Task<IReadOnlyList<string>> LeftBehindAsync(ProcessFamily family, IRunningProgram program)
    {
        var clock = Stopwatch.StartNew();
        var members = Look();
        while (members.Count > 0 && clock.Elapsed < Grace)
        {
            await Task.Delay(GracePause, CancellationToken.None);
            members = Look();
        }

        return [.. members.Select(member => $"{member.Name} (process {member.Id})")];

        List<ProcessEntry> Look() => [.. family.LookAnew().Where(member => !program.IsJob || member.Id != program.Id)];
    }

    /// <summary>
    /// A nested dotnet that inherits the variables of the MSBuild around it mixes two SDKs or waits for a pipe (dotnet/msbuild#14699).
    /// </summary>
    private static Dictionary<string, string> EnvironmentOf(ProcessCommand command)
    {
        var inherited = command.Inherited ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""))
            .Where(variable => !CallerEnvironment.IsSetting(variable.Key));
        var environment = new Dictionary<string, string>(inherited, StringComparer.Ordinal);
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

        return environment;
    }

    /// <summary>The output of a program: held in memory, read into a file, or written into the file by the program itself.</summary>
    private sealed class Streams
    {
        private readonly ProcessCommand _command;
        private readonly CappedOutput? _capped;
        private readonly Task _copying = Task.CompletedTask;
        private readonly Task<string> _output = Task.FromResult("");
        private readonly Task<string> _error = Task.FromResult("");

        public Streams(IRunningProgram program, ProcessCommand command)
        {
            _command = command;
            if (command.OutputFile is null)
            {
                _output = TextAsync(program.Output);
                _error = TextAsync(program.Error);
            }
            else if (!command.KeepsChildren)
            {
                _capped = new CappedOutput(command.OutputFile, command.Limits.Output);
                _copying = Task.Run(() => _capped.CopyAsync(program.Output!));
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

        private static async Task<string> TextAsync(Stream? stream)
        {
            if (stream is null)
            {
                return "";
            }

            using var reader = new StreamReader(stream, new UTF8Encoding(false));
            return await reader.ReadToEndAsync(CancellationToken.None);
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
