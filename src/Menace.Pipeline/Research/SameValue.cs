using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Research;

/// <summary>Compares values of a field that two sources give.</summary>
internal static class SameValue
{
    /// <summary>
    /// True if the values differ at most in white space, a full stop at the end, the case of the first letter, or the order of a list;
    /// of schedules, if they mean the same times.
    /// </summary>
    public static bool Of(string field, JsonValue one, JsonValue other) => field switch
    {
        "schedule" => AreSame(Schedule(one), Schedule(other)),

        // A name in another case is another function or licence.
        "metadata.functions" or "metadata.packages" or "metadata.license" => Exact(one) == Exact(other),
        _ => Normal(one) == Normal(other),
    };

    /// <summary>A schedule without a time zone is not the same as one with it.</summary>
    private static bool AreSame(TaskSchedule? one, TaskSchedule? other) =>
        one is not null && other is not null && one.Kind == other.Kind && one.TimeZone == other.TimeZone
            && Contradictions.AreEqual(one, other);

    private static TaskSchedule? Schedule(JsonValue value) =>
        TaskValues.With(new() { Name = "a" }, [new("a", "schedule", value, new(FieldSourceKind.Finding), "", 1)]).Schedule;

    private static string Exact(JsonValue value) => value.Kind == JsonKind.Array
        ? string.Join('\n', value.Items.Select(item => item.Text.Trim()).Order(StringComparer.Ordinal)) : value.Text.Trim();

    private static string Normal(JsonValue value) => value.Kind switch
    {
        JsonKind.String => CanonicalJson.Quote(Normal(value.Text)),
        JsonKind.Array => $"[{string.Join(',', value.Items.Select(Normal).Order(StringComparer.Ordinal))}]",
        _ => CanonicalJson.Write(value),
    };

    private static string Normal(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return words.Length == 0 ? words : char.ToLowerInvariant(words[0]) + words[1..];
    }
}
