using System.Globalization;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Writes expressions with as few parentheses as Python needs (Language Reference, "Operator precedence").</summary>
/// <param name="module">The module.</param>
/// <param name="names">The names of the function.</param>
/// <param name="parameters">The names of its parameters.</param>
internal sealed partial class PythonExpressions(PythonModule module, WrittenNames names, IReadOnlyList<string> parameters)
{
    private const int Lambda = 10;
    private const int Choice = 20;
    private const int Or = 30;
    private const int And = 40;
    private const int Not = 45;
    private const int Comparison = 50;
    private const int Sum = 70;
    private const int Product = 80;
    private const int Sign = 90;
    private const int Primary = 100;

    private readonly List<string> _variables = [.. parameters];
    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);

    /// <summary>Makes <paramref name="name"/> stand for an expression.</summary>
    public void Bind(Expression expression, string name) => _bound[expression.KeyOf()] = name;

    /// <summary>True if a name stands for the expression.</summary>
    public bool IsBound(Expression expression) => _bound.ContainsKey(expression.KeyOf());

    /// <summary>The expression as code.</summary>
    public WrittenCode Write(Expression expression) =>
        _bound.TryGetValue(expression.KeyOf(), out var name) ? new(name, Primary) : expression switch
        {
            ParameterExpression one => new(_variables[one.Index], Primary),
            ConstantExpression one => Constant(one),
            ConditionalExpression one => Conditional(one),
            LambdaExpression one => OfLambda(one),
            OperatorExpression one => OfOperator(one),
            _ => throw new NotSupportedException($"{expression.GetType().Name} cannot be written."),
        };

    private static WrittenCode Constant(ConstantExpression one) => one.Type switch
    {
        ExpressionType.Text => new(PythonText.Literal(one.Value.Text), Primary),
        ExpressionType.Boolean => new(one.Value.IsTrue ? "True" : "False", Primary),
        _ => new(one.Value.Number.ToString(CultureInfo.InvariantCulture), one.Value.Number < 0 ? Sign : Primary),
    };

    private WrittenCode Conditional(ConditionalExpression one) => (one.Then.AsBoolean(), one.Else.AsBoolean()) switch
    {
        (true, false) => Write(one.Condition),
        (false, true) => Negated(one.Condition),
        (true, null) => Infix(one.Condition, "or", one.Else, Or),
        (null, false) => Infix(one.Condition, "and", one.Then, And),
        _ => new($"{Write(one.Then).In(Or)} if {Write(one.Condition).In(Or)} else {Write(one.Else).In(Choice)}", Choice),
    };

    private WrittenCode OfOperator(OperatorExpression one)
    {
        var operands = one.Operands;
        return one.IdOf() switch
        {
            "lower" or "upper" or "capitalize" => Method(operands[0], one.Operator.Id),
            "trim" => Method(operands[0], "strip"),
            "trim_start" => Method(operands[0], "lstrip"),
            "trim_end" => Method(operands[0], "rstrip"),
            "reverse" or "list.reverse" => Slice(operands[0], "::-1"),
            "upper_first" => UpperFirst(operands[0]),
            "keep_digits" or "keep_letters" or "keep_letters_digits" => Kept(operands[0], TestOf(one.Operator.Id)),
            "length" => Call("len", operands[0]),
            "parse" => Call("int", operands[0]),
            "is_digits" => Method(operands[0], "isdigit"),
            "is_letters" => Method(operands[0], "isalpha"),
            "is_upper" => Method(operands[0], "isupper"),
            "chars" => Call("list", operands[0]),
            "words" => Method(operands[0], "split"),
            "lines" => new($"{Primaries(operands[0])}.split(\"\\n\")", Primary),
            "code" => Call("ord", operands[0]),
            "concat" => Concatenated(one),
            "before" => new($"{Primaries(operands[0])}.partition({Write(operands[1])})[0]", Primary),
            "after" => new($"{Primaries(operands[0])}.partition({Write(operands[1])})[2]", Primary),
            "before_last" => new($"{Primaries(operands[0])}.rsplit({Write(operands[1])}, 1)[0]", Primary),
            "after_last" => new($"{Primaries(operands[0])}.rpartition({Write(operands[1])})[2]", Primary),
            "remove_prefix" => Method(operands[0], "removeprefix", operands[1]),
            "remove_suffix" => Method(operands[0], "removesuffix", operands[1]),
            "count" or "list.count" => Method(operands[0], "count", operands[1]),
            "index_of" => Method(operands[0], "find", operands[1]),
            "contains" or "list.contains" => Infix(operands[1], "in", operands[0], Comparison),
            "starts_with" => Method(operands[0], "startswith", operands[1]),
            "ends_with" => Method(operands[0], "endswith", operands[1]),
            "split" => Method(operands[0], "split", operands[1]),
            "take" or "list.take" => Slice(operands[0], ":" + Write(operands[1])),
            "drop" or "list.drop" => Slice(operands[0], Write(operands[1]) + ":"),
            "take_last" or "list.take_last" => TakeLast(operands[0], operands[1]),
            "drop_last" => DropLast(operands[0], operands[1]),
            "at" or "list.at" => Element(one),
            "repeat" => new($"{Write(operands[0]).In(Product)} * {Write(operands[1]).In(Sign)}", Product),
            "replace" => Method(operands[0], "replace", operands[1], operands[2]),
            "pad_start" when one.AsZeroFilled() is { } filled && !IsBound(operands[0]) =>
                new($"{Call("str", filled.Number)}.zfill({Write(operands[1])})", Primary),
            "pad_start" => Method(operands[0], "rjust", operands[1], operands[2]),
            "pad_end" => Method(operands[0], "ljust", operands[1], operands[2]),
            "to_text" => Call("str", operands[0]),
            "abs" => Call("abs", operands[0]),
            "negate" => new("-" + Write(operands[0]).In(Primary), Sign),
            "add" or "subtract" => Added(one),
            "multiply" => new(string.Join(" * ", one.Chain("multiply").Select((part, i) =>
                Write(part).In(i == 0 ? Product : Sign))), Product),
            "divide" => new($"{Write(operands[0]).In(Product)} // {Write(operands[1]).In(Sign)}", Product),
            "modulo" => new($"{Write(operands[0]).In(Product)} % {Write(operands[1]).In(Sign)}", Product),
            "min" or "max" => new(
                $"{module.Builtin(one.Operator.Id)}({string.Join(", ", one.Chain(one.Operator.Id).Select(Write))})", Primary),
            "less" => Infix(operands[0], "<", operands[1], Comparison),
            "at_most" => Infix(operands[0], "<=", operands[1], Comparison),
            "equal" or "text.equal" => Equal(operands, isNot: false),
            "not" => Negated(operands[0]),
            "and" => Infix(operands[0], "and", operands[1], And),
            "or" => Infix(operands[0], "or", operands[1], Or),
            _ => OfListOperator(one),
        };
    }

    private string Primaries(Expression operand) => Write(operand).In(Primary);

    private WrittenCode Call(string function, Expression operand) => new($"{module.Builtin(function)}({Write(operand)})", Primary);

    private WrittenCode Method(Expression target, string method, params IReadOnlyList<Expression> arguments) =>
        new($"{Primaries(target)}.{method}({string.Join(", ", arguments.Select(Write))})", Primary);

    private WrittenCode Slice(Expression target, string slice) => new($"{Primaries(target)}[{slice}]", Primary);

    /// <summary>A chain of one of these needs no parentheses, except comparisons, which would be read as one chain.</summary>
    private WrittenCode Infix(Expression left, string symbol, Expression right, int rank)
    {
        var operand = rank == Comparison ? rank + 1 : rank;
        return new($"{Write(left).In(operand)} {symbol} {Write(right).In(operand)}", rank);
    }

    private WrittenCode Negated(Expression condition) => condition is OperatorExpression { Operands: var operands } one ? one.IdOf() switch
    {
        "less" => Infix(operands[0], ">=", operands[1], Comparison),
        "at_most" => Infix(operands[0], ">", operands[1], Comparison),
        "equal" or "text.equal" => Equal(operands, isNot: true),
        "contains" or "list.contains" => Infix(operands[1], "not in", operands[0], Comparison),
        "not" => Write(operands[0]),
        _ => new("not " + Write(condition).In(Not), Not),
    }
    : condition.AsBoolean() is { } value ? new(value ? "False" : "True", Primary)
    : new("not " + Write(condition).In(Not), Not);

    private WrittenCode Equal(IReadOnlyList<Expression> operands, bool isNot) =>
        !isNot && operands[1].AsText() is "" ? new("not " + Write(operands[0]).In(Not), Not)
        : Infix(operands[0], isNot ? "!=" : "==", operands[1], Comparison);

    private WrittenCode Added(OperatorExpression one)
    {
        var (left, right) = (Write(one.Operands[0]), Write(one.Operands[1]));
        var isAdd = one.Is("add");
        return right.Rank == Sign && right.Text.StartsWith('-')
            ? new($"{left.In(Sum)} {(isAdd ? '-' : '+')} {right.Text[1..]}", Sum)
            : new($"{left.In(Sum)} {(isAdd ? '+' : '-')} {right.In(isAdd ? Sum : Product)}", Sum);
    }

    private WrittenCode TakeLast(Expression target, Expression count) => count.AsInteger() switch
    {
        0 => Slice(target, ":0"),
        > 0 and var n => Slice(target, string.Create(CultureInfo.InvariantCulture, $"-{n}:")),
        _ => new($"{Primaries(target)}[-{Write(count).In(Primary)}:] if {Write(count).In(Or)} else "
            + (target.Type == ExpressionType.Text ? "\"\"" : "[]"), Choice),
    };

    private WrittenCode DropLast(Expression target, Expression count) => count.AsInteger() switch
    {
        0 => Write(target),
        > 0 and var n => Slice(target, string.Create(CultureInfo.InvariantCulture, $":-{n}")),
        _ => Slice(target, $":-{Write(count).In(Primary)} or None"),
    };

    private WrittenCode Element(OperatorExpression at)
    {
        var (list, position) = IsBound(at.Operands[0]) ? (at.Operands[0], at.Operands[1]) : at.AsElement();
        return Slice(list, Write(position).Text);
    }

    private WrittenCode UpperFirst(Expression target)
    {
        var text = Write(target);
        return target is ParameterExpression || IsBound(target)
            ? new($"{text}[:1].upper() + {text}[1:]", Sum)
            : new($"{module.UpperFirst()}({text})", Primary);
    }

    private static string TestOf(string id) => id switch
    {
        "keep_digits" => "isdigit",
        "keep_letters" => "isalpha",
        _ => "isalnum",
    };

    private WrittenCode Kept(Expression target, string test)
    {
        var name = names.TakeElement("c");
        WrittenCode kept = new($"\"\".join({name} for {name} in {Write(target).In(Or)} if {name}.{test}())", Primary);
        names.FreeElement(name);
        return kept;
    }

    /// <summary>Several parts are a formatted string, if Python 3.9 can read them in one: without quotes and backslashes.</summary>
    private WrittenCode Concatenated(OperatorExpression one)
    {
        var parts = one.Chain("concat");
        var codes = parts.Select(Inserted).ToList();
        var isFormat = (parts.Count > 2 || parts.Any(part => part.Is("to_text") || part.AsZeroFilled() is not null)) && parts.Any(part => part is ConstantExpression)
            && parts.Zip(codes).All(pair => pair.First is ConstantExpression || pair.Second.IndexOfAny(['"', '\\', '{', '}', '#']) < 0);
        if (!isFormat)
        {
            return new(string.Join(" + ", parts.Select(part => Write(part).In(Sum))), Sum);
        }

        var text = string.Concat(parts.Zip(codes, (part, code) => part is ConstantExpression
            ? code[1..^1].Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
            : $"{{{code}}}"));
        return new($"f\"{text}\"", Primary);
    }

    /// <summary>A part of a formatted string, which writes numbers itself.</summary>
    private string Inserted(Expression part) => IsBound(part) ? Write(part).Text
        : part.AsZeroFilled() is { } filled ? string.Create(CultureInfo.InvariantCulture, $"{Write(filled.Number).In(Sum)}:0{filled.Width}")
        : part.Is("to_text") ? Write(((OperatorExpression)part).Operands[0]).Text
        : Write(part).Text;
}
