using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>Writes into bots where they have their values from.</summary>
internal static class BotSources
{
    /// <summary>
    /// <paramref name="optimised"/> with every field that neither a task nor its code gave: those of <paramref name="handoff"/> that were
    /// used, and those that were found since.
    /// </summary>
    public static OptimiseRecord Of(HandoffRecord handoff, OptimiseRecord optimised, BotDevConfig config)
    {
        var bots = optimised.Bots.ToDictionary(bot => bot.Name, StringComparer.Ordinal);
        CompletedField[] completed = [.. handoff.Completed.Where(IsUsed), .. optimised.Completed];
        if (completed.Length == 0)
        {
            return optimised;
        }

        var byBot = completed.ToLookup(field => field.Bot, StringComparer.Ordinal);
        return optimised with
        {
            Completed = [.. handoff.Package.Tasks.SelectMany(task => byBot[task.Name])],
            Bots = [.. optimised.Bots.Select(bot => !byBot.Contains(bot.Name) ? bot : bot with
            {
                Sources = SourcesOf(byBot[bot.Name]),
                Lineage = !handoff.HasHistories ? null
                    : byBot[bot.Name].Select(field => BotLineage.Of(field, config.CompletionsName)).FirstOrDefault(one => one is not null),
                Origin = byBot[bot.Name].Select(CodeOrigin.Of).FirstOrDefault(one => one is not null),
            })],
        };

        // The code of a task comes before its documentation.
        bool IsUsed(CompletedField field) => field.Field != FieldMerge.Purpose || !handoff.Purposes.TryGetValue(field.Bot, out var purpose)
            || !bots.TryGetValue(field.Bot, out var bot) || bot.Purpose == purpose;
    }

    /// <summary>Without the lines of pages: a repository does not change because another part of a page does.</summary>
    private static SortedDictionary<string, string> SourcesOf(IEnumerable<CompletedField> fields)
    {
        SortedDictionary<string, string> sources = new(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            sources[field.Field] = (field.Source.Kind == FieldSourceKind.Documentation
                ? field.Source with { Place = PagePlace.Of(field.Source.Place).Path } : field.Source).ToString();
        }

        return sources;
    }
}
