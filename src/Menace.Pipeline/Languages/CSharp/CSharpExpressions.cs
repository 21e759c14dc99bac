using System.Globalization;
using Menace.Pipeline.Expressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Writes expressions with as few parentheses as C# needs (specification, 12.4.2). What needs a value twice declares a variable before
/// the statement, or in the lambda.
/// </summary>
/// <param name="members">The class.</param>
/// <param name="names">The names of the method.</param>
/// <param name="parameters">The names of its parameters.</param>
internal sealed partial class CSharpExpressions(CSharpMembers members, WrittenNames names, IReadOnlyList<string> parameters)
{
    private const int Choice = 20;
    private const int Or = 30;
    private const int And = 40;
    private const int Equality = 50;
    private const int Relation = 60;
    private const int Sum = 70;
    private const int Product = 80;
    private const int Sign = 90;
    private const int Primary = 100;

    private readonly List<(string Name, bool IsChar)> _variables = [.. parameters.Select(name => (CSharpNames.Escape(name), false))];
    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);
    private List<string> _statements = [];

    /// <summary>Makes <paramref name="name"/> stand for an expression.</summary>
    public void Bind(Expression expression, string name) => _bound[expression.KeyOf()] = name;

    /// <summary>True if a name stands for the expression.</summary>
    public bool IsBound(Expression expression) => _bound.ContainsKey(expression.KeyOf());

    /// <summary>Declares a variable before the statement.</summary>
    public string Declare(string wanted, WrittenCode value)
    {
        var name = CSharpNames.Escape(names.Take(Camel(wanted)));
        _statements.Add($"var {name} = {value};");
        return name;
    }

    /// <summary>The statements that have to stand before the next one; they are not returned again.</summary>
    public IReadOnlyList<string> TakeStatements(string indent)
    {
        List<string> lines = [.. _statements.Select(line => indent + line)];
        _statements = [];
        return lines;
    }

    /// <summary>The expression as code; lists are arrays.</summary>
    public WrittenCode Write(Expression expression) =>
        _bound.TryGetValue(expression.KeyOf(), out var name) ? new(name, Primary) : expression switch
        {
            ParameterExpression one when _variables[one.Index].IsChar => new(_variables[one.Index].Name + ".ToString()", Primary),
            ParameterExpression one => new(_variables[one.Index].Name, Primary),
            ConstantExpression one => Constant(one),
            ConditionalExpression one => Conditional(one),
            _ when expression.Type.IsList() => IsArray(expression) ? Sequence(expression)
                : new(Sequence(expression).In(Primary) + ".ToArray()", Primary),
            OperatorExpression one => OfOperator(one),
            _ => throw new NotSupportedException($"{expression.GetType().Name} cannot be written."),
        };

    private static WrittenCode Constant(ConstantExpression one) => one.Type switch
    {
        ExpressionType.Text => new(CSharpLiterals.String(one.Value.Text), Primary),
        ExpressionType.Boolean => new(one.Value.IsTrue ? "true" : "false", Primary),
        _ => new(one.Value.Number.ToString(CultureInfo.InvariantCulture), one.Value.Number < 0 ? Sign : Primary),
    };

    private static string Camel(string name) => string.Concat(name.Split('_').Select((part, i) =>
        i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private WrittenCode Conditional(ConditionalExpression one)
    {
        switch (one.Then.AsBoolean(), one.Else.AsBoolean())
        {
            case (true, false): return Write(one.Condition);
            case (false, true): return Negated(one.Condition);
            case (true, null) when !NeedsStatements(one.Else): return Infix(one.Condition, "||", one.Else, Or);
            case (null, false) when !NeedsStatements(one.Then): return Infix(one.Condition, "&&", one.Then, And);
        }

        var condition = Write(one.Condition);
        var outer = _statements;
        var (then, thenStatements) = Apart(one.Then);
        var (otherwise, elseStatements) = Apart(one.Else);
        _statements = outer;
        if (thenStatements.Count + elseStatements.Count == 0)
        {
            return new($"{condition.In(Or)} ? {then.In(Or)} : {otherwise.In(Or)}", Choice);
        }

        // Only the branch that is taken may be evaluated.
        var name = CSharpNames.Escape(names.Take(Camel(one.NameOf())));
        _statements.AddRange([
            $"{CSharpExpressionWriter.TypeOf(one.Type)} {name};", $"if ({condition})", "{",
            .. thenStatements.Select(line => "    " + line), $"    {name} = {then};", "}", "else", "{",
            .. elseStatements.Select(line => "    " + line), $"    {name} = {otherwise};", "}", ""]);
        return new(name, Primary);
    }

    private (WrittenCode Code, List<string> Statements) Apart(Expression expression)
    {
        _statements = [];
        var code = Write(expression);
        return (code, _statements);
    }

    private bool NeedsStatements(Expression expression)
    {
        var outer = _statements;
        var (_, statements) = Apart(expression);
        _statements = outer;
        return statements.Count > 0;
    }

    /// <summary>A name for a text, declared if it has none.</summary>
    private string Named(Expression expression) => IsName(expression) ? Write(expression).Text
        : Declare(expression.NameOf(), Write(expression));

    private bool IsName(Expression expression) =>
        (expression is ParameterExpression one && !_variables[one.Index].IsChar) || IsBound(expression);

    private string Primaries(Expression operand) => Write(operand).In(Primary);

    private WrittenCode Method(Expression target, string method, params IReadOnlyList<string> arguments) =>
        new($"{Primaries(target)}.{method}({string.Join(", ", arguments)})", Primary);

    private WrittenCode Infix(Expression left, string symbol, Expression right, int rank) =>
        new($"{Write(left).In(rank)} {symbol} {Write(right).In(rank is Or or And ? rank : rank + 1)}", rank);

    private WrittenCode Negated(Expression condition) => condition is OperatorExpression { Operands: var operands } one ? one.IdOf() switch
    {
        "less" => Infix(operands[0], ">=", operands[1], Relation),
        "at_most" => Infix(operands[0], ">", operands[1], Relation),
        "equal" or "text.equal" => Equal(operands, "!="),
        "not" => Write(operands[0]),
        _ => new("!" + Write(condition).In(Sign), Sign),
    }
    : condition.AsBoolean() is { } value ? new(value ? "false" : "true", Primary)
    : new("!" + Write(condition).In(Sign), Sign);

    private WrittenCode Equal(IReadOnlyList<Expression> operands, string symbol)
    {
        var (left, right) = (operands[0], operands[1]);
        if (CharOf(right) is not null || CharOf(left) is { } && right.AsText() is null)
        {
            (left, right) = (right, left);
        }

        return CharOf(left) is { } character && right.AsText() is { Length: 1 } text
            ? new($"{character} {symbol} {Literal(text)}", Equality) : Infix(left, symbol, right, Equality);
    }

    private WrittenCode Added(OperatorExpression one)
    {
        var (left, right) = (Write(one.Operands[0]), Write(one.Operands[1]));
        var isAdd = one.Is("add");

        // The number without its sign would be too large for an integer.
        var isLeast = one.Operands[1].AsInteger() == int.MinValue;
        return right.Rank == Sign && right.Text.StartsWith('-') && !isLeast
            ? new($"{left.In(Sum)} {(isAdd ? '-' : '+')} {right.Text[1..]}", Sum)
            : new($"{left.In(Sum)} {(isAdd ? '+' : '-')} {right.In(isAdd ? Sum : Product)}", Sum);
    }

    /// <summary>The name of a letter that is still a <c>char</c>, or null.</summary>
    private string? CharOf(Expression expression) =>
        expression is ParameterExpression one && _variables[one.Index] is { IsChar: true, Name: var name } ? name : null;

    /// <summary>A text of one character as <c>char</c>.</summary>
    private static string Literal(string character) => SymbolDisplay.FormatLiteral(character[0], quote: true);

    /// <summary>A text as argument: one constant character as <c>char</c>.</summary>
    private string Part(Expression text) => CharOf(text) ?? (text.AsText() is { Length: 1 } one ? Literal(one) : Write(text).Text);

    /// <summary>Behind a text as argument: how it is compared, which a <c>char</c> does not need.</summary>
    private string Ordinal(Expression text) =>
        CharOf(text) is not null || text.AsText() is { Length: 1 } ? "" : $", {members.Type("StringComparison")}.Ordinal";
}
