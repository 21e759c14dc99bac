using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Menace.Model.Diagnostics;
using Microsoft.Build.Framework;

namespace Menace.Tasks.OwnProcess;

/// <summary>
/// A process that runs stages for builds (<see cref="StageServer"/>). The process of MSBuild compiles hot methods again while it runs,
/// which costs half of the time of a build that tests many bots, and keeps what a stage needed; this one does neither.
/// </summary>
internal sealed class StageProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly Lock _writing = new();
    private readonly ErrorLines _errors = new();
    private bool _isIdle = true;

    private StageProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>False if it has ended, or a task was not heard to end in it.</summary>
    public bool IsUsable => _isIdle && !_process.HasExited;

    /// <summary>The program <c>dotnet</c> with the runtime of this build, or null if it has none beside it.</summary>
    public static string? Dotnet =>
        Path.Combine(RuntimeFolder, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet") is var dotnet
            && File.Exists(dotnet) ? Path.GetFullPath(dotnet) : null;

    /// <summary>Its name is the version of the runtime: <c>shared/Microsoft.NETCore.App/10.0.1</c>.</summary>
    private static string RuntimeFolder => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Starts a process.</summary>
    /// <param name="dotnet">Path of <c>dotnet</c>.</param>
    /// <exception cref="StageProcessException">It cannot be started.</exception>
    public static StageProcess Start(string dotnet)
    {
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(typeof(StageProcess).Assembly.Location),
        };
        string[] arguments =
        [
            "exec", "--fx-version", Path.GetFileName(RuntimeFolder), typeof(StageProcess).Assembly.Location,
            Path.GetDirectoryName(typeof(IBuildEngine).Assembly.Location)!,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new StageProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new StageProcessException($"'{dotnet}' cannot be started: {exception.Message}");
        }
    }

    /// <summary>Runs <paramref name="task"/> there, and sets its output parameters.</summary>
    /// <returns>What it returned; false if it was cancelled before it began.</returns>
    /// <exception cref="StageProcessException">The process ended before the task did.</exception>
    public bool Run(IStageTask task, CancellationToken cancellationToken)
    {
        // A stage that takes milliseconds would have ended there before it hears of it.
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        // It is no other task's until this one has ended: not if an exception ends the wait.
        _isIdle = false;
        var engine = task.BuildEngine;
        var isNodeGiven = false;
        using var ended = new CancellationTokenSource();
        Send(new(Run: Order(task)));
        using var cancelling = cancellationToken.Register(() => Cancel(ended.Token));
        try
        {
            while (_process.StandardOutput.ReadLine() is { } line && StageLines.Answer(line) is { } answer)
            {
                if (answer.Event is { } entry)
                {
                    Log(engine, entry);
                }

                if (answer.Node is { } isGiven)
                {
                    isNodeGiven = isGiven;
                    UseNode(engine as IBuildEngine3, isGiven, cancellationToken);
                }

                if (answer.Result is { } result)
                {
                    ended.Cancel();
                    TaskParameters.Set(task, result.Outputs);
                    _isIdle = true;
                    return result.Succeeded;
                }
            }
        }
        finally
        {
            if (isNodeGiven)
            {
                UseNode(engine as IBuildEngine3, false, cancellationToken);
            }
        }

        Kill();
        throw Ended();
    }

    /// <summary>The build is over.</summary>
    public void Forget()
    {
        try
        {
            Send(new(Forget: true));
        }
        catch (StageProcessException)
        {
            // It has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static TaskOrder Order(IStageTask task)
    {
        var engine = task.BuildEngine;
        var asErrors = Rules.All.Where(rule => rule.Severity == RuleSeverity.Warning
            && engine is IBuildEngine8 host && host.ShouldTreatWarningAsError(rule.Id));
        return new(
            task.GetType().FullName!,
            TaskParameters.Inputs(task),
            Path.GetFullPath(task.ProjectDirectory),
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? ""),
            engine.ProjectFileOfTaskNode,
            engine.LineNumberOfTaskNode,
            engine.ColumnNumberOfTaskNode,
            engine.ContinueOnError,
            [.. asErrors.Select(rule => rule.Id)]);
    }

    private static void Log(IBuildEngine engine, LogEvent entry)
    {
        var (line, column, endLine, endColumn) = (entry.Place[0], entry.Place[1], entry.Place[2], entry.Place[3]);
        switch (entry.Kind)
        {
            case LogKind.Error:
                engine.LogErrorEvent(new(null, entry.Code, entry.File, line, column, endLine, endColumn, entry.Message, null, entry.Sender,
                    entry.HelpLink, DateTime.UtcNow));
                break;
            case LogKind.Warning:
                engine.LogWarningEvent(new(null, entry.Code, entry.File, line, column, endLine, endColumn, entry.Message, null,
                    entry.Sender, entry.HelpLink, DateTime.UtcNow));
                break;
            case LogKind.Message when entry.Type is { } type:
                engine.LogMessageEvent(new ExtendedBuildMessageEventArgs(
                    type, entry.Message, null, entry.Sender, (MessageImportance)entry.Importance)
                { ExtendedMetadata = entry.Metadata?.ToDictionary() ?? [] });
                break;
            default:
                engine.LogMessageEvent(new(null, entry.Code, entry.File, line, column, endLine, endColumn, entry.Message, null,
                    entry.Sender, (MessageImportance)entry.Importance));
                break;
        }
    }

    /// <summary>The thread that gives the node back must be the one that takes it again: it is that of the task.</summary>
    private static void UseNode(IBuildEngine3? engine, bool isGiven, CancellationToken cancellationToken)
    {
        if (isGiven)
        {
            engine?.Yield();
            return;
        }

        try
        {
            engine?.Reacquire();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // MSBuild gives no node to a build that it was told to stop, and throws an exception of an assembly that tasks do not see.
        }
    }

    private void Send(StageOrder order)
    {
        var line = StageLines.Of(order);
        try
        {
            lock (_writing)
            {
                _process.StandardInput.BaseStream.Write(line);
                _process.StandardInput.BaseStream.Flush();
            }
        }
        catch (IOException)
        {
            _isIdle = false;
            throw Ended();
        }
    }

    /// <summary>
    /// The task ends what it started, and then itself; a process that does not answer is killed with all that it started.
    /// </summary>
    private void Cancel(CancellationToken ended)
    {
        // First, because a process that reads nothing holds the next line for ever.
        _ = Task.Delay(Patience, ended).ContinueWith(
            _ => Kill(), ended, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        try
        {
            Send(new(Cancel: true));
        }
        catch (StageProcessException)
        {
            // It has ended, and so does the wait for it.
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException
            or NotSupportedException)
        {
            // It has ended, or what it started has.
        }
    }

    private StageProcessException Ended()
    {
        var hasEnded = _process.WaitForExit(Patience);
        _errors.Wait();
        return new(hasEnded
            ? string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}{_errors}")
            : $"it reads no orders{_errors}");
    }

    /// <summary>The beginning and the end of what a process wrote to standard error: what went wrong, and where.</summary>
    private sealed class ErrorLines
    {
        private const int MostFirst = 3;
        private const int MostLast = 7;

        private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

        private readonly List<string> _first = [];
        private readonly Queue<string> _last = new();
        private readonly TaskCompletionSource _ended = new();

        /// <summary>Takes a line, or null at the end.</summary>
        public void Add(string? line)
        {
            if (line is null)
            {
                _ended.TrySetResult();
                return;
            }

            lock (_first)
            {
                if (_first.Count < MostFirst)
                {
                    _first.Add(line.Trim());
                    return;
                }

                _last.Enqueue(line.Trim());
                if (_last.Count > MostLast)
                {
                    _last.Dequeue();
                }
            }
        }

        /// <summary>Waits for the end, if that does not take long.</summary>
        public void Wait() => _ended.Task.Wait(LongestWait);

        public override string ToString()
        {
            lock (_first)
            {
                var text = string.Join(' ', _first.Concat(_last).Where(line => line.Length > 0));
                return text.Length == 0 ? "" : ": " + text;
            }
        }
    }
}

/// <summary>The process of the stages could not be started, or ended before a stage did.</summary>
/// <param name="message">What happened.</param>
internal sealed class StageProcessException(string message) : Exception(message);
