using System.Globalization;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.CSharp;

/// <content>Texts, integers and booleans.</content>
internal sealed partial class CSharpExpressions
{
    private string Invariant => members.Type("CultureInfo") + ".InvariantCulture";

    private WrittenCode OfOperator(OperatorExpression one)
    {
        var operands = one.Operands;
        return one.IdOf() switch
        {
            "lower" => Method(operands[0], "ToLowerInvariant"),
            "upper" => Method(operands[0], "ToUpperInvariant"),
            "trim" => Method(operands[0], "Trim"),
            "trim_start" => Method(operands[0], "TrimStart"),
            "trim_end" => Method(operands[0], "TrimEnd"),
            "reverse" => new($"string.Concat({Primaries(operands[0])}.Reverse())", Primary),
            "capitalize" => new($"{members.UpperFirst()}({Method(operands[0], "ToLowerInvariant")})", Primary),
            "upper_first" => new($"{members.UpperFirst()}({Write(operands[0])})", Primary),
            "keep_digits" or "keep_letters" or "keep_letters_digits" =>
                new($"string.Concat({Primaries(operands[0])}.Where(char.{TestOf(one.Operator.Id)}))", Primary),
            "length" => new(Primaries(operands[0]) + ".Length", Primary),
            "parse" => CharOf(operands[0]) is { } digit ? new(digit + " - '0'", Sum)
                : new($"int.Parse({Write(operands[0])}, {Invariant})", Primary),
            "is_digits" => IsAll(operands[0], "IsDigit"),
            "is_letters" => IsAll(operands[0], "IsLetter"),
            "is_upper" => IsUpper(operands[0]),
            "code" => CharOf(operands[0]) is { } letter ? new("(int)" + letter, Sign) : new($"(int){Primaries(operands[0])}[0]", Sign),
            "concat" => Concatenated(one),
            "before" => new($"{Primaries(operands[0])}.Split({Part(operands[1])})[0]", Primary),
            "after" => After(operands[0], operands[1]),
            "before_last" => BeforeLast(operands[0], operands[1]),
            "after_last" => AfterLast(operands[0], operands[1]),
            "remove_prefix" => Removed(operands[0], operands[1], "StartsWith", length => length + ".."),
            "remove_suffix" => Removed(operands[0], operands[1], "EndsWith", length => "..^" + length),
            "count" => operands[1].AsText() is { Length: 1 } text
                ? CountedLetter(operands[0], Literal(text))
                : new($"{Primaries(operands[0])}.Split({Part(operands[1])}).Length - 1", Sum),
            "index_of" => Method(operands[0], "IndexOf", Part(operands[1]) + Ordinal(operands[1])),
            "contains" => Method(operands[0], "Contains", Part(operands[1]) + Ordinal(operands[1])),
            "starts_with" => Method(operands[0], "StartsWith", Part(operands[1]) + Ordinal(operands[1])),
            "ends_with" => Method(operands[0], "EndsWith", Part(operands[1]) + Ordinal(operands[1])),
            "take" => Slice(operands, "Take", count => ".." + count),
            "drop" => Slice(operands, "Skip", count => count + ".."),
            "take_last" => Slice(operands, "TakeLast", count => $"^{count}.."),
            "drop_last" => Slice(operands, "SkipLast", count => "..^" + count),
            "at" => ElementOfText(one),
            "repeat" => operands[0].AsText() is { Length: 1 } fill ? new($"new string({Literal(fill)}, {Write(operands[1])})", Primary)
                : new($"string.Concat({members.Type("Enumerable")}.Repeat({Write(operands[0])}, {Write(operands[1])}))", Primary),
            "replace" => operands[1].AsText() is { Length: 1 } && operands[2].AsText() is { Length: 1 }
                ? Method(operands[0], "Replace", Part(operands[1]), Part(operands[2]))
                : Method(operands[0], "Replace",
                    $"{Write(operands[1])}, {Write(operands[2])}, {members.Type("StringComparison")}.Ordinal"),
            "pad_start" when one.AsZeroFilled() is { } filled && !IsBound(operands[0]) =>
                Method(filled.Number, "ToString", $"\"D{Write(operands[1])}\"", Invariant),
            "pad_start" => Method(operands[0], "PadLeft", Write(operands[1]).Text, Fill(operands[2])),
            "pad_end" => Method(operands[0], "PadRight", Write(operands[1]).Text, Fill(operands[2])),
            "to_text" => Method(operands[0], "ToString", Invariant),
            "abs" => new($"{members.Type("Math")}.Abs({Write(operands[0])})", Primary),
            "negate" => new("-" + Primaries(operands[0]), Sign),
            "add" or "subtract" => Added(one),
            "multiply" => new(string.Join(" * ", one.Chain("multiply").Select((part, i) =>
                Write(part).In(i == 0 ? Product : Sign))), Product),
            "divide" => Infix(operands[0], "/", operands[1], Product),
            "modulo" => Infix(operands[0], "%", operands[1], Product),
            "min" => new($"{members.Type("Math")}.Min({Write(operands[0])}, {Write(operands[1])})", Primary),
            "max" => new($"{members.Type("Math")}.Max({Write(operands[0])}, {Write(operands[1])})", Primary),
            "less" => Infix(operands[0], "<", operands[1], Relation),
            "at_most" => Infix(operands[0], "<=", operands[1], Relation),
            "equal" or "text.equal" => Equal(operands, "=="),
            "not" => Negated(operands[0]),
            "and" => Infix(operands[0], "&&", operands[1], And),
            "or" => Infix(operands[0], "||", operands[1], Or),
            _ => OfListOperator(one),
        };
    }

