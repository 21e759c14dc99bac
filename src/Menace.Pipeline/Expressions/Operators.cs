namespace Menace.Pipeline.Expressions;

/// <summary>
/// The operators of the expression language. Each says for which operands it has a result; where languages differ it has none.
/// </summary>
internal static partial class Operators
{
    private const ExpressionType Text = ExpressionType.Text;
    private const ExpressionType Integer = ExpressionType.Integer;
    private const ExpressionType Boolean = ExpressionType.Boolean;
    private const ExpressionType Texts = ExpressionType.Texts;
    private const ExpressionType Integers = ExpressionType.Integers;

    /// <summary>All of them, in a fixed order.</summary>
    public static IReadOnlyList<Operator> All { get; } = [.. TextOperators(), .. IntegerOperators(), .. ListOperators()];

    private static Operand Any(ExpressionType type) => new(type);

    private static Operand Simple(ExpressionType type) => new(type) { Kind = OperandKind.Simple };

    private static Operand Constant(ExpressionType type) => new(type) { Kind = OperandKind.Constant };

    private static Operator Unary(
        string id, ExpressionType operand, ExpressionType result, Func<Value, Value> apply, string words = "", int rarity = 0) =>
        new(id, [Any(operand)], result) { Apply = values => apply(values[0]), Words = Split(words), Rarity = rarity };

    private static Operator Binary(
        string id, Operand left, Operand right, ExpressionType result, Func<Value, Value, Value> apply, string words = "",
            int rarity = 0) =>
        new(id, [left, right], result) { Apply = values => apply(values[0], values[1]), Words = Split(words), Rarity = rarity };

    private static Operator Commutative(
        string id, ExpressionType operands, ExpressionType result, Func<Value, Value, Value> apply, string words = "", int rarity = 0) =>
        Binary(id, Any(operands), Any(operands), result, apply, words, rarity) with { IsCommutative = true };

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
