using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Optimisation;

/// <summary>The same call with another outcome in two lists of examples.</summary>
internal static class ExampleDifference
{
    private const NumberStyles Number = NumberStyles.Float;

    /// <summary>The first such call as text in each list, or null.</summary>
    public static (string Own, string Theirs)? Of(IReadOnlyList<TaskExample> own, IReadOnlyList<TaskExample> theirs)
    {
        foreach (var example in theirs)
        {
            foreach (var same in own.Where(one => one.Function == example.Function && one.Args.Count == example.Args.Count
                && one.Args.Zip(example.Args, AreEqual).All(isEqual => isEqual)))
            {
                if (same.Raises != example.Raises || !HaveEqualOutcomes(same, example))
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

    /// <summary>
    /// A page does not tell what is returned from what is printed, and a value can be printed in several ways: then only texts are
    /// compared.
    /// </summary>
    private static bool HaveEqualOutcomes(TaskExample one, TaskExample other) => (one.Prints, other.Prints) switch
    {
        (null, null) => AreEqual(one.Returns, other.Returns),
        ({ } text, { } second) => text.TrimEnd('\n') == second.TrimEnd('\n'),
        ({ } text, null) => IsPrinted(other.Returns, text),
        (null, { } text) => IsPrinted(one.Returns, text),
    };

    private static bool IsPrinted(JsonValue? value, string text) =>
        value is not { Kind: JsonKind.String } || value.Text.TrimEnd('\n') == text.TrimEnd('\n');

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
}
