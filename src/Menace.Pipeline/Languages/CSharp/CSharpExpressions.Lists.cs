using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.CSharp;

/// <content>Lists: sequences of LINQ, which become arrays where one is needed.</content>
internal sealed partial class CSharpExpressions
{
    private bool IsArray(Expression list) => list is ParameterExpression or ConditionalExpression || IsBound(list)
        || list.Is("words") || list.Is("lines") || list.Is("split");

    private WrittenCode OfListOperator(OperatorExpression one)
    {
        var operands = one.Operands;
        return one.IdOf() switch
        {
            "list.length" => IsArray(operands[0]) ? new(Primaries(operands[0]) + ".Length", Primary) : Counted(operands[0]),
            "list.at" => ElementOfList(one),
            "list.contains" => new($"{Source(operands[0])}.Contains({Write(operands[1])})", Primary),
            "list.count" => CountOf(operands[0], operands[1]),
            "list.any" => Aggregate(operands[0], "Any", otherwise: null),
            "list.all" => Aggregate(operands[0], "All", otherwise: null),
            "list.join" => Joined(operands[0], operands[1]),
            "list.sum" => Aggregate(operands[0], "Sum", otherwise: ""),
            "list.largest" => Aggregate(operands[0], "Max", otherwise: ""),
            "list.smallest" => Aggregate(operands[0], "Min", otherwise: ""),
            var id => throw new NotSupportedException($"The operator '{id}' cannot be written."),
        };
    }

    /// <summary>A list as a sequence, which is an array if <see cref="IsArray"/>.</summary>
    private WrittenCode Sequence(Expression list)
    {
        if (IsBound(list) || list is ParameterExpression or ConditionalExpression)
        {
            return Write(list);
        }

        return list is LambdaExpression lambda ? new(OfLambda(lambda), Primary) : OfSequence((OperatorExpression)list);
    }

    private string Source(Expression list) => Sequence(list).In(Primary);

    private WrittenCode OfSequence(OperatorExpression one)
    {
        var operands = one.Operands;
        return new(one.IdOf() switch
        {
            "chars" => Primaries(operands[0]) + ToTexts(),
            "words" => $"{Primaries(operands[0])}.Split((char[]?)null, {members.Type("StringSplitOptions")}.RemoveEmptyEntries)",
            "lines" => $"{Primaries(operands[0])}.Split('\\n')",
            "split" => $"{Primaries(operands[0])}.Split({Part(operands[1])})",
            "list.reverse" => $"{Source(operands[0])}.Reverse()",
            "list.sort" => $"{Source(operands[0])}.Order({Comparer(one.Type.Element())})",
            "list.sort_descending" => $"{Source(operands[0])}.OrderDescending({Comparer(one.Type.Element())})",
            "list.distinct" => $"{Source(operands[0])}.Distinct()",
            "list.take" => $"{Source(operands[0])}.Take({Write(operands[1])})",
            "list.drop" => $"{Source(operands[0])}.Skip({Write(operands[1])})",
            "list.take_last" => $"{Source(operands[0])}.TakeLast({Write(operands[1])})",
            "list.append" => $"{Source(operands[0])}.Append({Write(operands[1])})",
            "list.concat" => $"{Source(operands[0])}.Concat({Sequence(operands[1])})",
            "range" => $"{members.Type("Enumerable")}.Range({Write(operands[0])}, {Distance(operands[0], operands[1])})",
            var id => throw new NotSupportedException($"The operator '{id}' cannot be written."),
        }, Primary);
    }

    private WrittenCode ElementOfList(OperatorExpression at)
    {
        var (list, position) = IsBound(at.Operands[0]) ? (at.Operands[0], at.Operands[1]) : at.AsElement();
        return new(At(Sequence(list), IsArray(list), position), Primary);
    }

    /// <summary>Behind a sequence of letters: the letters as texts.</summary>
    private string ToTexts()
    {
        var name = names.TakeElement("c");
        names.FreeElement(name);
        return $".Select({name} => {name}.ToString())";
    }

    private string Comparer(ExpressionType type) =>
        type == ExpressionType.Text ? members.Type("StringComparer") + ".Ordinal" : "";

