using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Tests.Expressions;

/// <summary>Makes well-typed programs and arguments, the same ones from the same seed.</summary>
internal sealed class ProgramSource(IReadOnlyList<Operator> operators, Func<ExpressionType, bool> writes, int seed)
{
    private static readonly string[] ConstantTexts =
    [
        "", " ", "a", "b", "-", ",", ".", "/", "@", "ab", "é", "\n", "\t", "\"", "'", "$x", "`", "\\", "*", "[", "]", "!", "&", "%", "#", "}", "{", "~", "?", "0",
        "--", "; ", "=", "ß", "\u2028", "x y", "{0}", "aeiou", "^", ":", "+", "(", "<b>",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "a", "Hello World", "  two  spaces ", "a,b,,c", "user@example.com", "/usr/lib/x.tar.gz", "é à Ü", "Straße", "naïve café", "0042", "-17", "12", "7",
        "line1\nline2\n", "\n", "\n\nx", "tab\there\t", "😀 smile", "aXbXc", "--", "$HOME `x`", "it's \"q\"", "[a-z]*", "АБВ где", "x=1;y=2", "UPPER", "ÀÉÎ", "a\rb", "\u00a0n", "²³",
        "%d %s\\n", "-n", "-e x", "abab", "level", "one two  three", "{x}", "a\\b", "&&", "!", "(1)", "aaa",
    ];

    private static readonly int[] Numbers =
        [0, 1, -1, 2, 3, 4, 5, 7, 10, 42, -13, 60, 100, 3600, int.MaxValue, int.MinValue, int.MaxValue - 1, 65536, -65537];

    private readonly Random _random = new(seed);

    /// <summary>The parameters of all programs: two of each type, and a list of each.</summary>
    public IReadOnlyList<ParameterExpression> Parameters { get; } =
    [
        .. new (string Name, ExpressionType Type)[]
        {
            ("text", ExpressionType.Text), ("other", ExpressionType.Text), ("number", ExpressionType.Integer), ("count", ExpressionType.Integer),
            ("flag", ExpressionType.Boolean), ("words", ExpressionType.Texts), ("numbers", ExpressionType.Integers), ("flags", ExpressionType.Booleans),
        }.Where(one => writes(one.Type)).Select((one, i) => new ParameterExpression(i, one.Name, one.Type)),
    ];

    public T OneOf<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>A program whose arguments are the parameters of its own.</summary>
    public Expression Program(int depth) =>
        Of(OneOf([.. Enum.GetValues<ExpressionType>().Where(writes)]), depth, Parameters);

    /// <summary>Arguments for all parameters.</summary>
    public Value[] Arguments() => [.. Parameters.Select(parameter => ValueOf(parameter.Type))];

    public Value ValueOf(ExpressionType type) => type switch
    {
        ExpressionType.Text => Value.Of(OneOf(Texts)),
        ExpressionType.Integer => Value.Of(_random.Next(3) > 0 ? _random.Next(12) : OneOf(Numbers)),
        ExpressionType.Boolean => Value.Of(_random.Next(2) == 0),
        _ => Value.Of([.. Enumerable.Range(0, _random.Next(5)).Select(_ => ValueOf(type.Element()))]),
    };

    public ConstantExpression Constant(ExpressionType type) => new(type switch
    {
        ExpressionType.Text => Value.Of(OneOf(ConstantTexts)),
        ExpressionType.Integer => Value.Of(_random.Next(4) > 0 ? _random.Next(7) : OneOf(Numbers)),
        _ => Value.Of(_random.Next(2) == 0),
    }, type);

    /// <summary>An operator whose operands are constants where they must be, else parameters.</summary>
    public Expression Single(Operator one) => new OperatorExpression(one, [.. one.Operands.Select((operand, i) =>
        operand.Kind == OperandKind.Constant || (operand.Kind == OperandKind.Simple && _random.Next(2) == 0) ? Constant(operand.Type)
        : operand.Type.IsList() || operand.Type == ExpressionType.Boolean
            ? Any(operand.Type, Parameters) : OneOf([.. Parameters.Where(parameter => parameter.Type == operand.Type)]))]);

    private Expression Of(ExpressionType type, int depth, IReadOnlyList<ParameterExpression> scope)
    {
        if (depth == 0 || _random.Next(8) == 0)
        {
            return Any(type, scope);
        }

        if (_random.Next(8) == 0)
        {
            return new ConditionalExpression(
                Of(ExpressionType.Boolean, depth - 1, scope), Of(type, depth - 1, scope), Of(type, depth - 1, scope));
        }

        if (type.IsList() && scope.Count == Parameters.Count && _random.Next(3) == 0)
        {
            return Lambda(type, depth, scope);
        }

        var fitting = operators.Where(one => one.Result == type).ToList();
        return fitting.Count == 0 ? Any(type, scope) : Applied(OneOf(fitting), depth, scope);
    }

    private LambdaExpression Lambda(ExpressionType type, int depth, IReadOnlyList<ParameterExpression> scope)
    {
        var kind = (LambdaKind)_random.Next(3);
        var list = kind == LambdaKind.Map ? OneOf([ExpressionType.Texts, ExpressionType.Integers, ExpressionType.Booleans]) : type;
        ParameterExpression element = new(scope.Count, "item", list.Element());
        var result = kind switch
        {
            LambdaKind.Map => type.Element(),
            LambdaKind.Filter => ExpressionType.Boolean,
            _ => OneOf([ExpressionType.Text, ExpressionType.Integer, ExpressionType.Boolean]),
        };
        return new(kind, Of(list, depth - 1, scope), Of(result, depth - 1, [.. scope, element]));
    }

    private OperatorExpression Applied(Operator one, int depth, IReadOnlyList<ParameterExpression> scope) =>
        new(one, [.. one.Operands.Select(operand => operand.Kind switch
        {
            OperandKind.Constant => Constant(operand.Type),
            OperandKind.Simple => Any(operand.Type, scope),
            _ => Of(operand.Type, depth - 1, scope),
        })]);

    private Expression Any(ExpressionType type, IReadOnlyList<ParameterExpression> scope)
    {
        List<ParameterExpression> fitting = [.. scope.Where(parameter => parameter.Type == type)];
        return type.IsList() ? OneOf(fitting) : fitting.Count == 0 || (type != ExpressionType.Boolean && _random.Next(3) == 0) ? Constant(type)

            // The element of a list is what a lambda is about.
            : fitting[^1].Index >= Parameters.Count && _random.Next(2) == 0 ? fitting[^1] : OneOf(fitting);
    }
}
