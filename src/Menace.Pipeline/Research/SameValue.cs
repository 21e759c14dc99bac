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
    public static bool Of(string field, JsonValue one, JsonValue other) => field == "schedule"
        ? Contradictions.AreEqual(Schedule(one), Schedule(other))
        : Normal(one) == Normal(other);

    private static TaskSchedule Schedule(JsonValue value) =>
        TaskValues.With(new() { Name = "a" }, [new("a", "schedule", value, new(FieldSourceKind.Finding), "", 1)]).Schedule;

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