    /// <summary>How many numbers are from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    private string Distance(Expression first, Expression end)
    {
        if (first.AsInteger() is 0)
        {
            return Write(end).Text;
        }

        // From 1 to n is the usual one: its end is n + 1.
        return end is OperatorExpression { Operands: [var value, var step] } && end.Is("add") && first.AsInteger() is { } number
            && step.AsInteger() == number ? Write(value).Text : $"{Write(end).In(Sum)} - {Write(first).In(Product)}";
    }

    private string OfLambda(LambdaExpression one)
    {
        var (list, isChars) = Letters(one.List);
        return one.Kind switch
        {
            LambdaKind.Map => $"{list}.Select({Function(one.List, one.Body, isChars)})",
            LambdaKind.Filter => $"{list}.Where({Function(one.List, one.Body, isChars)}){(isChars ? ToTexts() : "")}",
            _ when one.Body.Type == ExpressionType.Text =>
                $"{Source(one.List)}.OrderBy({Function(one.List, one.Body, false)}, {Comparer(ExpressionType.Text)})",
            _ => $"{Source(one.List)}.OrderBy({Function(one.List, one.Body, false)})",
        };
    }

    /// <summary>A list to enumerate; of the letters of a text the text itself, whose elements are of type <c>char</c>.</summary>
    private (string Code, bool IsChars) Letters(Expression list) => IsBound(list) || list is not OperatorExpression one || !one.Is("chars")
        ? (Source(list), false)
        : list.AsKeptLetters() is { } kept && !IsBound(one.Operands[0])
            ? ($"{Primaries(kept.Text)}.Where(char.{TestOf(kept.Id)})", true) : (Primaries(one.Operands[0]), true);

    private string Function(Expression list, Expression body, bool isChars)
    {
        var wanted = Camel(list.ElementNameOf());
        var name = list is ParameterExpression parameter ? names.TakeElement(_variables[parameter.Index].Name.TrimStart('@'), wanted)
            : names.TakeElement(wanted);
        var escaped = CSharpNames.Escape(name);
        _variables.Add((escaped, isChars));
        var outer = _statements;
        var (code, statements) = Apart(body);
        _statements = outer;
        _variables.RemoveAt(_variables.Count - 1);
        names.FreeElement(name);
        return statements.Count > 0 ? $"{escaped} => {{ {string.Join(' ', statements)} return {code}; }}"
            : code.Text == $"UpperFirst({escaped})" ? "UpperFirst" : $"{escaped} => {code}";
    }

    private WrittenCode Counted(Expression list)
    {
        if (list is LambdaExpression { Kind: LambdaKind.Filter } filter && !IsBound(list))
        {
            var (source, isChars) = Letters(filter.List);
            return new($"{source}.Count({Function(filter.List, filter.Body, isChars)})", Primary);
        }

        return new(Source(list) + ".Count()", Primary);
    }

    private WrittenCode CountOf(Expression list, Expression value)
    {
        var source = Source(list);
        var name = names.TakeElement(Camel(list.ElementNameOf()));
        var code = Write(value).In(Equality + 1);
        names.FreeElement(name);
        return new($"{source}.Count({name} => {name} == {code})", Primary);
    }

    /// <summary>A value of a whole list; what a list is made of becomes the argument.</summary>
    private WrittenCode Aggregate(Expression list, string method, string? otherwise)
    {
        if (list is LambdaExpression { Kind: LambdaKind.Map } map && !IsBound(list))
        {
            var (source, isChars) = Letters(map.List);
            return new($"{source}.{method}({Function(map.List, map.Body, isChars)})", Primary);
        }

        if (otherwise is not null)
        {
            return new($"{Source(list)}.{method}({otherwise})", Primary);
        }

        var flag = names.TakeElement("flag");
        var code = $"{Source(list)}.{method}({flag} => {flag})";
        names.FreeElement(flag);
        return new(code, Primary);
    }

    private WrittenCode Joined(Expression list, Expression separator)
    {
        if (separator.AsText() is not "")
        {
            return new($"string.Join({Write(separator)}, {Sequence(list)})", Primary);
        }

        if (list is LambdaExpression { Kind: LambdaKind.Filter } filter && !IsBound(list))
        {
            var (source, isChars) = Letters(filter.List);
            return new($"string.Concat({source}.Where({Function(filter.List, filter.Body, isChars)}))", Primary);
        }

        return new($"string.Concat({Sequence(list)})", Primary);
    }
}
