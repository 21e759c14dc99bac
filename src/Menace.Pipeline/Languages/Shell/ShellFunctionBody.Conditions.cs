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
            return Chosen(choice, isNot);
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

    /// <summary>Lines that a branch needs must not run for the other one: then a variable holds whether the condition is true.</summary>
    private (string Text, Shape Shape) Chosen(ConditionalExpression choice, bool isNot)
    {
        var condition = Condition(choice.Condition);
        var before = Lines.Count;
        var (then, otherwise) = (Condition(choice.Then, isNot), Condition(choice.Else, isNot));
        var opposite = Condition(choice.Condition, isNot: true);
        if (Lines.Count == before)
        {
            return ($"{Grouped(condition, Shape.And)} && {Grouped(then, Shape.And)} || "
                + $"{{ {Grouped(opposite, Shape.And)} && {Grouped(otherwise, Shape.And)}; }}", Shape.Or);
        }

        Lines.RemoveRange(before, Lines.Count - before);
        var holds = names.Take("holds");
        Line($"local {holds}=false");
        Line($"if {condition.Text}; then");
        Inside(() => Set(choice.Then));
        Line("else");
        Inside(() => Set(choice.Else));
        Line("fi");
        return ($"[[ ${holds} {(isNot ? "!=" : "==")} true ]]", Shape.One);

        void Set(Expression branch)
        {
            Line($"if {Condition(branch).Text}; then");
            Inside(() => Line($"{holds}=true"));
            Line("fi");
        }
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
