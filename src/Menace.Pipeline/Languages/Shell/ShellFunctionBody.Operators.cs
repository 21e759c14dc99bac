using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Shell;

/// <content>Texts and numbers.</content>
internal sealed partial class ShellFunctionBody
{
    private const int Sum = 1;
    private const int Product = 2;

    /// <summary>Operators that read bytes like characters: the locale does not matter.</summary>
    private static readonly HashSet<string> Bytewise = new(StringComparer.Ordinal)
    {
        "concat", "before", "after", "before_last", "after_last", "remove_prefix", "remove_suffix", "contains", "starts_with", "ends_with",
        "text.equal", "replace", "repeat", "to_text", "parse", "abs", "negate", "add", "subtract", "multiply", "divide", "modulo", "min",
        "max", "less", "at_most", "equal", "not", "and", "or",
    };

    private ShellValue OfOperator(OperatorExpression one)
    {
        var operands = one.Operands;
        var id = one.IdOf();
        CountsCharacters |= !Bytewise.Contains(id);
        return id switch
        {
            "lower" => Expand(operands[0], ",,"),
            "upper" => Expand(operands[0], "^^"),
            "upper_first" => Expand(operands[0], "^"),
            "capitalize" => Expand(Variable(Expand(operands[0], ",,"), "text"), "^"),
            "trim" => TrimmedEnd(Variable(TrimmedStart(Variable(operands[0])), "trimmed")),
            "trim_start" => TrimmedStart(Variable(operands[0])),
            "trim_end" => TrimmedEnd(Variable(operands[0])),
            "reverse" => Reversed(operands[0]),
            "keep_digits" => Expand(operands[0], "//[!0-9]/"),
            "keep_letters" => Expand(operands[0], "//[![:alpha:]]/"),
            "keep_letters_digits" => Expand(operands[0], "//[![:alnum:]]/"),
            "length" => ShellValue.Expansion($"${{#{Variable(operands[0])}}}"),
            "parse" => Computed(one),
            "code" => Code(operands[0]),
            "concat" => new([.. one.Chain("concat").SelectMany(part => Write(part).Pieces)]),
            "before" => Expand(operands[0], $"%%{Pattern(operands[1])}*", "head"),
            "after" => After(operands[0], operands[1]),
            "before_last" => Expand(operands[0], $"%{Pattern(operands[1])}*", "head"),
            "after_last" => Expand(operands[0], $"##*{Pattern(operands[1])}", "tail"),
            "remove_prefix" => Expand(operands[0], $"#{Pattern(operands[1])}", "rest"),
            "remove_suffix" => Expand(operands[0], $"%{Pattern(operands[1])}", "rest"),
            "count" => Counted(operands[0], operands[1]),
            "index_of" => Position(operands[0], operands[1]),
            "take" => operands[1].AsInteger() is { } count ? Expand(operands[0], $":0:{count}")
                : ShellValue.Of(Shortened(Changeable(operands[0], "head"), operands[1], "%?")),
            "drop" => operands[1].AsInteger() is { } count ? Expand(operands[0], $":{count}") : Without(operands, "head", "%?", "#"),
            "take_last" => ShellValue.Of(TakeLast(Changeable(operands[0], "tail"), operands[1])),
            "drop_last" => Without(operands, "tail", "#?", "%"),
            "at" => Expand(operands[0], Constant(operands[1]) < 0 ? $": {Constant(operands[1])}:1" : $":{Constant(operands[1])}:1"),
            "repeat" => Repeated(operands[0], operands[1]),
            "replace" => Expand(operands[0], $"//{Pattern(operands[1], plain: " ")}/{Replacement(operands[2])}", "replaced"),
            "pad_start" when one.AsZeroFilled() is { } filled && !_bound.ContainsKey(operands[0].KeyOf()) =>
                ShellValue.Expansion($"$({Command("printf")} '%0{Constant(operands[1])}d' {Write(filled.Number).Word()})"),
            "pad_start" => Padded(operands, isStart: true),
            "pad_end" => Padded(operands, isStart: false),
            "to_text" => Write(operands[0]),
            "abs" => Expand(operands[0], "#-"),
            "min" => Limited(operands, "-gt"),
            "max" => Limited(operands, "-lt"),
            "negate" or "add" or "subtract" or "multiply" or "divide" or "modulo" => Computed(one),
            _ => throw new NotSupportedException($"The operator '{id}' cannot be written."),
        };
    }

