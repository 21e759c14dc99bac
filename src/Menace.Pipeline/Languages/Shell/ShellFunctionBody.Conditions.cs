using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Shell;

/// <content>Conditions: commands that succeed or fail.</content>
internal sealed partial class ShellFunctionBody
{
    private enum Shape
    {
        One,
        And,
        Or,
    }

    private (string Text, Shape Shape) Condition(Expression condition, bool isNot = false)
    {
        if (condition.AsBoolean() is { } constant)
        {
            return (constant != isNot ? "true" : "false", Shape.One);
        }

        if (condition is ConditionalExpression choice)
        {
            var (first, second) = (Condition(choice.Condition), Condition(choice.Condition, isNot: true));
            return ($"{Grouped(first, Shape.And)} && {Grouped(Condition(choice.Then, isNot), Shape.And)} || "
                + $"{{ {Grouped(second, Shape.And)} && {Grouped(Condition(choice.Else, isNot), Shape.And)}; }}", Shape.Or);
        }

        if (condition is not OperatorExpression one)
        {
            throw new NotSupportedException("A condition cannot be a parameter.");
        }

        CountsCharacters |= !Bytewise.Contains(one.IdOf());
        return one.IdOf() switch
        {
            "not" => Condition(one.Operands[0], !isNot),
            "and" or "or" => Joined(one, isNot),
            "less" => Compared(one, isNot ? "-ge" : "-lt"),
            "at_most" => Compared(one, isNot ? "-gt" : "-le"),
            "equal" => Compared(one, isNot ? "-ne" : "-eq"),
            "text.equal" when one.Operands[1].AsText() is "" =>
                ($"[[ {(isNot ? "-n" : "-z")} {Write(one.Operands[0]).Compared()} ]]", Shape.One),
            "text.equal" => Matched(one, "", "", isNot),
            "contains" => Matched(one, "*", "*", isNot),
            "starts_with" => Matched(one, "", "*", isNot),
            "ends_with" => Matched(one, "*", "", isNot),
            "is_digits" => Fits(one, "^[0-9]+$", isNot),
            "is_letters" => Fits(one, "^[[:alpha:]]+$", isNot),
            "is_upper" => IsUpper(one.Operands[0], isNot),
            var id => throw new NotSupportedException($"The operator '{id}' cannot be written."),
        };
    }

    /// <summary>In the shell <c>&amp;&amp;</c> and <c>||</c> bind equally, from left to right.</summary>
    private (string Text, Shape Shape) Joined(OperatorExpression one, bool isNot)
    {
        var shape = one.Is("and") != isNot ? Shape.And : Shape.Or;
        var parts = one.Chain(one.Operator.Id).Select(part => Grouped(Condition(part, isNot), shape));
        return (string.Join(shape == Shape.And ? " && " : " || ", parts), shape);
    }

    private static string Grouped((string Text, Shape Shape) part, Shape outer) =>
        part.Shape == Shape.One || part.Shape == outer ? part.Text : $"{{ {part.Text}; }}";

    private (string Text, Shape Shape) Compared(OperatorExpression one, string comparison) =>
        ($"[ {Number(one.Operands[0])} {comparison} {Number(one.Operands[1])} ]", Shape.One);

    private (string Text, Shape Shape) Matched(OperatorExpression one, string before, string after, bool isNot)
    {
        var text = Write(one.Operands[0]).Compared();
        var part = one.Operands[1].AsText() is "" ? "" : Write(one.Operands[1]).Literal(plain: "/");
        var pattern = before + part + after is { Length: > 0 } some ? some : "''";
        return ($"[[ {text} {(isNot ? "!=" : "==")} {pattern} ]]", Shape.One);
    }

    private (string Text, Shape Shape) Fits(OperatorExpression one, string pattern, bool isNot) =>
        ($"{(isNot ? "! " : "")}[[ {Write(one.Operands[0]).Compared()} =~ {pattern} ]]", Shape.One);

    private (string Text, Shape Shape) IsUpper(Expression expression, bool isNot)
    {
        var text = ShellValue.Expanded(Variable(expression), "");
        return ($"{(isNot ? "! " : "")}[[ {text} == *[[:upper:]]* && {text} != *[[:lower:]]* ]]", Shape.One);
    }
}
