using Menace.Pipeline.Expressions;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Expressions;

/// <summary>Functions as tasks ask for them.</summary>
internal static class TypicalPrograms
{
    private const ExpressionType Text = ExpressionType.Text;
    private const ExpressionType Integer = ExpressionType.Integer;

    private static readonly ParameterExpression T = new(0, "text", Text);
    private static readonly ParameterExpression Path = new(0, "path", Text);
    private static readonly ParameterExpression Address = new(0, "address", Text);
    private static readonly ParameterExpression Name = new(0, "name", Text);
    private static readonly ParameterExpression N = new(0, "number", Integer);
    private static readonly ParameterExpression Words = new(0, "words", ExpressionType.Texts);
    private static readonly ParameterExpression Numbers = new(0, "numbers", ExpressionType.Integers);
    private static readonly ParameterExpression Word = new(1, "item", Text);
    private static readonly ParameterExpression Number = new(1, "item", Integer);

    public static IReadOnlyList<WrittenFunction> All { get; } =
    [
        new("slugify", [T], Op("join", Op("words", Op("lower", T)), Of("-")), "Makes a slug of a title."),
        new("initials", [Name], Op("join", Map(Op("words", Name), Op("upper", Op("at", Word, Of(0)))), Of("")), "The initials of a name."),
        new("user", [Address], Op("before", Address, Of("@")), "The part before the @."),
        new("domain", [Address], Op("after", Address, Of("@")), "The part behind the @."),
        new("extension", [Path], If(Op("contains", Path, Of(".")), Op("after_last", Path, Of(".")), Of("")), "The extension of a file, without the dot."),
        new("folder", [Path], Op("before_last", Path, Of("/")), "The folder of a path."),
        new("title_case", [T], Op("join", Map(Op("words", T), Op("capitalize", Word)), Of(" ")), "Capitalizes each word."),
        new("is_palindrome", [T], Op("equal", Op("keep_letters", Op("lower", T)), Op("reverse", Op("keep_letters", Op("lower", T)))), "True if it reads the same backwards."),
        new("truncate", [T], If(Op("at_most", Op("length", T), Of(10)), T, Op("concat", Op("take", T, Of(7)), Of("..."))), "Cuts long texts."),
        new("mask", [T], Op("concat", Of("****"), Op("take_last", Op("keep_digits", T), Of(4))), "Shows the last four digits only."),
        new("pad_number", [N], Op("pad_start", Op("to_text", N), Of(5), Of("0")), "Pads with zeros."),
        new("greeting", [Name], Op("concat", Op("concat", Of("Hello, "), Op("trim", Name)), Of("!")), "Greets a person."),
        new("digit_sum", [T], Op("sum", Map(Op("chars", Op("keep_digits", T)), Op("parse", Word))), "The sum of all digits."),
        new("vowels", [T], Op("length", Filter(Op("chars", Op("lower", T)), Op("contains", Of("aeiou"), Word))), "Counts vowels."),
        new("evens", [Numbers], Filter(Numbers, Op("equal", Op("modulo", Number, Of(2)), Of(0))), "The even numbers."),
        new("top_three", [Numbers], Op("take", Op("sort_descending", Numbers), Of(3)), "The three largest numbers."),
        new("longest", [Words], Op("at", Op("reverse", new LambdaExpression(LambdaKind.SortBy, Words, Op("length", Word))), Of(0)), "The longest word."),
        new("fizz_buzz", [N], If(Divides(15), Of("FizzBuzz"), If(Divides(3), Of("Fizz"), If(Divides(5), Of("Buzz"), Op("to_text", N)))), "Fizz, Buzz or the number."),
        new("grade", [N], If(Op("less", N, Of(50)), Of("F"), If(Op("less", N, Of(80)), Of("B"), Of("A"))), "The grade for points."),
        new("discounted", [N, new(1, "percent", Integer)], Op("subtract", N, Op("divide", Op("multiply", N, new ParameterExpression(1, "percent", Integer)), Of(100))), "A price less its discount."),
        new("clamp", [N], Op("max", Op("min", N, Of(100)), Of(0)), "Limits to 0 to 100."),
        new("clock", [N], Op("concat", Op("concat", Two(Op("divide", N, Of(60))), Of(":")), Two(Op("modulo", N, Of(60)))), "Minutes as hours and minutes."),
        new("is_image", [Path], Op("or", Op("ends_with", Op("lower", Path), Of(".png")), Op("ends_with", Op("lower", Path), Of(".jpg"))), "True for images."),
        new("kind", [Path], If(Op("or", Op("ends_with", Path, Of(".png")), Op("ends_with", Path, Of(".jpg"))), Of("image"), If(Op("equal", Path, Of("")), Of("none"), Of("other"))),
            "What a file is."),
        new("mean", [Numbers], Op("divide", Op("sum", Numbers), Op("length", Numbers)), "The mean, rounded down."),
        new("squares", [N], Map(Op("range", Of(1), Op("add", N, Of(1))), Op("multiply", Number, Number)), "The squares from 1."),
        new("lines", [T], Op("join", Map(Op("split", T, Of(",")), Op("trim", Word)), Of("\n")), "One line per field."),
        new("vocabulary", [T], Op("sort", Op("distinct", Op("words", Op("lower", T)))), "The different words, sorted."),
        new("snake_case", [T], Op("replace", Op("replace", Op("lower", Op("trim", T)), Of(" "), Of("_")), Of("-"), Of("_")), "Makes an identifier."),
        new("bar", [N], Op("repeat", Of("*"), N), "A bar of stars."),
        new("swap", [Name], Op("concat", Op("concat", Op("after", Name, Of(", ")), Of(" ")), Op("before", Name, Of(", "))), "Turns \"last, first\" around."),
        new("commas", [T], Op("count", T, Of(",")), "Counts commas."),
        new("without_scheme", [T], Op("remove_suffix", Op("remove_prefix", T, Of("https://")), Of("/")), "An address without scheme and slash."),
        new("long_words", [T, new(1, "limit", Integer)], Op("length", Filter(Op("words", T), Op("less", new ParameterExpression(1, "limit", Integer),
            Op("length", new ParameterExpression(2, "item", Text))))), "Counts the words above a length."),
    ];

