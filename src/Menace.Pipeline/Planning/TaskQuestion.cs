using Menace.Model.Tasks;

namespace Menace.Pipeline.Planning;

/// <summary>What a task asks for, as far as it can be compared with bots that exist.</summary>
internal sealed class TaskQuestion
{
    /// <summary>Reads <paramref name="task"/>.</summary>
    public TaskQuestion(TaskInfo task)
    {
        Task = task;
        Functions =
        [
            .. (task.Metadata.Functions.Count > 0 ? task.Metadata.Functions : task.Metadata.Examples.Select(example => example.Function))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The task.</summary>
    public TaskInfo Task { get; }

    /// <summary>Gets the functions that it lists; without a list, those of its examples.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>Gets its calls with a known outcome.</summary>
    public IReadOnlyList<TaskExample> Examples => Task.Metadata.Examples;

    /// <summary>The examples of <paramref name="function"/>.</summary>
    public IEnumerable<TaskExample> ExamplesOf(string function) => Examples.Where(example => example.Function == function);

    /// <summary>The words of all that the task says of itself, with their weights.</summary>
    public Dictionary<string, int> Words()
    {
        var words = new WeightedWords();
        words.Add(Task.Name, 1);
        words.Add(Task.Metadata.Purpose ?? "", 2);
        words.Add(Task.Metadata.Description ?? "", 2);
        foreach (var function in Functions)
        {
            words.Add(function, 2);
        }

        foreach (var text in Task.Metadata.FunctionDocs.Values.Concat(Task.Metadata.Tags).Concat(Task.Metadata.Capabilities))
        {
            words.Add(text, 1);
        }

        words.AddExamples(Examples);
        return words.All;
    }
}
