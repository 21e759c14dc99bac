using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>The function that a search is for.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Inputs">The arguments of its examples.</param>
/// <param name="Result">The type of its result.</param>
/// <param name="Goal">The results of its examples.</param>
internal sealed record SynthesisProblem(
    IReadOnlyList<ParameterExpression> Parameters, IReadOnlyList<Value[]> Inputs, ExpressionType Result, Value[] Goal)
{
    /// <summary>Characters of an argument or a result; longer ones take too long.</summary>
    private const int MostSize = 1000;

    /// <summary>What the task says about it: purpose, documentation, names.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>True if the language has only text: numbers are texts of digits.</summary>
    public bool IsText { get; init; }

    /// <summary>The operators that the language has.</summary>
    public IReadOnlyList<Operator> Operators { get; init; } = Expressions.Operators.All;

    /// <summary>The types of the parameters.</summary>
    public IReadOnlyList<ExpressionType> Types => [.. Parameters.Select(parameter => parameter.Type)];

    /// <summary>The operators with their costs for this function.</summary>
    public IReadOnlyList<(Operator Operator, int Cost)> OperatorsWithCosts()
    {
        var words = new SearchWords(Words);
        return [.. Operators.Select(one => (one, words.CostOf(one))).OrderBy(one => one.Item2)];
    }

    /// <summary>Reads the problem of <paramref name="function"/>.</summary>
    /// <param name="function">The function.</param>
    /// <param name="words">What the task says about it.</param>
    /// <param name="isText">True if the language has only text: numbers are texts of digits.</param>
    /// <param name="reason">Why it is no problem for this search, or null.</param>
    public static SynthesisProblem? Of(CodeFunction function, IReadOnlyList<string> words, bool isText, out string? reason)
    {
        var examples = function.Examples.Where(example => example.Returns is not null).ToList();
        reason = examples.Count < function.Examples.Count ? "an example prints or raises, which is not searched"
            : examples.Count < 2 ? "it needs at least two examples with a result"
            : examples.Any(example => example.Args.Count != examples[0].Args.Count) ? "its examples have different numbers of arguments"
            : examples[0].Args.Count == 0 ? "it has no parameters"
            : examples.Any(example => example.Args.Append(example.Returns!).Any(value => Size(value) > MostSize))
                ? $"an example is longer than {MostSize} characters" : null;
        if (reason is not null)
        {
            return null;
        }

        List<ParameterExpression> parameters = [];
        for (var i = 0; i < examples[0].Args.Count; i++)
        {
            if (TypeOf([.. examples.Select(example => example.Args[i])], isText) is not { } type)
            {
                reason = $"parameter {i + 1} is neither text, integer, boolean nor a list of one of these in all examples";
                return null;
            }

            parameters.Add(new(i, i < function.Parameters.Count ? function.Parameters[i] : "", type));
        }

        parameters = Named(parameters);
        if (TypeOf([.. examples.Select(example => example.Returns!)], isText) is not { } result)
        {
            reason = "its result is neither text, integer, boolean nor a list of one of these in all examples";
            return null;
        }

        return new(
            parameters, [.. examples.Select(example => example.Args.Zip(parameters, (value, one) =>
                Read(value, one.Type, isText)).ToArray())],
            result, [.. examples.Select(example => Read(example.Returns!, result, isText))])
        {
            Words = words,
            IsText = isText,
        };
    }

    /// <summary>A value as examples write it; null without a result.</summary>
    public JsonValue? ToJson(Value value, ExpressionType type) => value.IsNone ? null
        : IsText && type == ExpressionType.Integer ? JsonValue.FromString(value.ToJson(type).Text) : value.ToJson(type);

    private static int Size(JsonValue value) => value.Kind == JsonKind.Array ? value.Items.Sum(item => 1 + Size(item))
        : value.Kind is JsonKind.String or JsonKind.Number ? value.Text.Length : 1;

    /// <summary>The parameters, each with a name: of its type if it is the only one of it, else of its place.</summary>
    private static List<ParameterExpression> Named(List<ParameterExpression> parameters) =>
    [
        .. parameters.Select(one => one.Name.Length > 0 ? one : one with
        {
            Name = parameters.Count(other => other.Type == one.Type) > 1 ? $"value{one.Index + 1}" : one.Type switch
            {
                ExpressionType.Text => "text",
                ExpressionType.Integer => "number",
                ExpressionType.Boolean => "flag",
                ExpressionType.Texts => "texts",
                ExpressionType.Integers => "numbers",
                _ => "flags",
            },
        }),
    ];

    private static Value Read(JsonValue json, ExpressionType type, bool isText) =>
        Value.Read(isText && type == ExpressionType.Integer ? JsonValue.FromNumberText(json.Text) : json, type)!.Value;

    private static ExpressionType? TypeOf(IReadOnlyList<JsonValue> values, bool isText)
    {
        if (isText)
        {
            return !values.All(value => value.Kind == JsonKind.String) ? null
                : values.All(value => IsNumber(value.Text)) ? ExpressionType.Integer : ExpressionType.Text;
        }

        ExpressionType[] fitting = [.. Enum.GetValues<ExpressionType>().Where(type => values.All(value =>
            Value.Read(value, type) is not null))];

        // An empty list is a list of anything.
        return fitting.Length == 0 ? null : fitting[0];
    }

    private static bool IsNumber(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && number.ToString(System.Globalization.CultureInfo.InvariantCulture) == text;
}
