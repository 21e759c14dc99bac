using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <content>Functions and examples.</content>
internal sealed partial class ValueReader
{
    /// <summary>Adds functions, or that what is said about them is unclear.</summary>
    public void AddFunctions(PageScope scope, string bot, IReadOnlyList<Signature>? functions, string rule, int offset)
    {
        var used = functions?.Where(function => !function.IsOutOfUse).ToList();
        if (used?.Select(function => function.Name).Distinct(StringComparer.Ordinal).Count() != used?.Count)
        {
            used = null;
        }

        Add(scope, bot, FieldNames.Functions, Items(used?.Select(function => function.Name)), StatementKind.Whole, rule, Labelled, offset);
        Add(scope, bot, FieldNames.Signatures, Items(used?.Select(function => function.Text)), StatementKind.Whole, rule, Labelled, offset);
        var documented = used?.Where(function => function.Note.Length > 2 && !Hedges.IsPast(function.Note)).ToList() ?? [];
        if (documented.Count > 0)
        {
            Add(scope, bot, FieldNames.FunctionDocs, JsonValue.FromMembers(
                    [.. documented.Select(function => KeyValuePair.Create(function.Name, JsonValue.FromString(function.Note)))]),
                StatementKind.Whole, rule, Labelled, offset);
        }
    }

    /// <summary>Adds examples, or that what is said about them is unclear.</summary>
    public void AddExamples(PageScope scope, string bot, IReadOnlyList<JsonValue>? examples, string rule, int offset) =>
        Add(scope, bot, FieldNames.Examples, examples is { Count: > 0 } ? JsonValue.FromItems(examples)
            : null, StatementKind.Part, rule, Labelled, offset);

    /// <summary>A remark about functions that do not count: <c>the private _address changes all the time</c>.</summary>
    private static bool IsOutOfUseAlone(RichText part) => Hedges.IsOutOfUse(part.Plain)
        && SignatureWords.Read(part, nameAlone: true) is null;

    private void ReadFunctions(PageScope scope, string bot, IReadOnlyList<RichText> items)
    {
        var functions = items.Select(item => SignatureWords.Read(item, nameAlone: true)).ToList();
        AddFunctions(scope, bot, functions.Contains(null) ? null
            : functions.OfType<Signature>().ToList(), "list of functions", items[0].Place);
    }

    private void ReadExamples(PageScope scope, string bot, IReadOnlyList<RichText> items)
    {
        var examples = new List<JsonValue>();
        foreach (var item in items)
        {
            if ((ExampleWords.All(item) ?? (OfFunction(item) is { } one ? [one] : null)) is not { } some)
            {
                examples = [];
                break;
            }

            examples.AddRange(some);
        }

        AddExamples(scope, bot, examples, "list of examples", items[0].Place);

        JsonValue? OfFunction(RichText item)
        {
            var sides = item.Plain.Split([" \u2192 ", " -> ", " => "], StringSplitOptions.None);
            return scope.Function is { } function && sides.Length == 2 && SignatureWords.ParametersOf(function.Text).Count <= 1
                && !item.HasGap && ExampleWords.Bare(sides[0].Trim()) is { } argument
                ? ExampleWords.Of(function.Name, [argument], sides[1], raises: false) : null;
        }
    }
}
