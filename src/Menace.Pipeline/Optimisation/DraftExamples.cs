using Menace.Model.Tasks;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Takes examples from the documentation in the code of a task that gives none and brings no tests of its own. The task does not ask for
/// these calls, so only functions count that reading proved harmless without any other bot.
/// </summary>
internal static class DraftExamples
{
    /// <summary>The examples to take.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="analysis">The analysis of its code.</param>
    /// <param name="functions">The functions of the bot that its own code defines.</param>
    public static IReadOnlyList<CodeExample> Of(BotDraft draft, CodeAnalysis analysis, IReadOnlyList<string> functions)
    {
        var metadata = draft.Task.Metadata;
        if (draft.IsFilled || metadata.Examples.Count > 0 || ReferenceEquals(metadata.Examples, TaskMetadata.NoExamples)
            || metadata.Tests is not null || metadata.TestsFiles.Count > 0)
        {
            return [];
        }

        var harmless = analysis.Functions
            .Where(function => function is { Obstacle: null, UsedDependencies: [], IsType: false, Unexercisable: null })
            .Select(function => function.Name).Intersect(functions, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        return [.. analysis.Examples.Where(example => harmless.Contains(example.Example.Function))];
    }
}
