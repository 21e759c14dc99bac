using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Handoff;

/// <summary>Compiles the task list, records it and hands it to Stage 4.</summary>
public interface ITaskHandoffBot
{
    /// <summary>The package of <paramref name="tasks"/>.</summary>
    TaskPackage Compile(IReadOnlyList<TaskInfo> tasks);

    /// <summary>Records <paramref name="package"/> and hands it off.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">Content of every file that the tasks name, by its path as written.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The run that now exists for it.</returns>
    /// <exception cref="Storage.WorkflowDbException">The record cannot be written.</exception>
    Task<HandoffRecord> HandOffAsync(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, CancellationToken cancellationToken = default);

    /// <summary>As above, with what the documentation gives for tasks whose code decides. By default that is left out.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">Content of every file that the tasks name, by its path as written.</param>
    /// <param name="purposes">See <see cref="HandoffRecord.Purposes"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    internal Task<HandoffRecord> HandOffAsync(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, IReadOnlyDictionary<string, string> purposes,
        CancellationToken cancellationToken) => HandOffAsync(package, files, cancellationToken);
}
