using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;

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

    /// <summary>As above, with where values of completed fields come from. By default that is left out.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">Content of every file that the tasks name, by its path as written.</param>
    /// <param name="completions">Where values of completed fields come from.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    internal Task<HandoffRecord> HandOffAsync(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, PackageCompletions completions,
        CancellationToken cancellationToken) => HandOffAsync(package, files, cancellationToken);
}
