using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Planning;

/// <summary>The result of one example of a task.</summary>
/// <param name="Example">The example, as the task has it.</param>
/// <param name="Mistake">What was wrong, or null if it passed.</param>
public sealed record ProvedExample(TaskExample Example, string? Mistake)
{
    private const int ShortestTelling = 3;

    /// <summary>True if few other functions would pass it: its result is new, and not one of two or ten.</summary>
    internal static bool IsTelling(TaskExample example)
    {
        if (example.Prints is { } printed)
        {
            return printed.Trim().Length >= ShortestTelling;
        }

        return example.Returns is { Kind: not (JsonKind.Boolean or JsonKind.Null) } returned
            && !example.Args.Any(returned.Equals)
            && (returned.Kind == JsonKind.String ? returned.Text.Trim() : returned.ToString()).Length >= ShortestTelling;
    }

    /// <summary>True if a function that always does the same would pass all of <paramref name="examples"/>.</summary>
    internal static bool AreConstant(IEnumerable<TaskExample> examples) => examples
        .Select(example => (example.Function, Returns: example.Returns?.ToString(), example.Raises, example.Prints)).Distinct().Count() < 2;
}
