using System.Globalization;
using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>
/// What the documentation and a task both give, and that cannot both be true. Only fields with an exact form can contradict: two texts can
/// both be right.
/// </summary>
internal static class Contradictions
{
    /// <summary>After 28 years the days of the week fall on the same dates again.</summary>
    private const int ComparedDays = (28 * 365) + 7;

    private const NumberStyles Number = NumberStyles.Float;

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
            "schedule" when TaskValues.With(task, [documented]).Schedule is var schedule && !AreEqual(task.Schedule, schedule) =>
                (task.Schedule.ToString(), schedule.ToString()),
            "metadata.language" when BotLanguages.Parse(value.Text) is { } language && language != task.Metadata.Language =>
                (task.Metadata.Language?.ToName() ?? "", language.ToName()),
            "dependencies" => Missing(task.Dependencies, [.. value.Items.Select(item => item.Text)]),
            "metadata.packages" => Packages(task.Metadata.Packages, [.. value.Items.Select(item => item.Text)]),
            "metadata.examples" => Examples(
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

    /// <summary>The same call with another outcome.</summary>
    private static (string, string)? Examples(IReadOnlyList<TaskExample> own, IReadOnlyList<TaskExample> theirs)
    {
        foreach (var example in theirs)
        {
            foreach (var same in own.Where(one => one.Function == example.Function && one.Args.Count == example.Args.Count
                && one.Args.Zip(example.Args, AreEqual).All(isEqual => isEqual)))
            {
                if ((same.Raises, same.Prints) != (example.Raises, example.Prints) || !AreEqual(same.Returns, example.Returns))
                {
                    return (Text(same), Text(example));
                }
            }
        }

        return null;

        static string Text(TaskExample example) =>
            $"{example.Function}({string.Join(", ", example.Args.Select(CanonicalJson.Write))}) "
            + (example.Returns is { } value ? $"returns {CanonicalJson.Write(value)}"
                : example.Raises is { } name ? $"raises {name}" : $"prints '{example.Prints}'");
    }

    /// <summary>Numbers by their value: 1 and 1.0 are one result.</summary>
    private static bool AreEqual(JsonValue? one, JsonValue? other) =>
        one is null || other is null || one.Kind != other.Kind ? one is null && other is null
        : one.Kind switch
        {
            JsonKind.Number => one.Equals(other) || (decimal.TryParse(one.Text, Number, CultureInfo.InvariantCulture, out var number)
                && decimal.TryParse(other.Text, Number, CultureInfo.InvariantCulture, out var second) && number == second),
            JsonKind.Array => one.Items.Count == other.Items.Count && one.Items.Zip(other.Items, AreEqual).All(isEqual => isEqual),
            JsonKind.Object => one.Members.Count == other.Members.Count
                && one.Members.All(member => AreEqual(member.Value, other[member.Key])),
            _ => one.Equals(other),
        };

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
