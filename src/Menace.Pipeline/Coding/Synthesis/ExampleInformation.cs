using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// How much examples say: an estimate of the bits of their results that do not follow from their arguments. A program that takes more bits
/// to write down than it explains fits by accident (Rissanen, "Modeling by shortest data description", 1978).
/// </summary>
internal static class ExampleInformation
{
    /// <summary>The bits of a unit of cost: among the programs of a cost, the next cost has about three times as many.</summary>
    public const double BitsOfCost = 1.6;

    private const double Piece = 4;
    private const double Character = 5;
    private const double Repeated = 1;

    /// <summary>The bits of the results of <paramref name="problem"/>; of equal ones only the first counts fully.</summary>
    public static double Of(SynthesisProblem problem)
    {
        HashSet<Value> seen = [];
        var bits = 0.0;
        for (var i = 0; i < problem.Goal.Length; i++)
        {
            bits += seen.Add(problem.Goal[i]) ? Of(problem.Goal[i], problem.Result, [.. Texts(problem, i)]) : Repeated;
        }

        return bits;
    }

    private static double Of(Value value, ExpressionType type, string[] inputs) => type switch
    {
        ExpressionType.Boolean => 1,
        ExpressionType.Integer => 1 + Math.Log2(1 + Math.Abs((double)value.Number)),
        ExpressionType.Text => Of(value.Text, inputs),
        _ => 1 + value.Items.Sum(item => Of(item, type.Element(), inputs)),
    };

    /// <summary>A text as pieces of the arguments and single characters. A run of one character is one piece.</summary>
    private static double Of(string text, string[] inputs)
    {
        var bits = 1.0;
        for (var i = 0; i < text.Length;)
        {
            var run = 1;
            while (i + run < text.Length && text[i + run] == text[i])
            {
                run++;
            }

            var copied = inputs.Max(input => (int?)Copied(text, i, input)) ?? 0;
            bits += copied > 1 || run > 1 ? Piece : Character;
            i += Math.Max(1, Math.Max(copied, run));
        }

        return bits;
    }

    private static int Copied(string text, int start, string input)
    {
        var longest = 0;
        for (var i = 0; i < input.Length; i++)
        {
            var length = 0;
            while (i + length < input.Length && start + length < text.Length
                && char.ToUpperInvariant(input[i + length]) == char.ToUpperInvariant(text[start + length]))
            {
                length++;
            }

            longest = Math.Max(longest, length);
        }

        return longest;
    }

    private static IEnumerable<string> Texts(SynthesisProblem problem, int example)
    {
        for (var i = 0; i < problem.Types.Count; i++)
        {
            var value = problem.Inputs[example][i];
            switch (problem.Types[i])
            {
                case ExpressionType.Text:
                    yield return value.Text;
                    break;
                case ExpressionType.Texts:
                    foreach (var item in value.Items)
                    {
                        yield return item.Text;
                    }

                    break;
                case ExpressionType.Integer:
                    yield return value.ToString();
                    break;
            }
        }
    }
}