    /// <summary>The functions that a language can write, named as its programmers name them.</summary>
    public static IReadOnlyList<WrittenFunction> For(IExpressionWriter writer, Func<string, string> name)
    {
        HashSet<string> operators = [.. writer.Operators.Select(one => one.IdOf())];
        return [.. All.Where(one => one.Body.Parts.All(part => part is not OperatorExpression inner || operators.Contains(inner.IdOf()))
            && one.Body.Parts.All(part => part is not LambdaExpression || writer.Writes(part.Type)) && writer.Writes(one.Body.Type)).Select(one => one with { Name = name(one.Name) })];
    }

    public static OperatorExpression Op(string id, params Expression[] operands) =>
        new(Operators.All.Single(one => one.Id == id && one.Operands.Select(operand => operand.Type).SequenceEqual(operands.Select(operand => operand.Type))), operands);

    public static ConstantExpression Of(string text) => new(Value.Of(text), Text);

    public static ConstantExpression Of(int number) => new(Value.Of(number), Integer);

    private static ConditionalExpression If(Expression condition, Expression then, Expression otherwise) => new(condition, then, otherwise);

    private static LambdaExpression Map(Expression list, Expression body) => new(LambdaKind.Map, list, body);

    private static LambdaExpression Filter(Expression list, Expression body) => new(LambdaKind.Filter, list, body);

    private static OperatorExpression Divides(int by) => Op("equal", Op("modulo", N, Of(by)), Of(0));

    private static OperatorExpression Two(Expression number) => Op("pad_start", Op("to_text", number), Of(2), Of("0"));
}