    private static string TestOf(string id) => id switch
    {
        "keep_digits" => "IsDigit",
        "keep_letters" => "IsLetter",
        _ => "IsLetterOrDigit",
    };

    private WrittenCode CountedLetter(Expression text, string letter)
    {
        var code = Primaries(text);
        var name = names.TakeElement("c");
        names.FreeElement(name);
        return new($"{code}.Count({name} => {name} == {letter})", Primary);
    }

    private WrittenCode ElementOfText(OperatorExpression at)
    {
        var (text, position) = IsBound(at.Operands[0]) ? (at.Operands[0], at.Operands[1]) : at.AsElement();
        return new(At(Write(text), isIndexed: true, position) + ".ToString()", Primary);
    }

    private WrittenCode IsAll(Expression text, string test)
    {
        if (CharOf(text) is { } letter)
        {
            return new($"char.{test}({letter})", Primary);
        }

        if (IsName(text))
        {
            return new($"{Write(text)}.Length > 0 && {Write(text)}.All(char.{test})", And);
        }

        var code = Write(text).In(Relation);
        var name = names.Take(Camel(text.NameOf()));
        return new($"{code} is {{ Length: > 0 }} {name} && {name}.All(char.{test})", And);
    }

    private WrittenCode IsUpper(Expression text)
    {
        if (CharOf(text) is { } letter)
        {
            return new($"char.IsUpper({letter})", Primary);
        }

        var name = Named(text);
        return new($"{name}.Any(char.IsUpper) && !{name}.Any(char.IsLower)", And);
    }

    private WrittenCode After(Expression text, Expression separator)
    {
        var code = $"{Primaries(text)}.Split({Part(separator)}, 2)";
        var name = names.Take("tail");
        return new($"{code} is [_, var {name}] ? {name} : \"\"", Choice);
    }

    private WrittenCode BeforeLast(Expression text, Expression separator)
    {
        var name = Named(text);
        var (part, end) = (Part(separator), names.Take("end"));
        return new($"{name}.LastIndexOf({part}{Ordinal(separator)}) is >= 0 and var {end} ? {name}[..{end}] : {name}", Choice);
    }

    private WrittenCode AfterLast(Expression text, Expression separator)
    {
        if (separator.AsText() is { Length: 1 })
        {
            return new($"{Primaries(text)}.Split({Part(separator)})[^1]", Primary);
        }

        var (name, part) = (Named(text), separator is ConstantExpression ? Part(separator) : Named(separator));
        var length = LengthOf(separator, part);
        var start = names.Take("start");
        return new(
            $"{name}.LastIndexOf({part}{Ordinal(separator)}) is >= 0 and var {start} ? {name}[({start} + {length})..] : {name}", Choice);
    }

