using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipes;
using System.Text.Json;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// A program that is started once and runs many jobs: it reads one JSON object per line from standard input and writes one per line to
/// standard output (docs/verification.md, "Warm servers"). It ends when its input ends, so that none outlives the build.
/// </summary>
internal sealed class WarmServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A server that takes longer to begin hangs: what it does before it runs code of a bot takes milliseconds.</summary>
    private static readonly TimeSpan MostToBegin = TimeSpan.FromMinutes(1);

    private readonly NewProcess _process;
    private readonly bool _forks;
    private readonly ConcurrentDictionary<long, Job> _jobs = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ServerAnswer>> _calls = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private readonly Task _errors;
    private long _last;

    private WarmServer(NewProcess process, bool forks, string log)
    {
        (_process, _forks) = (process, forks);
        var capped = new CappedOutput(log, new ProcessLimits().Output);
        _errors = Task.Run(() => capped.CopyAsync(process.Error!));
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>False if it takes no more jobs.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Starts the program.</summary>
    /// <param name="command">The program; <see cref="ProcessCommand.OutputFile"/> takes what it says itself.</param>
    /// <param name="environment">All variables that it sees.</param>
    /// <param name="forks">True if each job gets a process of its own, so that there can be several at once.</param>
    public static WarmServer Start(ProcessCommand command, IReadOnlyDictionary<string, string> environment, bool forks)
    {
        var log = command.OutputFile ?? throw new ArgumentException("A server needs a file for its own output.", nameof(command));
        var marker = forks ? ProcessMarker.NewAboveOthers() : ProcessMarker.New();
        return new WarmServer(NewProcess.Start(command with { OutputFile = null }, environment, marker), forks, log);
    }

    /// <inheritdoc cref="IProgramStarter.StartAsync"/>
    public async Task<IRunningProgram> StartAsync(
        ProcessCommand command, IReadOnlyDictionary<string, string> environment, ProcessMarker marker, CancellationToken cancellationToken)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var job = new Job(this, Interlocked.Increment(ref _last), pipe, _forks ? marker : _process.Marker);
        try
        {
            _jobs[job.Number] = job;
            var output = string.Create(
                CultureInfo.InvariantCulture,
                $"/proc/{Environment.ProcessId}/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}");
            await SendAsync(
                new JobRequest(job.Number, command.Arguments, command.WorkingDirectory, environment, output, marker.ToString()),
                cancellationToken);

            // A server that ended between the two would never answer.
            if (_reading.IsCompleted)
            {
                job.Lost(await _process.Exit);
            }

            try
            {
                await job.Started.WaitAsync(MostToBegin, cancellationToken);
            }
            catch (TimeoutException)
            {
                IsUsable = false;
                _process.Kill();
                throw new WarmServerException("the server of warm processes did not begin with a job");
            }

            pipe.DisposeLocalCopyOfClientHandle();
            return job;
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    /// <summary>Asks the server itself, which does what <paramref name="arguments"/> say and answers with text.</summary>
    /// <exception cref="WarmServerException">The server ended before it answered.</exception>
    public async Task<ServerAnswer> CallAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _last);
        var call = new TaskCompletionSource<ServerAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[number] = call;
        try
        {
            await SendAsync(new JobRequest(number, arguments, "/", new Dictionary<string, string>(), "/dev/null", ""), cancellationToken);
            if (_reading.IsCompleted)
            {
                throw Ended(await _process.Exit);
            }

            return await call.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _calls.TryRemove(number, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        IsUsable = false;
        _process.Input.Close();
        await Task.WhenAny(Task.WhenAll(_reading, _errors), Task.Delay(Patience));
        if (!_process.Exit.IsCompleted)
        {
            await new ProcessFamily(_process).EndAsync();
        }

        _process.Dispose();
        _writing.Dispose();
    }

    private async Task SendAsync(JobRequest request, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, Json), (byte)'\n'];
        await _writing.WaitAsync(cancellationToken);
        var isSent = false;
        try
        {
            await WriteAsync(line).WaitAsync(MostToBegin, cancellationToken);
            isSent = true;
        }
        catch (TimeoutException)
        {
            throw new WarmServerException("the server of warm processes reads nothing");
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new WarmServerException($"the server of warm processes reads nothing: {exception.Message}");
        }
        finally
        {
            if (!isSent)
            {
                // Half a line makes the rest of its input unreadable.
                IsUsable = false;
                _process.Kill();
            }

            _writing.Release();
        }
    }

    private async Task WriteAsync(byte[] line)
    {
        await _process.Input.WriteAsync(line);
        await _process.Input.FlushAsync();
    }

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(_process.Output!);

        // A job of a server that was killed can hold the server's output open.
        var ended = Task.Run(async () =>
        {
            await _process.Exit;
            await Task.Delay(Patience);
        });
        for (var read = reader.ReadLineAsync(); await Task.WhenAny(read, ended) == read && await read is { } line;
            read = reader.ReadLineAsync())
        {
            var answer = Answer(line);
            if (answer is { Exit: { } exit } && _calls.TryGetValue(answer.Id, out var call))
            {
                call.TrySetResult(new ServerAnswer(exit, answer.Text ?? ""));
            }

            if (answer is null || !_jobs.TryGetValue(answer.Id, out var job))
            {
                continue;
            }

            IsUsable = IsUsable && !answer.Ends;
            job.Take(answer, _process.Id);
        }

        IsUsable = false;
        var code = await _process.Exit;
        foreach (var job in _jobs.Values)
        {
            job.Lost(code);
        }

        foreach (var call in _calls.Values)
        {
            call.TrySetException(Ended(code));
        }
    }

    private static WarmServerException Ended(int code) =>
        new($"the server of warm processes ended with exit code {code} before it answered");

    /// <summary>The answer in <paramref name="line"/>, or null for one that was cut off when the server ended.</summary>
    private static JobAnswer? Answer(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<JobAnswer>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is sent to the server.</summary>
    /// <param name="Id">Number of the job.</param>
    /// <param name="Arguments">Its arguments.</param>
    /// <param name="Directory">Absolute path of its working directory.</param>
    /// <param name="Environment">All variables that it sees.</param>
    /// <param name="Output">Path that its standard output and standard error are opened at, for writing.</param>
    /// <param name="Marker">The hard limit of real-time CPU that a process of its own gets (<see cref="ProcessMarker"/>).</param>
    private sealed record JobRequest(
        long Id, IReadOnlyList<string> Arguments, string Directory, IReadOnlyDictionary<string, string> Environment, string Output,
        string Marker);

    /// <summary>What the server says.</summary>
    /// <param name="Id">Number of the job.</param>
    /// <param name="Process">Id of its process, when it has started.</param>
    /// <param name="Exit">Its exit code, when it has ended.</param>
    /// <param name="Ends">True if the server takes no more jobs and ends now.</param>
    /// <param name="Text">What it answers to a call.</param>
    private sealed record JobAnswer(long Id, int? Process, int? Exit, bool Ends, string? Text);

    private sealed class Job(WarmServer server, long number, AnonymousPipeServerStream output, ProcessMarker marker) : IRunningProgram
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Number => number;

        public Task Started => _started.Task;

        public int Id { get; private set; }

        public ProcessMarker Marker => marker;

        public bool IsJob => !server._forks;

        public Stream? Output => output;

        public Stream? Error => null;

        public Task<int> Exit => _exit.Task;

        public void Take(JobAnswer answer, int process)
        {
            if (answer.Process is { } id)
            {
                Id = server._forks ? id : process;
                _started.TrySetResult();
            }

            if (answer.Exit is { } code)
            {
                _exit.TrySetResult(code);
            }
        }

        /// <summary>
        /// The server ended; a job that runs inside it ended with it. How one in a process of its own ends stays unknown.
        /// </summary>
        public void Lost(int code)
        {
            _started.TrySetException(Ended(code));
            if (IsJob)
            {
                _exit.TrySetResult(code);
            }
            else
            {
                _exit.TrySetException(Ended(code));
            }
        }

        public Task SendInputAsync(string? input, CancellationToken cancellationToken) =>
            input is null ? Task.CompletedTask : throw new NotSupportedException("A job has no standard input.");

        public void Kill()
        {
            if (IsJob)
            {
                server._process.Kill();
            }
        }

        public void Dispose()
        {
            server._jobs.TryRemove(number, out _);
            output.Dispose();
        }
    }
}

/// <summary>A server did not take a job: it could not be started, or ended before it answered. That says nothing about the job.</summary>
/// <param name="message">What happened.</param>
internal sealed class WarmServerException(string message) : IOException(message);

/// <summary>The answer of a server to a call.</summary>
/// <param name="Exit">0 if the call was understood.</param>
/// <param name="Text">The result, or what went wrong.</param>
internal sealed record ServerAnswer(int Exit, string Text);
