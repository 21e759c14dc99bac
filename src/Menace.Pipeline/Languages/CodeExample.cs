using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Languages;

/// <summary>An example that the documentation in the code gives.</summary>
/// <param name="Example">The call, with literals only, and its outcome.</param>
/// <param name="Offset">Where it starts in the code, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
internal sealed record CodeExample(TaskExample Example, int Offset, int Length)
{
    /// <summary>Characters of a text in an example.</summary>
    public const int LongestText = 4000;

    private const int MostOfFunction = 20;

    /// <summary>
    /// The examples of <paramref name="found"/> that can be trusted: no call with two outcomes, no call twice, and no function whose
    /// examples all end as an empty function would.
    /// </summary>
    public static IReadOnlyList<CodeExample> Chosen(IReadOnlyList<CodeExample> found)
    {
        List<CodeExample> clear = [];
        foreach (var same in found.GroupBy(one => CallOf(one.Example)))
        {
            if (same.Select(one => OutcomeOf(one.Example)).Distinct(StringComparer.Ordinal).Count() == 1)
            {
                clear.Add(same.First());
            }
        }

        return
        [
            .. clear.GroupBy(one => one.Example.Function).Where(all => all.Any(one => IsTelling(one.Example)))
                .SelectMany(all => all.Take(MostOfFunction)).OrderBy(one => one.Offset),
        ];
    }

    private static string CallOf(TaskExample example) =>
        $"{example.Function} {CanonicalJson.Write(JsonValue.FromItems(example.Args))}";

    private static string OutcomeOf(TaskExample example) =>
        $"{example.Raises} {example.Prints} {(example.Returns is { } value ? CanonicalJson.Write(value) : "")}";

    private static bool IsTelling(TaskExample example) => example.Returns is not { } value
        || CanonicalJson.Write(value) is not ("null" or "false" or "0" or "0.0" or "-0.0" or "\"\"" or "[]" or "{}");
}
