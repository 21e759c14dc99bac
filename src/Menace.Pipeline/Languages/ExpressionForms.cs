using System.Globalization;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages;

/// <summary>What the writers of all languages ask about expressions.</summary>
internal static class ExpressionForms
{
    /// <summary>The operator of <see cref="Operators.All"/> with the same identifier and types, by which a writer knows what to write.</summary>
    public static string IdOf(this OperatorExpression expression) => expression.Operator.IdOf();

    /// <inheritdoc cref="IdOf(OperatorExpression)"/>
    public static string IdOf(this Operator one) => one.Bot is not null
        ? throw new NotSupportedException($"The function '{one.Id}' of the bot '{one.Bot}' cannot be written.")
        : one.Operands[0].Type switch
        {
            ExpressionType.Texts or ExpressionType.Integers or ExpressionType.Booleans => "list." + one.Id,
            ExpressionType.Text when one.Id is "equal" => "text." + one.Id,
            _ => one.Id,
        };

    /// <summary>True for the operator <paramref name="id"/> (<see cref="IdOf(Operator)"/>).</summary>
    public static bool Is(this Expression expression, string id) => expression is OperatorExpression one && one.IdOf() == id;

    /// <summary>The constant integer of an expression, or null.</summary>
    public static int? AsInteger(this Expression expression) =>
        expression is ConstantExpression { Type: ExpressionType.Integer } constant ? (int)constant.Value.Number : null;

    /// <summary>The constant text of an expression, or null.</summary>
    public static string? AsText(this Expression expression) =>
        expression is ConstantExpression { Type: ExpressionType.Text } constant ? constant.Value.Text : null;

    /// <summary>The constant boolean of an expression, or null.</summary>
    public static bool? AsBoolean(this Expression expression) =>
        expression is ConstantExpression { Type: ExpressionType.Boolean } constant ? constant.Value.IsTrue : null;

    /// <summary>The operands of a chain of the operator <paramref name="id"/>, whose order of evaluation does not matter.</summary>
    public static IReadOnlyList<Expression> Chain(this Expression expression, string id) =>
        expression.Is(id) ? [.. ((OperatorExpression)expression).Operands.SelectMany(operand => operand.Chain(id))] : [expression];

    /// <summary>True for integers that are never negative, which every culture writes with digits only.</summary>
    public static bool IsNatural(this Expression expression) => expression switch
    {
        ConstantExpression { Value.Number: >= 0 } => true,
        OperatorExpression one => one.IdOf() is "length" or "count" or "code" or "abs" or "divide" or "modulo" or "list.length"
            or "list.count" || (one.IdOf() is "add" or "multiply" or "max" && one.Operands.All(IsNatural)),
        _ => false,
    };

    /// <summary>The number, and the width, of a number without a sign that zeros fill up to a constant width; null for all others.</summary>
    public static (Expression Number, int Width)? AsZeroFilled(this Expression expression) =>
        expression is OperatorExpression { Operands: [OperatorExpression text, var width, var fill] } one && one.Is("pad_start")
        && text.Is("to_text") && text.Operands[0].IsNatural() && fill.AsText() is "0" && width.AsInteger() is > 0 and var number
            ? (text.Operands[0], number) : null;

    /// <summary>The list of letters that a filter by classes keeps, and the operator; null for all others.</summary>
    public static (Expression Text, string Id)? AsKeptLetters(this Expression list) =>
        list is OperatorExpression { Operands: [OperatorExpression kept] } one && one.Is("chars")
        && kept.IdOf() is ("keep_digits" or "keep_letters" or "keep_letters_digits") and var id ? (kept.Operands[0], id) : null;

    /// <summary>The element of a list, and its place: the first one of a reversed list is the last one of the list.</summary>
    public static (Expression List, Expression Position) AsElement(this OperatorExpression at) =>
        at.Operands[0] is OperatorExpression { Operands: [var list] } reversed && reversed.IdOf() is ("reverse" or "list.reverse")
        && at.Operands[1].AsInteger() is { } position
            ? (list, new ConstantExpression(Value.Of(-1L - position), ExpressionType.Integer)) : (at.Operands[0], at.Operands[1]);

    /// <summary>A text that equal expressions share.</summary>
    public static string KeyOf(this Expression expression) => expression switch
    {
        ParameterExpression one => "$" + one.Index.ToString(CultureInfo.InvariantCulture),
        ConstantExpression one => one.Type == ExpressionType.Text
            ? string.Create(CultureInfo.InvariantCulture, $"{one.Value.Text.Length}\"{one.Value.Text}\"")
            : string.Create(CultureInfo.InvariantCulture, $"{one.Type}{one.Value.Number}"),
        OperatorExpression one => $"{one.IdOf()}({string.Join(',', one.Operands.Select(KeyOf))})",
        ConditionalExpression one => $"if({one.Condition.KeyOf()},{one.Then.KeyOf()},{one.Else.KeyOf()})",
        LambdaExpression one => $"{one.Kind}({one.List.KeyOf()},{one.Body.KeyOf()})",
        _ => throw new NotSupportedException($"{expression.GetType().Name} cannot be written."),
    };

    /// <summary>A plain name for the value of an expression.</summary>
    public static string NameOf(this Expression expression) => expression switch
    {
        LambdaExpression { Kind: LambdaKind.SortBy } => "sorted_values",
        LambdaExpression { Kind: LambdaKind.Filter, List: var list } => list.NameOf() is "words" ? "words" : "matching",
        OperatorExpression one => one.IdOf() switch
        {
            "lower" => "lowered",
            "upper" or "upper_first" => "raised",
            "trim" or "trim_start" or "trim_end" => "trimmed",
            "reverse" or "list.reverse" => "backwards",
            "capitalize" => "title",
            "keep_digits" => "digits",
            "keep_letters" or "chars" => "letters",
            "length" or "list.length" => "length",
            "parse" => "number",
            "words" => "words",
            "lines" => "lines",
            "split" => "parts",
            "replace" => "replaced",
            "count" or "list.count" => "count",
            "list.distinct" => "distinct",
            "list.sort" or "list.sort_descending" => "ordered",
            "list.sum" => "total",
            "list.largest" => "largest",
            "list.smallest" => "smallest",
            "index_of" => "position",
            "before" or "before_last" => "head",
            "after" or "after_last" => "tail",
            "remove_prefix" or "remove_suffix" => "rest",
            "divide" => "quotient",
            "modulo" => "remainder",
            _ => OtherName(expression),
        },
        _ => OtherName(expression),
    };

    /// <summary>A plain name for an element of a list that is no parameter.</summary>
    public static string ElementNameOf(this Expression list) => list switch
    {
        LambdaExpression { Kind: not LambdaKind.Map } one => one.List.ElementNameOf(),
        OperatorExpression one => one.IdOf() switch
        {
            "words" => "word",
            "lines" => "line",
            "split" => "part",
            "chars" => one.Operands[0].Is("keep_digits") ? "digit" : "c",
            _ when one.Operands[0].Type == one.Type => one.Operands[0].ElementNameOf(),
            _ => OtherElement(list),
        },
        _ => OtherElement(list),
    };

    private static string OtherElement(Expression list) => list.Type switch
    {
        ExpressionType.Texts => "text",
        ExpressionType.Integers => "number",
        _ => "flag",
    };

    private static string OtherName(Expression expression) => expression.Type switch
    {
        ExpressionType.Text => "text",
        ExpressionType.Integer => "number",
        ExpressionType.Boolean => "condition",
        _ => "values",
    };
}
