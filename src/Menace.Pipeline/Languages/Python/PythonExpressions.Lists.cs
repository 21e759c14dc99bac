using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Python;

/// <content>Lists: comprehensions, and generators if a function reads each element once.</content>
internal sealed partial class PythonExpressions
{
    private WrittenCode OfListOperator(OperatorExpression one)
    {
        var operands = one.Operands;
        return one.IdOf() switch
        {
            "list.length" => Counted(operands[0]),
            "list.sort" => Reader("sorted", operands[0]),
            "list.sort_descending" => new($"{module.Builtin("sorted")}({Iterable(operands[0])}, reverse=True)", Primary),
            "list.distinct" => new($"{module.Builtin("list")}({module.Builtin("dict")}.fromkeys({Iterable(operands[0])}))", Primary),
            "list.append" => new($"{Write(operands[0]).In(Sum)} + [{Write(operands[1])}]", Sum),
            "list.concat" => new(string.Join(" + ", one.Chain("list.concat").Select(part => Write(part).In(Sum))), Sum),
            "list.any" => Reader("any", operands[0]),
            "list.all" => Reader("all", operands[0]),
            "list.join" => new($"{Primaries(operands[1])}.join({Argument(operands[0])})", Primary),
            "list.sum" => Reader("sum", operands[0]),
            "list.largest" => Reader("max", operands[0]),
            "list.smallest" => Reader("min", operands[0]),
            "range" => new($"{module.Builtin("list")}({Range(one)})", Primary),
            var id => throw new NotSupportedException($"The operator '{id}' cannot be written."),
        };
    }

    private WrittenCode OfLambda(LambdaExpression one) => one.Kind == LambdaKind.SortBy ? SortedBy(one) : new($"[{Comprehension(one)}]", Primary);

    /// <summary>A function of a list. Where the order of its elements does not matter, those without duplicates are a set.</summary>
    private WrittenCode Reader(string function, Expression list) => new(
        $"{module.Builtin(function)}({(list is OperatorExpression one && one.Is("list.distinct") && !IsBound(list)
            ? $"{module.Builtin("set")}({Argument(one.Operands[0])})" : Argument(list))})", Primary);

    /// <summary>The length of a list; of a filtered one that of the conditions that are true.</summary>
    private WrittenCode Counted(Expression list)
    {
        if (list is not LambdaExpression { Kind: LambdaKind.Filter } filter || IsBound(list))
        {
            return list is OperatorExpression one && one.Is("list.distinct") && !IsBound(list) ? Reader("len", list)
                : Call("len", list);
        }

        return new($"{module.Builtin("sum")}({Comprehension(new LambdaExpression(LambdaKind.Map, filter.List, filter.Body))})", Primary);
    }

    /// <summary>A list as the only argument of a function that reads it once.</summary>
    private string Argument(Expression list) =>
        list is LambdaExpression { Kind: not LambdaKind.SortBy } lambda && !IsBound(list) ? Comprehension(lambda) : Iterable(list);

    /// <summary>A list behind <c>in</c>, or as one of several arguments.</summary>
    private string Iterable(Expression list) =>
        list is not OperatorExpression one || IsBound(list) ? Write(list).In(Or) : one.IdOf() switch
        {
            "chars" => Write(one.Operands[0]).In(Or),
            "range" => Range(one),
            "list.distinct" => $"{module.Builtin("dict")}.fromkeys({Iterable(one.Operands[0])})",
            _ => Write(list).In(Or),
        };

    private string Range(OperatorExpression range) => range.Operands[0].AsInteger() is 0
        ? $"{module.Builtin("range")}({Write(range.Operands[1])})"
        : $"{module.Builtin("range")}({Write(range.Operands[0])}, {Write(range.Operands[1])})";

    private WrittenCode SortedBy(LambdaExpression one)
    {
        var list = Iterable(one.List);
        var name = Enter(one.List);
        var key = one.Body is OperatorExpression { Operands: [ParameterExpression element] } body && element.Index == _variables.Count - 1
            && body.IdOf() is "length" ? module.Builtin("len") : $"lambda {name}: {Write(one.Body)}";
        Leave(name);
        return new($"{module.Builtin("sorted")}({list}, key={key})", Primary);
    }

    /// <summary>The inside of a comprehension: that of a filtered list has a condition.</summary>
    private string Comprehension(LambdaExpression lambda)
    {
        var source = lambda.Kind == LambdaKind.Map ? lambda.List : lambda;
        List<Expression> conditions = [];
        while (source is LambdaExpression { Kind: LambdaKind.Filter } filter && !IsBound(filter))
        {
            conditions.Insert(0, filter.Body);
            source = filter.List;
        }

        var kept = IsBound(source) || source is OperatorExpression { Operands: [var inner, ..] } && IsBound(inner) ? null
            : source.AsKeptLetters();
        var list = kept is { } letters ? Write(letters.Text).In(Or) : Iterable(source);
        var name = Enter(source);
        var element = lambda.Kind == LambdaKind.Map ? Write(lambda.Body).Text : name;
        var isOne = conditions.Count + (kept is null ? 0 : 1) < 2;
        List<string> tests = [.. conditions.Select(one => Write(one).In(isOne ? Or : And))];
        if (kept is { Id: var id })
        {
            tests.Insert(0, $"{name}.{TestOf(id)}()");
        }

        Leave(name);
        return $"{element} for {name} in {list}" + (tests.Count > 0 ? " if " + string.Join(" and ", tests) : "");
    }

    private string Enter(Expression list)
    {
        var name = list is ParameterExpression parameter ? names.TakeElement(_variables[parameter.Index], list.ElementNameOf())
            : names.TakeElement(list.ElementNameOf());
        _variables.Add(name);
        return name;
    }

    private void Leave(string name)
    {
        _variables.RemoveAt(_variables.Count - 1);
        names.FreeElement(name);
    }
}