    private WrittenCode Removed(Expression text, Expression part, string test, Func<string, string> range)
    {
        var name = Named(text);
        var removed = part is ConstantExpression || CharOf(part) is not null ? Part(part) : Named(part);
        var length = CharOf(part) is not null ? "1" : LengthOf(part, removed);
        return new($"{name}.{test}({removed}{Ordinal(part)}) ? {name}[{range(length)}] : {name}", Choice);
    }

    private static string LengthOf(Expression part, string name) =>
        part.AsText() is { } text ? text.Length.ToString(CultureInfo.InvariantCulture) : name + ".Length";

    /// <summary>A part of a text that may be shorter: a range of a variable, letters of any other text.</summary>
    private WrittenCode Slice(IReadOnlyList<Expression> operands, string method, Func<string, string> range)
    {
        if (!IsName(operands[0]))
        {
            return new($"string.Concat({Primaries(operands[0])}.{method}({Write(operands[1])}))", Primary);
        }

        var name = Write(operands[0]);
        return new($"{name}[{range($"{members.Type("Math")}.Min({Write(operands[1])}, {name}.Length)")}]", Primary);
    }

    /// <summary>An element; negative positions count from the end.</summary>
    private string At(WrittenCode list, bool isIndexed, Expression position)
    {
        var number = position.AsInteger();
        var index = number switch
        {
            < 0 => (-(long)number.Value) is var back ? string.Create(CultureInfo.InvariantCulture, $"^{back}") : "",
            >= 0 => number.Value.ToString(CultureInfo.InvariantCulture),
            _ when position.IsNatural() => Write(position).Text,
            _ => $"{Write(position).In(Sum)} < 0 ? ^-{Write(position).In(Primary)} : {Write(position).In(Or)}",
        };
        return list.In(Primary) + (isIndexed && (number is not null || position.IsNatural()) ? $"[{index}]"
            : number is 0 ? ".First()" : number is -1 ? ".Last()" : $".ElementAt({index})");
    }

    private string Fill(Expression fill) => fill.AsText() is { Length: 1 } one ? Literal(one) : Primaries(fill) + "[0]";

    /// <summary>Several parts are an interpolated string, if none of them has quotes of its own.</summary>
    private WrittenCode Concatenated(OperatorExpression one)
    {
        var parts = one.Chain("concat");
        var codes = parts.Select(part => part is ConstantExpression ? Write(part).Text : Inserted(part)).ToList();
        if ((parts.Count > 2 || parts.Any(IsNaturalText)) && parts.Any(part => part is ConstantExpression)
            && parts.Zip(codes).All(pair => pair.First is ConstantExpression || pair.Second.IndexOfAny(['"', '\'', '\\', '{']) < 0))
        {
            return new("$\"" + string.Concat(parts.Zip(codes, (part, code) => part is ConstantExpression
                ? code[1..^1].Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
                : $"{{{code}}}")) + '"', Primary);
        }

        return new(string.Join(" + ", parts.Zip(codes, (part, code) => IsNaturalText(part) ? Write(part).In(Sum) : code)), Sum);
    }

    /// <summary>A part of an interpolated string: a number without a sign is the same in every culture.</summary>
    private string Inserted(Expression part) => IsBound(part) ? Write(part).In(Or)
        : part.AsZeroFilled() is { } filled ? string.Create(CultureInfo.InvariantCulture, $"{Write(filled.Number).In(Or)}:D{filled.Width}")
        : IsNaturalText(part) ? Write(((OperatorExpression)part).Operands[0]).In(Or) : Write(part).In(Or);

    private bool IsNaturalText(Expression part) => !IsBound(part)
        && (part.AsZeroFilled() is not null || (part.Is("to_text") && ((OperatorExpression)part).Operands[0].IsNatural()));
}
