using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Planning;

/// <summary>Words, counted by the weight of the text that they are from.</summary>
internal sealed class WeightedWords
{
    /// <summary>Examples that are read; a bot can have thousands.</summary>
    private const int MostExamples = 50;

    /// <summary>Gets the words.</summary>
    public Dictionary<string, int> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds the words of <paramref name="text"/>, each with <paramref name="weight"/>.</summary>
    public void Add(string text, int weight)
    {
        foreach (var word in Words.Of(text))
        {
            All[word] = All.GetValueOrDefault(word) + weight;
        }
    }

    /// <summary>Adds what the examples call and expect.</summary>
    public void AddExamples(IReadOnlyList<TaskExample> examples)
    {
        foreach (var example in examples.Take(MostExamples))
        {
            Add(example.Function, 1);
            Add(example.Raises ?? "", 1);
            foreach (var value in example.Args.Append(example.Returns ?? JsonValue.Null).Where(value => value.Kind == JsonKind.String))
            {
                Add(value.Text, 1);
            }
        }
    }
}
