using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Handoff;

/// <summary>
/// Hands off in process: the plan is stored in WorkflowDb, a run begins, and the stages that follow in this process are Stage 4.
/// </summary>
/// <param name="database">Where plans are recorded.</param>
public sealed class TaskHandoffBot(WorkflowDb database) : ITaskHandoffBot
{
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
        return database.Add([.. WorkflowChunks.Of([.. package.Tasks.Select(task => task.Name)]).Select(chunk => new WorkflowRecord
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
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plan = StorePlan(package);
        var hash = Hash(package, files);
        var run = database.StartRun(hash, [.. plan.Select(workflow => workflow.Id)]);
        return Task.FromResult(new HandoffRecord(run, package, hash, files)
        {
            KnownWorkflows = plan.Count(workflow => workflow.IsDuplicate),
        });
    }

    /// <summary>SHA-256 over the canonical package and the files it names, in the order of their paths.</summary>
    internal static string Hash(TaskPackage package, IReadOnlyDictionary<string, FileContent> files)
    {
        using var hash = new HashBuilder();
        hash.Add(TaskPackageJson.Write(package));
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.Add(path).Add(content.Bytes.Span).Add(content.IsExecutable ? "executable" : "");
        }

        return hash.ToHex();
    }
}
