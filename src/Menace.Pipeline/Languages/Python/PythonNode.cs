using Menace.Model.Json;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// An expression that formatters of Python leave as it is written here: on one line if it fits, else with one item a line and a comma
/// behind each.
/// </summary>
/// <param name="Open">The text up to the first item, or all of it.</param>
/// <param name="Items">What stands between brackets.</param>
/// <param name="Close">The closing bracket.</param>
internal sealed record PythonNode(string Open, IReadOnlyList<PythonNode> Items, string Close)
{
    /// <summary>The longest line, as the generated pyproject.toml sets it.</summary>
    public const int Width = 120;

    private const int Step = 4;

    /// <summary>Text without items.</summary>
    public static PythonNode Of(string text) => new(text, [], "");

    /// <summary>A JSON value.</summary>
    public static PythonNode Of(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => new("[", [.. value.Items.Select(Of)], "]"),
        JsonKind.Object =>
            new("{", [.. value.Members.Select(member => Of(member.Value).After($"{PythonText.Literal(member.Key)}: "))], "}"),
        _ => Of(PythonText.Literal(value)),
    };

    /// <summary>A call of <paramref name="function"/>.</summary>
    public static PythonNode Call(string function, params IEnumerable<PythonNode> arguments) => new(function + "(", [.. arguments], ")");

    /// <summary>All of it on one line.</summary>
    public string Line => $"{Open}{string.Join(", ", Items.Select(item => item.Line))}{Close}";

    /// <summary>The expression behind <paramref name="text"/>.</summary>
    public PythonNode After(string text) => this with { Open = text + Open };

    /// <summary>The text.</summary>
    /// <param name="indent">Blanks in front of the line.</param>
    /// <param name="behind">Length of what follows on the line.</param>
    public string Write(int indent, int behind = 0)
    {
        if (Items.Count == 0 || indent + Line.Length + behind <= Width)
        {
            return Line;
        }

        var items = Items.Select(item => $"{new string(' ', indent + Step)}{item.Write(indent + Step, behind: 1)},\n");
        return $"{Open}\n{string.Concat(items)}{new string(' ', indent)}{Close}";
    }
}
