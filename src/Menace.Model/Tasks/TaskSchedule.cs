namespace Menace.Model.Tasks;

/// <summary>The kinds of schedule that format v1 knows.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum ScheduleKind
{
    /// <summary>A single run, at a time when one is given.</summary>
    Once,

    /// <summary>A cron expression in the dialect of the Cronos library.</summary>
    Cron,

    /// <summary>An interval such as <c>15m</c>.</summary>
    Every,
}

/// <summary>
/// When a bot runs, as written; whether the text is valid is a matter of the rules (MENACE14xx), not of this record.
/// </summary>
/// <param name="Kind">The form: cron, interval or once.</param>
/// <param name="Expression">The cron expression, the interval, or the ISO 8601 time of <c>once</c>; empty for a plain <c>once</c>.</param>
/// <param name="TimeZone">An IANA time zone name, or null for UTC.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskSchedule(ScheduleKind Kind, string Expression, string? TimeZone = null)
{
    /// <summary>A single run, whenever it is started.</summary>
    public static TaskSchedule Once { get; } = new(ScheduleKind.Once, "");

    /// <summary>The schedule that the string form <paramref name="text"/> means: <c>once</c>, <c>every X</c>, else cron.</summary>
    public static TaskSchedule FromText(string text)
    {
        var trimmed = text.Trim();
        return trimmed == "once" ? Once
            : trimmed.StartsWith("every ", StringComparison.Ordinal) ? new(ScheduleKind.Every, trimmed.Substring("every ".Length).Trim())
            : new(ScheduleKind.Cron, trimmed);
    }

    /// <summary>The schedule that the string form <paramref name="text"/> means.</summary>
    public static implicit operator TaskSchedule(string text) => FromText(text);

    /// <summary>The text for people: <c>once</c>, <c>every 15m</c>, <c>0 3 * * * (Europe/Berlin)</c>.</summary>
    public override string ToString()
    {
        var text = Kind switch
        {
            ScheduleKind.Once => Expression.Length == 0 ? "once" : "once at " + Expression,
            ScheduleKind.Every => "every " + Expression,
            _ => Expression,
        };
        return TimeZone is null ? text : text + " (" + TimeZone + ")";
    }
}
