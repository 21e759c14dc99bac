using Menace.Model.Tasks;

namespace Menace.Pipeline.Research;

/// <summary>Something that research looks into (docs/research.md). It may be asked from several threads.</summary>
public interface IResearchSource
{
    /// <summary>Gets its name in messages and findings, without credentials; the same in every build.</summary>
    string Name { get; }

    /// <summary>Gets a text that changes if the source may answer otherwise, such as another address: what it answered before does not
    /// count then.</summary>
    string Identity => Name;

    /// <summary>Gets whether another machine answers: then the answers are remembered for a while.</summary>
    bool IsRemote { get; }

    /// <summary>Returns what the source has about a question; nothing if it has nothing.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the search, also when its time is over.</param>
    /// <exception cref="Exception">Any: the source is left out with a warning.</exception>
    Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken);
}

/// <summary>What is asked about a task: a field that is missing, or a topic.</summary>
/// <param name="Task">The task as far as it is complete.</param>
/// <param name="Field">The field as tasks.json names it, or empty for a topic.</param>
/// <param name="Topic">The topic, or empty for a field.</param>
public sealed record ResearchQuestion(TaskInfo Task, string Field, string Topic)
{
    /// <summary>Gets the field or the topic.</summary>
    public string Subject => Field.Length > 0 ? Field : Topic;

    /// <summary>Gets the code of the task, also if it is in a <c>code_file</c>; empty without any.</summary>
    public string Code { get; init; } = Task.Code;

    /// <summary>Gets words of earlier findings that the question is extended by.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The words by which to search: those of the task, then those of the topic.</summary>
    internal string Text => string.Join(' ', (IEnumerable<string>)[
        Task.Name, Task.Metadata.Purpose ?? "", Task.Metadata.Description ?? "", .. Task.Metadata.Functions, Topic, .. Words]).Trim();
}
