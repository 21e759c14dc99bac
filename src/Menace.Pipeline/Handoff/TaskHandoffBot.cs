using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;
using RabbitMQ.Client;

namespace Menace.Pipeline.Handoff;

/// <summary>
/// Records the plan in WorkflowDb and hands the package off: to the stages that follow in this process, or over HTTP or a queue to a Stage
/// 4 elsewhere. There the package is in the outbox before it is sent, and until it is confirmed.
/// </summary>
public sealed class TaskHandoffBot : ITaskHandoffBot
{
    private readonly WorkflowDb _database;
    private readonly HandoffSettings _settings;
    private readonly HandoffDelivery? _delivery;

    /// <summary>Hands off as <paramref name="settings"/> say; without settings, in process.</summary>
    /// <param name="database">The database of plans and messages.</param>
    /// <param name="settings">The receiver.</param>
    public TaskHandoffBot(WorkflowDb database, HandoffSettings? settings = null)
        : this(database, settings ?? new(), HandoffTransports.Of(settings ?? new()))
    {
    }

    /// <summary>Hands off to the Stage 4 at <paramref name="apiUrl"/>, or through a queue of RabbitMQ if that fails.</summary>
    /// <param name="apiUrl">A base address, or one that ends in <c>/handoff</c>; null: only through the queue.</param>
    /// <param name="channel">A channel in confirm mode; null: only over HTTP. It stays the caller's.</param>
    /// <param name="database">The database of plans and messages; null: the one in the state folder of this process's settings.</param>
    /// <param name="settings">Name of the queue, attempts and times.</param>
    public TaskHandoffBot(string? apiUrl, IChannel? channel = null, WorkflowDb? database = null, HandoffSettings? settings = null)
        : this(
            database ?? new WorkflowDb(Path.Combine(BotDevConfig.FromEnvironment().StatePath, WorkflowDb.FileName)),
            (settings ?? new()) with { Stage4Url = apiUrl },
            Ways((settings ?? new()) with { Stage4Url = apiUrl }, channel))
    {
    }

    private TaskHandoffBot(WorkflowDb database, HandoffSettings settings, IReadOnlyList<IHandoffTransport> transports)
    {
        _database = database;
        _settings = settings;
        _delivery = transports.Count == 0 ? null : new(database, transports, settings);
    }

    /// <summary>The settings that go with every package.</summary>
    public ProjectSettings Settings { get; init; } = new();

    /// <inheritdoc/>
    public TaskPackage Compile(IReadOnlyList<TaskInfo> tasks) => new(tasks);

    /// <summary>
    /// Stores the whole list and its slices (<see cref="WorkflowChunks"/>) as workflows. One that is already there is not stored again.
    /// </summary>
    /// <returns>Per workflow its id and whether it was there before.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<(long Id, bool IsDuplicate)> StorePlan(TaskPackage package)
    {
        var dependencies = package.Tasks.ToDictionary(task => task.Name, task => task.Dependencies);
        return _database.Add([.. WorkflowChunks.Of([.. package.Tasks.Select(task => task.Name)]).Select(chunk => new WorkflowRecord
        {
            Workflow = chunk,
            TaskSequence = chunk,
            Title = package.Title,
            Description = package.Description,
            Dependencies = [.. chunk.SelectMany(name => dependencies[name].Select(dependency => $"{name}:{dependency}"))],
        })]);
    }

    /// <inheritdoc/>
    public Task<HandoffRecord> HandOffAsync(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, CancellationToken cancellationToken = default) =>
        HandOffAsync(package, files, PackageCompletions.None, cancellationToken);

    Task<HandoffRecord> ITaskHandoffBot.HandOffAsync(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, PackageCompletions completions,
        CancellationToken cancellationToken) => HandOffAsync(package, files, completions, cancellationToken);

    private async Task<HandoffRecord> HandOffAsync(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, PackageCompletions completions,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plan = StorePlan(package);
        Fault.Reached(Boundary.HandoffPlanned);
        var hash = Hash(package, files, Settings, completions);
        var record = new HandoffRecord(
            0, package, hash, files)
        { Settings = Settings, Purposes = completions.Purposes, KnownWorkflows = plan.Count(workflow => workflow.IsDuplicate) };
        long[] workflows = [.. plan.Select(workflow => workflow.Id)];
        var takenUp = _database.TakeUp(hash);
        if (_delivery is null)
        {
            record = record with { RunId = takenUp ?? _database.StartRun(hash, workflows) };
            Fault.Reached(Boundary.HandoffBegun);
            return record;
        }

        var content = PackageEnvelope.Write(package, files, Settings, completions);
        var (run, message) = _database.StartHandoff(
            new PackageDraft(hash, Encoding.UTF8.GetByteCount(content))
            {
                Content = content,
                Execute = _settings.Execute,
                WorkflowIds = workflows
            },
            new OutboxDraft(PackageEnvelope.Kind, _delivery.Destination),
            takenUp);
        Fault.Reached(Boundary.HandoffBegun);
        var delivered = await _delivery.DeliverAsync(message, cancellationToken);
        if (delivered.Reasons.Count > 0 && _settings is { Execute: true, FallsBackToLocal: true } && delivered.Refusal is null)
        {
            return record with { RunId = run, FallbackReason = string.Join(". ", delivered.Reasons) };
        }

        if (delivered.Reasons.Count > 0)
        {
            _database.UpdateRun(run, WorkflowStatus.Failed);
            throw new HandoffFailedException(hash, delivered.Reasons)
            {
                Findings = [.. (delivered.Refusal?.Mistakes ?? []).Select(Refused)],
            };
        }

        // Packages that earlier builds could not deliver are due now that the receiver answers.
        return record with
        {
            RunId = run,
            Earlier = await _delivery.FlushAsync(cancellationToken),
            Remote = _settings.Execute
            ? new(_settings, delivered.RunId) : null
        };
    }

    /// <summary>A mistake that a receiver found, at the place that it names.</summary>
    private static PipelineDiagnostic Refused(DiagnosticRecord mistake) => new(Rules.PackageRefused, [mistake.Id, mistake.Message])
    {
        Bot = mistake.Bot,
        Anchor = mistake.Property is { } property ? new(property) : null,
    };

    private static IReadOnlyList<IHandoffTransport> Ways(HandoffSettings settings, IChannel? channel)
    {
        Func<Stage4Client>? store = settings.Stage4Url is null ? null : () => HandoffTransports.Client(settings);
        return [.. HandoffTransports.Of(settings), .. channel is null ? Array.Empty<IHandoffTransport>()
            : [new QueueTransport(channel, settings.Queue, settings.Timeout, store)]];
    }

    /// <summary>
    /// SHA-256 over the canonical package, the files it names, in the order of their paths, and the settings that are not the defaults.
    /// </summary>
    internal static string Hash(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, ProjectSettings settings,
        PackageCompletions? completions = null)
    {
        using var hash = new HashBuilder();
        hash.Add(TaskPackageJson.Write(package));
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.Add(path).Add(content.Bytes.Span).Add(content.IsExecutable ? "executable" : "");
        }

        if (!settings.AreDefaults)
        {
            hash.Add(settings.Write());
        }

        if (completions is { IsEmpty: false })
        {
            hash.Add(completions.Write());
        }

        return hash.ToHex();
    }
}
