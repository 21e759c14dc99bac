using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>A task with the fields that nothing has given yet.</summary>
/// <param name="Task">The task as far as it is complete.</param>
/// <param name="Fields">The fields, as tasks.json names them.</param>
public sealed record OpenTask(TaskInfo Task, IReadOnlyList<string> Fields)
{
    /// <summary>Gets the content of the <c>code_file</c> of the task, or null.</summary>
    public FileContent? CodeFile { get; init; }

    /// <summary>Gets the code that a generator wrote before the task was changed, or null.</summary>
    public CompletedField? Former { get; init; }

    /// <summary>Gets the functions of the task as pages write them: <c>slugify(text)</c>.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];
}

/// <summary>What a source has for open tasks.</summary>
/// <param name="Fields">The values.</param>
/// <param name="Looked">Where it looked, as words such as <c>14 known bots</c>, or null.</param>
public sealed record SourceAnswer(IReadOnlyList<CompletedField> Fields, string? Looked = null)
{
    /// <summary>What it has to say besides.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings { get; init; } = [];

    /// <summary>By name of a task why it has no code: an end of a sentence, or an example that is asked for.</summary>
    internal IReadOnlyDictionary<string, CodeAnswer> WithoutCode { get; init; } = new Dictionary<string, CodeAnswer>();
}

/// <summary>Something that knows fields of tasks.</summary>
public interface ICompletionSource
{
    /// <summary>
    /// Looks for what <paramref name="open"/> misses. A value that a task has is never replaced, and one that is not open is taken as well.
    /// </summary>
    /// <param name="open">The tasks, each with the fields that are missing.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="Exception">Any ends the run, a plan's the second time.</exception>
    Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken);
}
