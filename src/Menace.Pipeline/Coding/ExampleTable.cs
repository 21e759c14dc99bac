using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding;

/// <summary>
/// Finds code that is a table of its examples: it returns the right results for them, and computes nothing (docs/chat-models.md).
/// <para>
/// An example is <em>held</em> if the code has its whole arguments and its whole result as different literals. A literal next to an order
/// or an arithmetic operator (<c>&gt;= 90</c>, <c>% 15</c>) is computed with, and does not count. Code is a table if it holds at least two
/// examples, more than half of them, with at least <see cref="FewestCharacters"/> characters, and if they make up at least half of its
/// literals: a program with a table of its own, such as the digits of Roman numerals, has many more entries than the examples use.
/// Examples without arguments, or whose result is only true, false or null, tell nothing: a function may name all cases of such a result.
/// </para>
/// </summary>
internal static class ExampleTable
{
    private const int FewestExamples = 2;
    private const int FewestCharacters = 6;

    /// <summary>Returns why <paramref name="code"/> is a table of examples, as the end of a sentence, or null.</summary>
    public static string? Find(string code, BotLanguage language, IReadOnlyList<CodeFunction> functions)
    {
        var row = LanguageTable.RowOf(language);
        var literals = row.Literals(code);
        foreach (var function in functions)
        {
            TaskExample[] examples = [.. function.Examples.Where(Tells)];
            HashSet<int> used = [];
            var (held, characters) = (0, 0);
            foreach (var example in examples)
            {
                if (Places(example, literals, row.CallsAreCommands) is { } places)
                {
                    held++;
                    characters += Leaves(example).Sum(leaf => leaf.Text.Length);
                    used.UnionWith(places);
                }
            }

            if (held >= FewestExamples && held * 2 > examples.Length && characters >= FewestCharacters && used.Count * 2 >= literals.Count)
            {
                return $"it holds the arguments and results of {held} of the {examples.Length} examples of {function.Name} as literals";
            }
        }

        return null;
    }

    private static bool Tells(TaskExample example) => example.Args.Count > 0 && ResultOf(example) is { } result
        && Leaves(result).Any(leaf => leaf.Kind is JsonKind.String or JsonKind.Number);

    private static JsonValue? ResultOf(TaskExample example) =>
        example.Returns ?? (example.Prints is { } text ? JsonValue.FromString(text) : null);

    private static IEnumerable<JsonValue> Leaves(TaskExample example) =>
        [.. example.Args.SelectMany(Leaves), .. Leaves(ResultOf(example)!)];

    private static IEnumerable<JsonValue> Leaves(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => value.Items.SelectMany(Leaves),
        JsonKind.Object => value.Members.SelectMany(member => Leaves(member.Value).Prepend(JsonValue.FromString(member.Key))),
        _ => [value],
    };

    /// <summary>The places of the literals that are the arguments and the result, or null if one is missing.</summary>
    private static HashSet<int>? Places(TaskExample example, IReadOnlyList<CodeLiteral> literals, bool isText)
    {
        HashSet<int> places = [];
        foreach (var value in example.Args.Append(ResultOf(example)!))
        {
            JsonValue[] leaves = [.. Leaves(value)];
            if (leaves.Length > 0 && !Take(leaves, literals, isText, places))
            {
                return null;
            }
        }

        return places;
    }

    /// <summary>Takes a run of literals that are <paramref name="leaves"/>, and that nothing else of the example has taken.</summary>
    private static bool Take(JsonValue[] leaves, IReadOnlyList<CodeLiteral> literals, bool isText, HashSet<int> places)
    {
        for (var start = 0; start + leaves.Length <= literals.Count; start++)
        {
            var run = Enumerable.Range(start, leaves.Length);
            if (run.All(at => !places.Contains(at) && Is(literals[at], leaves[at - start], isText)))
            {
                places.UnionWith(run);
                return true;
            }
        }

        return false;
    }

    private static bool Is(CodeLiteral literal, JsonValue leaf, bool isText) => !literal.IsOperand && leaf.Kind switch
    {
        JsonKind.String when !isText => literal.IsString && literal.Text == leaf.Text,
        JsonKind.String => literal.Text == leaf.Text || literal.Text == CodeLiteral.NumberText(leaf.Text),
        JsonKind.Number => (isText || !literal.IsString) && literal.Text == CodeLiteral.NumberText(leaf.Text),
        JsonKind.Null => literal is { IsString: false, Text: "null" },
        _ => literal.Text == leaf.Text,
    };
}