    private static int Constant(Expression expression) => expression.AsInteger()
        ?? throw new NotSupportedException("In shell the position of a character must be a constant.");

    private string Replacement(Expression text) => text.AsText() is "" ? "" : Pattern(text);

    private ShellValue TrimmedStart(string text) => Expand(text, $"#\"{ShellValue.Expanded(text, "%%[![:space:]]*")}\"", "trimmed");

    private ShellValue TrimmedEnd(string text) => Expand(text, $"%\"{ShellValue.Expanded(text, "##*[![:space:]]")}\"", "trimmed");

    private ShellValue Reversed(Expression text)
    {
        var rest = Changeable(text, "rest");
        var reversed = New(ShellValue.Constant(""), "reversed");
        Line($"while [[ -n ${rest} ]]; do");
        Inside(() =>
        {
            Line($"{reversed}=${{{rest}:0:1}}${reversed}");
            Line($"{rest}=${{{rest}:1}}");
        });
        Line("done");
        return ShellValue.Of(reversed);
    }

    private ShellValue Code(Expression text) => ShellValue.Expansion(
        $"$({Command("printf")} '%d' {new ShellValue([new("'", true), .. Write(text).Pieces]).Word()})");

    private ShellValue After(Expression text, Expression separator)
    {
        var (variable, pattern) = (Variable(text), Pattern(separator));
        var tail = New(ShellValue.Constant(""), "tail");
        Line($"if [[ {ShellValue.Expanded(variable, "")} == *{Pattern(separator, plain: "/")}* ]]; then");
        Inside(() => Line($"{tail}={ShellValue.Expanded(variable, $"#*{pattern}")}"));
        Line("fi");
        return ShellValue.Of(tail);
    }

    private ShellValue Counted(Expression text, Expression part)
    {
        var (variable, pattern) = (Variable(text), Pattern(part, plain: " "));
        if (part.AsText() is [var letter] && (char.IsAsciiLetterOrDigit(letter) || letter is ',' or '.' or ':' or '/' or '@'))
        {
            var found = Apart(variable, $"//[!{letter}]/", "found");
            return ShellValue.Expansion($"${{#{found}}}");
        }

        var rest = Apart(variable, $"//{pattern}/", "rest");
        var difference = $"{Length(variable)} - {Length(rest)}";
        return ShellValue.Expansion(part.AsText() is { Length: 1 } ? $"$({Command("expr")} {difference})"
            : $"$({Command("expr")} \\( {difference} \\) / {Length(Variable(part))})");

        static string Length(string name) => $"\"${{#{name}}}\"";
    }

    /// <summary>A new variable for an expansion of one that is still needed.</summary>
    private string Apart(string variable, string operation, string wanted) =>
        New(ShellValue.Expansion(ShellValue.Expanded(variable, operation)), wanted);

    private ShellValue Position(Expression text, Expression part)
    {
        var (variable, pattern) = (Variable(text), Pattern(part));
        var position = New(ShellValue.Constant("-1"), "position");
        Line($"if [[ {ShellValue.Expanded(variable, "")} == *{Pattern(part, plain: "/")}* ]]; then");
        Inside(() =>
        {
            var head = Apart(variable, $"%%{pattern}*", "head");
            Line($"{position}=${{#{head}}}");
        });
        Line("fi");
        return ShellValue.Of(position);
    }

    private string TakeLast(string tail, Expression count)
    {
        if (count.AsInteger() is not { } number)
        {
            return Shortened(tail, count, "#?");
        }

        Line(number <= 0 ? $"{tail}=" : $"[ \"${{#{tail}}}\" -le {number} ] || {tail}=${{{tail}: -{number}}}");
        return tail;
    }

    /// <summary>Removes characters from a variable until it has as many as a number that is not a constant.</summary>
    private string Shortened(string name, Expression count, string removal)
    {
        Line($"while [[ -n ${name} ]] && [ \"${{#{name}}}\" -gt {Number(count)} ]; do");
        Inside(() => Line($"{name}=${{{name}{removal}}}"));
        Line("done");
        return name;
    }

    /// <summary>A text without the part that another operator takes.</summary>
    private ShellValue Without(IReadOnlyList<Expression> operands, string wanted, string removal, string operation)
    {
        var variable = Variable(operands[0]);
        var part = New(ShellValue.Of(variable), wanted);
        _ = removal == "#?" ? TakeLast(part, operands[1]) : Shortened(part, operands[1], removal);
        return Expand(variable, $"{operation}\"${part}\"", "rest");
    }

    private ShellValue Repeated(Expression text, Expression count)
    {
        var (value, times) = (Write(text), Write(count));
        var repeated = New(ShellValue.Constant(""), "repeated");
        var i = Assign(ShellValue.Constant("0"), names.Take("i"));
        Line($"while [ \"${i}\" -lt {times.Word()} ]; do");
        Inside(() =>
        {
            Line($"{repeated}+={value.Assigned()}");
            Line($"{i}=$(({i} + 1))");
        });
        Line("done");
        return ShellValue.Of(repeated);
    }

    private ShellValue Padded(IReadOnlyList<Expression> operands, bool isStart)
    {
        var (width, fill) = (Number(operands[1]), Write(operands[2]));
        var padded = Changeable(operands[0], "padded");
        IReadOnlyList<ShellPiece> text = ShellValue.Of(padded).Pieces;
        Line($"while [ \"${{#{padded}}}\" -lt {width} ]; do");
        Inside(() => Line($"{padded}={new ShellValue(isStart ? [.. fill.Pieces, .. text] : [.. text, .. fill.Pieces]).Assigned()}"));
        Line("done");
        return ShellValue.Of(padded);
    }

    private ShellValue Limited(IReadOnlyList<Expression> operands, string comparison)
    {
        var second = Write(operands[1]);
        var best = Changeable(operands[0], "result");
        Line($"if [ \"${best}\" {comparison} {second.Word()} ]; then");
        Inside(() => Assign(second, best, isNew: false));
        Line("fi");
        return ShellValue.Of(best);
    }

    private ShellValue Computed(Expression expression) =>
        ShellValue.Expansion($"$({Command("expr")} {Arithmetic(expression, Sum)})");

    /// <summary>The words of <c>expr</c>.</summary>
    private string Arithmetic(Expression expression, int rank)
    {
        if (expression is not OperatorExpression one || _bound.ContainsKey(expression.KeyOf()))
        {
            return Number(expression);
        }

        var operands = one.Operands;
        var (own, words) = one.IdOf() switch
        {
            "parse" when rank == Sum => (Sum, $"{Number(one)} + 0"),
            "negate" => (Sum, $"0 - {Inner(operands[0], Product)}"),
            "add" => (Sum, $"{Inner(operands[0], Sum)} + {Inner(operands[1], Sum)}"),
            "subtract" => (Sum, $"{Inner(operands[0], Sum)} - {Inner(operands[1], Product)}"),
            "multiply" => (Product, $"{Inner(operands[0], Product)} \\* {Inner(operands[1], Product + 1)}"),
            "divide" => (Product, $"{Inner(operands[0], Product)} / {Inner(operands[1], Product + 1)}"),
            "modulo" => (Product, $"{Inner(operands[0], Product)} % {Inner(operands[1], Product + 1)}"),
            _ => (Product + 1, Number(one)),
        };
        return own < rank ? $"\\( {words} \\)" : words;
    }

    private string Inner(Expression expression, int rank) => expression.Is("parse") ? Number(expression) : Arithmetic(expression, rank);

    /// <summary>A number as argument of a command that reads it as one: leading zeros do not matter there.</summary>
    private string Number(Expression expression) =>
        expression is OperatorExpression one && one.Is("parse") && !_bound.ContainsKey(expression.KeyOf())
            ? Write(one.Operands[0]).Word() : Write(expression).Word();
}
