using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Languages;

/// <summary>An example of a task as a person types it into a shell (docs/command-line.md).</summary>
/// <param name="Words">The function and its arguments, quoted for a shell.</param>
/// <param name="Result">The last line of the output.</param>
internal sealed record CommandExample(string Words, string Result)
{
    /// <summary>Longer ones explain nothing.</summary>
    private const int MostCharacters = 400;

    private static readonly string[] Texts = ["string", "string?", "str", "str | None", "Optional[str]"];

    /// <summary>Returns the shortest example with a result of the function <paramref name="signature"/>, or null.</summary>
    public static CommandExample? Of(BotSpec spec, FunctionSignature signature) => spec.Examples
        .Where(example => example.Function == signature.Name && HasResult(example))
        .Select(example => new CommandExample(
            $"{ShellText.Word(signature.Name)}{string.Concat(ArgumentsOf(spec.Language, signature.Parameters, example.Args))}",
            LanguageTable.RowOf(spec.Language).CommandResult(example.Returns!)))
        .Where(example => example.Words.Length + example.Result.Length <= MostCharacters && !example.Words.Any(char.IsControl))
        .MinBy(example => example.Words.Length + example.Result.Length);

    /// <summary>
    /// True for a call that returns a value: where a record was read, the value of one that raises or prints is JSON's null.
    /// </summary>
    public static bool HasResult(TaskExample example) => example is { Returns: not null, Raises: null, Prints: null };

    /// <summary>Writes a value of a parameter whose declared type says whether it takes text.</summary>
    public static string Argument(FunctionParameter? parameter, JsonValue value) =>
        value.Kind != JsonKind.String ? (IsText(parameter) ? "@json:" : "") + CanonicalJson.WriteInOrder(value)
        : IsText(parameter) || !IsJson(value.Text) ? Text(value.Text)
        : CanonicalJson.Quote(value.Text);

    /// <summary>Writes a text for a parameter that takes text.</summary>
    public static string Text(string text) =>
        text.Any(char.IsControl) ? CanonicalJson.Quote(text)
        : (text.Length > 1 && text[0] == '"' && text[^1] == '"') || text.StartsWith("@json:", StringComparison.Ordinal)
            || text.StartsWith("@text:", StringComparison.Ordinal) ? "@text:" + text
        : text;

    private static IEnumerable<string> ArgumentsOf(
        BotLanguage language, IReadOnlyList<FunctionParameter> parameters, IReadOnlyList<JsonValue> arguments)
    {
        // What takes any number of values has no name in every language.
        var isNamed = arguments.Count <= parameters.Count
            && !parameters.Any(parameter => parameter.HasNoName || parameter.Name.StartsWith('*'))
            && (!(parameters is [.., { Type: { } last }] && last.EndsWith("[]", StringComparison.Ordinal))
                || (arguments.Count == parameters.Count && arguments[^1].Kind == JsonKind.Array));
        foreach (var (argument, place) in arguments.Select((argument, place) => (argument, place)))
        {
            var parameter = parameters.ElementAtOrDefault(place);
            var value = LanguageTable.RowOf(language).CommandArgument(parameter, argument);
            var isOption = value.StartsWith("--", StringComparison.Ordinal);
            yield return !isNamed ? $" {(isOption ? "@text:" : "")}{ShellText.Word(value)}"
                : $" --{Hyphened(parameter!.Name)}{(isOption ? '=' : ' ')}{ShellText.Word(value)}";
        }
    }

    private static bool IsText(FunctionParameter? parameter) => parameter?.Type is { } type && Texts.Contains(type);

    /// <summary>The name in lower case with hyphens: <c>unitPrice</c> and <c>unit_price</c> are <c>unit-price</c>.</summary>
    private static string Hyphened(string name) => string.Concat(name.Select((letter, place) =>
        letter == '_' && place > 0 ? "-"
        : char.IsUpper(letter) && place > 0 && char.IsLower(name[place - 1]) ? "-" + char.ToLowerInvariant(letter)
        : char.ToLowerInvariant(letter).ToString()));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
