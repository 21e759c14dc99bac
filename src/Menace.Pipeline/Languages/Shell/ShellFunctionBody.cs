using System.Globalization;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Writes the lines of a function, which prints its result.</summary>
/// <param name="names">The names of its variables.</param>
/// <param name="functions">The names of all functions.</param>
internal sealed partial class ShellFunctionBody(WrittenNames names, HashSet<string> functions)
{
    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);
    private readonly HashSet<string> _temporaries = new(StringComparer.Ordinal);
    private string _indent = "";

    /// <summary>Gets the lines, without the indent of the function.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Gets whether the locale decides what a character is.</summary>
    public bool CountsCharacters { get; private set; }

    /// <summary>Writes the lines with the result <paramref name="result"/>.</summary>
    public void Write(Expression result, int parameters)
    {
        foreach (var shared in SharedExpressions.Of(result, parameters).Where(one => one.Type != ExpressionType.Boolean))
        {
            var name = Assign(Write(shared), names.Take(shared.NameOf()));
            _bound[shared.KeyOf()] = name;
        }

        Return(result, isLast: true);
    }

    private void Return(Expression result, bool isLast)
    {
        while (result is ConditionalExpression choice && !_bound.ContainsKey(choice.KeyOf()))
        {
            Line($"if {Condition(choice.Condition).Text}; then");
            Inside(() => Return(choice.Then, isLast: false));
            Line("fi");
            result = choice.Else;
        }

        Line($"{Command("printf")} '%s\\n' {Write(result).Word()}");
        if (!isLast)
        {
            Line("return");
        }
    }

    /// <summary>A command by a name that no function takes away from it.</summary>
    private string Command(string name) => functions.Contains(name) ? "/usr/bin/" + name : name;

    private void Line(string text) => Lines.Add(_indent + text);

    private void Inside(Action write)
    {
        _indent += "    ";
        write();
        _indent = _indent[4..];
    }

    private string Assign(ShellValue value, string name, bool isNew = true)
    {
        if (!isNew)
        {
            Line($"{name}={value.Assigned()}");
        }
        else if (value.Pieces.Any(piece => piece.Text.Contains("$(", StringComparison.Ordinal) && !piece.IsConstant))
        {
            // "local" would hide a failure of the command.
            Line($"local {name}");
            Line($"{name}={value.Assigned()}");
        }
        else
        {
            Line($"local {name}={value.Assigned()}");
        }

        return name;
    }

    /// <summary>A variable or parameter with the value of an expression.</summary>
    private string Variable(Expression expression) => Variable(Write(expression), expression.NameOf());

    private string Variable(ShellValue value, string wanted)
    {
        if (value.Variable is { } known)
        {
            return known;
        }

        if (value.Temporary is { } temporary)
        {
            return Assign(value, temporary, isNew: false);
        }

        var name = Assign(value, names.Take(wanted));
        _temporaries.Add(name);
        return name;
    }

    /// <summary>A variable that may be changed.</summary>
    private string Changeable(Expression expression, string wanted)
    {
        var value = Write(expression);
        if (value.Variable is { } known && _temporaries.Contains(known))
        {
            return known;
        }

        return value.Temporary is null ? New(value, wanted) : Variable(value, wanted);
    }

    private string New(ShellValue value, string wanted)
    {
        var name = Assign(value, names.Take(wanted));
        _temporaries.Add(name);
        return name;
    }

    private ShellValue Write(Expression expression) =>
        _bound.TryGetValue(expression.KeyOf(), out var name) ? ShellValue.Of(name) : expression switch
        {
            ParameterExpression one => ShellValue.Of((one.Index + 1).ToString(CultureInfo.InvariantCulture)),
            ConstantExpression { Type: ExpressionType.Text } one => ShellValue.Constant(one.Value.Text),
            ConstantExpression { Type: ExpressionType.Integer } one =>
                ShellValue.Constant(one.Value.Number.ToString(CultureInfo.InvariantCulture)),
            ConditionalExpression { Type: not ExpressionType.Boolean } one => Chosen(one),
            OperatorExpression one => OfOperator(one),
            _ => throw new NotSupportedException($"A value of type {expression.Type} cannot be written."),
        };

    private ShellValue Chosen(ConditionalExpression choice)
    {
        var name = names.Take(choice.NameOf());
        Line($"local {name}");
        Choose(choice, name);
        _temporaries.Add(name);
        return ShellValue.Of(name) with { Temporary = name };
    }

    private void Choose(Expression value, string name)
    {
        if (value is not ConditionalExpression choice || _bound.ContainsKey(choice.KeyOf()))
        {
            Assign(Write(value), name, isNew: false);
            return;
        }

        Line($"if {Condition(choice.Condition).Text}; then");
        Inside(() => Choose(choice.Then, name));
        Line("else");
        Inside(() => Choose(choice.Else, name));
        Line("fi");
    }

    /// <summary>An expansion of the value of an expression with an operator.</summary>
    private ShellValue Expand(Expression expression, string operation, string wanted = "text") =>
        Expand(Variable(expression), operation, wanted);

    /// <summary>Quotes inside of an expansion that is quoted itself are not read alike by all shells: it gets a variable.</summary>
    private ShellValue Expand(string variable, string operation, string wanted = "text")
    {
        var value = ShellValue.Expansion(ShellValue.Expanded(variable, operation)) with
        {
            Temporary = _temporaries.Contains(variable) ? variable : null,
        };
        return operation.Contains('"', StringComparison.Ordinal) ? ShellValue.Of(Variable(value, wanted)) : value;
    }

    /// <summary>A text inside of a pattern of an expansion.</summary>
    private string Pattern(Expression text, string plain = " /")
    {
        var value = Write(text);
        return value.IsInline ? value.Literal(plain) : $"\"{ShellValue.Expanded(Variable(value, "mark"), "")}\"";
    }
}
