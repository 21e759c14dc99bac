using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// The names of tests of examples: what the example says, <c>TierPrice_of_10_is_9</c>. They depend on the list alone, so that a report
/// can be matched with it, and an example keeps its name when others come or go.
/// </summary>
internal static class CSharpTestNames
{
    private const string Stray = "Example_of_an_unknown_function";

    /// <summary>Most characters of what follows the function's name, a number of equal names aside.</summary>
    private const int Longest = 60;

    /// <summary>The names of the methods, in the order of the examples.</summary>
    public static IReadOnlyList<string> Of(BotSpec spec)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. spec.Examples.Select(example =>
        {
            var name = spec.Functions.Contains(example.Function, StringComparer.Ordinal) ? NameOf(example) : Stray;
            var number = 2;
            var free = name;
            while (!taken.Add(free))
            {
                free = $"{name}_{(number++).ToString(CultureInfo.InvariantCulture)}";
            }

            return free;
        })];
    }

    private static string NameOf(TaskExample example)
    {
        List<string> given = [.. example.Args.Select(Words).OfType<string>()];
        var what = example.Raises is { } raised ? $"throws_{Text(raised.Split('.')[^1])}"
            : example.Prints is { } printed ? Text(printed) is { Length: > 0 } text ? $"prints_{text}" : "prints_a_text"
            : Words(example.Returns ?? JsonValue.Null) is { } words ? $"is_{words}"
            : "gives_its_result";
        var arguments = given.Count == 0 ? "" : $"of_{string.Join("_and_", given)}_";
        var room = Math.Max(Longest - what.Length, Longest / 2);
        var cut = arguments.Length == 0 ? "" : Cut(arguments, room).TrimEnd('_') + "_";
        return $"{example.Function}_{cut}{Cut(what, Longest).TrimEnd('_')}";
    }

    /// <summary>The value in words, or null if a name is no place for it.</summary>
    private static string? Words(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => "null",
        JsonKind.Boolean => value.Text,
        JsonKind.Number => Text(value.Text.Replace("-", "minus_", StringComparison.Ordinal)),
        JsonKind.String when value.Text.Length == 0 => "empty",
        JsonKind.String => Text(value.Text) is { Length: > 0 } text ? text : null,
        JsonKind.Array when value.Items.Count == 0 => "empty",
        _ => null,
    };

    /// <summary>The letters and digits of <paramref name="text"/>, and one underscore for whatever is between them.</summary>
    private static string Text(string text)
    {
        var name = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        return name.ToString().Trim('_');
    }

    /// <summary>The beginning of <paramref name="name"/>, up to the end of a word.</summary>
    private static string Cut(string name, int length)
    {
        if (name.Length <= length)
        {
            return name;
        }

        var end = name.LastIndexOf('_', length - 1);
        return end > 0 ? name[..(end + 1)] : name[..length];
    }
}
