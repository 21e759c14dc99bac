using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Completion;

/// <summary>
/// What the documentation and a task both give, and that cannot both be true. Only fields with an exact form can contradict: two texts can
/// both be right.
/// </summary>
internal static class Contradictions
{
    /// <summary>After 28 years the days of the week fall on the same dates again.</summary>
    private const int ComparedDays = (28 * 365) + 7;

    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The errors, at the task and at the page; none if both agree.</summary>
    /// <param name="task">The task.</param>
    /// <param name="documented">What the documentation gives for a field that the task gives as well.</param>
    public static IEnumerable<PipelineDiagnostic> Find(TaskInfo task, CompletedField documented)
    {
        if (Difference(task, documented) is not var (own, theirs))
        {
            return [];
        }

        PipelineDiagnostic error = new(
            Rules.DocumentationContradicts, [task.Name, documented.Source.Place, documented.Field, theirs, own])
        {
            Bot = task.Name,
            Anchor = new(documented.Field),
        };
        return [error, error with { Page = PagePlace.Of(documented.Source.Place) }];
    }

    private static (string Own, string Theirs)? Difference(TaskInfo task, CompletedField documented)
    {
        var value = documented.Value;
        return documented.Field switch
        {
            "schedule" when task.Schedule is { } own && TaskValues.With(task, [documented]).Schedule is { } theirs
                && !AreEqual(own, theirs) =>
                (own.ToString(), theirs.ToString()),
            "metadata.language" when BotLanguages.Parse(value.Text) is { } language && language != task.Metadata.Language =>
                (task.Metadata.Language?.ToName() ?? "", language.ToName()),
            "dependencies" => Missing(task.Dependencies, [.. value.Items.Select(item => item.Text)]),
            "metadata.packages" => Packages(task.Metadata.Packages, [.. value.Items.Select(item => item.Text)]),
            "metadata.examples" => ExampleDifference.Of(
                task.Metadata.Examples, TaskValues.With(task, [documented]).Metadata.Examples),
            _ => null,
        };
    }

    /// <summary>A task may depend on more than a page says.</summary>
    private static (string, string)? Missing(IReadOnlyList<string> own, IReadOnlyList<string> theirs) =>
        theirs.Except(own, StringComparer.Ordinal).ToList() is { Count: > 0 } missing
            ? (own.Count == 0 ? "none" : string.Join(", ", own), string.Join(", ", missing)) : null;

    private static (string, string)? Packages(IReadOnlyList<string> own, IReadOnlyList<string> theirs)
    {
        var listed = own.Select(BotPackage.Parse).ToLookup(package => package.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var text in theirs)
        {
            var package = BotPackage.Parse(text);
            if (!listed.Contains(package.Name))
            {
                return (own.Count == 0 ? "none" : string.Join(", ", own), text);
            }

            if (package.Version is { } version && listed[package.Name].All(one => one.Version is { } other && other != version))
            {
                return (string.Join(", ", own), text);
            }
        }

        return null;
    }

    internal static bool AreEqual(TaskSchedule one, TaskSchedule other)
    {
        if (one == other)
        {
            return true;
        }

        if (one.TimeZone is { } zone && other.TimeZone is { } otherZone && zone != otherZone)
        {
            return false;
        }

        return Cron(one) is { } cron && Cron(other) is { } otherCron ? AreEqual(cron, otherCron)
            : Interval(one) is { } interval && interval == Interval(other);
    }

    private static bool AreEqual(CronExpression one, CronExpression other) =>
        (one.Seconds, one.Minutes, one.Hours) == (other.Seconds, other.Minutes, other.Hours)
        && Enumerable.Range(0, ComparedDays).Select(day => Start.AddDays(day)).All(day => one.FiresOn(day) == other.FiresOn(day));

    private static CronExpression? Cron(TaskSchedule schedule) =>
        CronText(schedule) is { } text ? CronParser.Parse(text, out _) : null;

    private static string? CronText(TaskSchedule schedule) =>
        schedule.Kind == ScheduleKind.Cron ? schedule.Expression
        : Interval(schedule) is not { } interval ? null
        : interval == TimeSpan.FromDays(1) ? "0 0 * * *"
        : interval.TotalHours is >= 1 and < 24 and var hours && 24 % hours == 0 ? FormattableString.Invariant($"0 */{hours} * * *")
        : interval.TotalMinutes is >= 1 and < 60 and var minutes && 60 % minutes == 0
            ? FormattableString.Invariant($"*/{minutes} * * * *") : null;

    private static TimeSpan? Interval(TaskSchedule schedule) =>
        schedule.Kind == ScheduleKind.Every && Quantities.TryParseDuration(schedule.Expression, out var interval) ? interval : null;
}
