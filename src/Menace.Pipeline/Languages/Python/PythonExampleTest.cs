using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Python;

/// <summary>The examples of one function that have the same kind of outcome: one test, with parameters if they are several.</summary>
/// <param name="Function">The function.</param>
/// <param name="Name">Name of the test function.</param>
/// <param name="Examples">The examples.</param>
/// <param name="Ids">What pytest calls each of several; empty for a single one.</param>
internal sealed partial record PythonExampleTest(
    string Function, string Name, IReadOnlyList<TaskExample> Examples, IReadOnlyList<string> Ids)
{
    /// <summary>Longer ones are cut.</summary>
    private const int LongestId = 40;

    /// <summary>The tests, in the order of the examples.</summary>
    public static IReadOnlyList<PythonExampleTest> Of(BotSpec spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. spec.Examples.GroupBy(example => (example.Function, example.Raises, Outcome: Outcome(example)))
                .Select(group => new PythonExampleTest(
                group.Key.Function,
                Unique($"test_{PythonNames.Normalized(group.Key.Function)}{group.Key.Outcome}", "_", names),
                [.. group],
                group.Count() > 1 ? IdsOf([.. group]) : [])),
        ];
    }

    /// <summary>The names that pytest gives to the tests of the examples of <paramref name="spec"/>, in their order.</summary>
    public static IReadOnlyList<string> Names(BotSpec spec)
    {
        var names = new Dictionary<TaskExample, string>(ReferenceEqualityComparer.Instance);
        foreach (var test in Of(spec))
        {
            foreach (var (example, index) in test.Examples.Select((example, index) => (example, index)))
            {
                names[example] = $"tests.test_{spec.Identifier}::{test.Name}{(test.Ids.Count > 0 ? $"[{test.Ids[index]}]" : "")}";
            }
        }

        return [.. spec.Examples.Select(example => names[example])];
    }

    /// <summary><paramref name="name"/>, with a number behind it if it is taken; then it is taken.</summary>
    public static string Unique(string name, string separator, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = name + separator + number.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }

    /// <summary>What the name of a test says of the outcome.</summary>
    private static string Outcome(TaskExample example) =>
        example.Raises is { } exception ? "_raises_" + Snake(exception)
        : example.Prints is not null ? "_prints"
        : example.Returns is not null ? ""
        : "_completes";

    private static string Snake(string exception) =>
        NotOfName().Replace(WordStart().Replace(exception[(exception.LastIndexOf('.') + 1)..], "_"), "_").ToLowerInvariant();

    /// <summary>What the calls differ in: their arguments, as words of ASCII, which pytest takes as they are.</summary>
    private static List<string> IdsOf(List<TaskExample> examples)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. examples.Select(example => Unique(Id(example), "-", taken))];
    }

    private static string Id(TaskExample example)
    {
        var text = new StringBuilder();
        foreach (var word in example.Args.SelectMany(Words).Where(word => word.Length > 0))
        {
            if (text.Length + word.Length >= LongestId)
            {
                break;
            }

            text.Append(text.Length > 0 ? "-" : "").Append(word);
        }

        return text.Length > 0 ? text.ToString() : example.Args.Count == 0 ? "nothing" : "example";
    }

    private static IEnumerable<string> Words(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => value.Items.SelectMany(Words),
        JsonKind.Object => value.Members.SelectMany(member => Words(member.Value)),
        JsonKind.Null => ["none"],
        JsonKind.String => NotOfId().Split(value.Text),
        _ => [value.Text],
    };

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex NotOfName();

    [GeneratedRegex("[^A-Za-z0-9.]+")]
    private static partial Regex NotOfId();
}
