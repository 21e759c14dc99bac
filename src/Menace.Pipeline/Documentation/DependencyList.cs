using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads which tasks the list of a label or a column names.</summary>
internal static partial class DependencyList
{
    /// <summary>Returns the tasks of a list, which is empty if it says that there are none; null if a part of it is unclear.</summary>
    public static IReadOnlyList<string>? Read(RichText text, TaskMentions names)
    {
        if (PackageWords.IsNone(text.Plain))
        {
            return [];
        }

        var tasks = new List<string>();
        foreach (var part in ListParts.Of(text))
        {
            // "a (was: b)" is a, "a (until 2023)" is none.
            if ((PastItem().Match(part.Plain) is { Success: true } past && names.In(part).All(mention => mention.Start < past.Index))
                || (tasks.Count > 0 && NotItem().IsMatch(part.Plain)))
            {
                continue;
            }

            var present = PastNote().Replace(part.Plain, "").Trim();
            var now = present.Length < part.Plain.Length && part.Plain.StartsWith(present, StringComparison.Ordinal)
                ? part.Part(0, present.Length) : part;
            now = now.Plain.IndexOf('(', StringComparison.Ordinal) is var bracket and > 0
                && Hedges.IsDenied(now.Plain[bracket..]) ? now.Part(0, bracket) : now;
            var mentions = names.In(now);
            var task = names.Whole(now.Plain);
            if (task is null && mentions.All(mention => mention.Task is null))
            {
                if (Hedges.Any(now.Plain) && text.Plain.Length != now.Plain.Length)
                {
                    return null;
                }

                continue;
            }

            task ??= mentions.Count == 1 && IsPlain(now.Plain, mentions[0]) ? mentions[0].Task : null;
            if (task is null || part.HasGap)
            {
                return null;
            }

            tasks.Add(task);
        }

        return [.. tasks.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsPlain(string text, Mention mention)
    {
        var rest = text[..mention.Start] + " " + text[mention.End..];
        return !Hedges.Any(rest) && !Hedges.IsOutOfUse(rest);
    }

    [GeneratedRegex(@"^(?:but )?(?:not|never|no longer|in no case|without|nicht)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotItem();

    [GeneratedRegex(@"\((?:no|not|until|till|tried|dropped|undone|before|no longer|not any ?more|formerly|was needed|removed|retired|bis|"
        + @"nicht mehr)\b[^():]*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PastItem();

    [GeneratedRegex(@"\((?:was|until|till|before|formerly|previously|old|bis|früher)\b[^()]*:[^()]*\)|\((?:was|formerly|previously|"
        + @"früher) [^()]*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PastNote();
}
