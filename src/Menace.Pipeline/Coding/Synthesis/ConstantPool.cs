using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// The constants that a program may use: those that its words name, separators of the examples, and numbers at which examples differ. What
/// is named costs less. A whole result is a constant only if several examples share it: a table of the examples is not a program.
/// </summary>
internal static partial class ConstantPool
{
    private const int MostSeparators = 14;

    private static readonly (string Words, int[] Numbers)[] Units =
    [
        ("percent percentage vat tax discount rate", [100]), ("second seconds minute minutes hour hours duration clock", [60, 3600]),
        ("hour hours day days", [24]), ("week weeks weekday day days", [7]), ("cent cents euro euros dollar dollars price", [100]),
        ("kilobyte kilobytes kib bytes", [1024]), ("even odd half halves double doubles twice pair pairs middle median", [2]),
        ("triple third three", [3]), ("checksum digit digits", [10]), ("thousand thousands kilo kg km metres meters", [1000]),
        ("dozen dozens month months", [12]), ("celsius fahrenheit", [5, 9, 32]),
    ];

    private static readonly string[] Numerals =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The constants for a function.</summary>
    /// <param name="words">The words of the task about it.</param>
    /// <param name="inputs">The arguments of the examples.</param>
    /// <param name="types">The types of the parameters.</param>
    /// <param name="goal">The results of the examples.</param>
    /// <param name="result">The type of the results.</param>
    public static IReadOnlyList<(ConstantExpression Constant, int Cost)> Of(
        IReadOnlyList<string> words, IReadOnlyList<Value[]> inputs, IReadOnlyList<ExpressionType> types, Value[] goal,
            ExpressionType result)
    {
        Dictionary<(ExpressionType, string), (ConstantExpression Constant, int Cost)> constants = [];
        foreach (var number in (ReadOnlySpan<int>)[0, 1])
        {
            Integer(number, 1);
        }

        Integer(2, 2);
        Integer(-1, 2);
        Text(" ", 1);
        Text("", 1);
        foreach (var text in words)
        {
            Named(text);
        }

        foreach (var text in Texts(inputs, types).Concat(Strings(goal, result)).SelectMany(text => text).Where(c => !char.IsLetterOrDigit(c)
            && !char.IsSurrogate(c)).GroupBy(c => c).OrderByDescending(group => group.Count()).Take(MostSeparators))
        {
            Text(text.Key.ToString(), 1);
        }

        foreach (var piece in Recurring([.. Texts(inputs, types)]))
        {
            Text(piece, 2);
        }

        Text(", ", 2);
        foreach (var shared in Shared(goal, result))
        {
            Text(shared, 2);
        }

        foreach (var (value, type) in goal.Select(value => (value, result)).GroupBy(pair => pair.value).Where(group => group.Count() > 1)
            .Select(group => group.First()))
        {
            Result(value, type);
        }

        foreach (var number in Numbers(inputs, types))
        {
            Integer(number, 3);
        }

        if (result == ExpressionType.Integer)
        {
            foreach (var value in goal)
            {
                Integer(value.Number, 3);
            }
        }
        else
        {
            foreach (var length in Strings(goal, result).Select(text => text.Length).Distinct().Where(length => length is > 1 and < 100))
            {
                Integer(length, 3);
            }
        }

        foreach (var value in goal.Distinct())
        {
            if (result == ExpressionType.Text && value.Text.Length <= 24)
            {
                Text(value.Text, 3);
            }
        }

        Add(new ConstantExpression(Value.True, ExpressionType.Boolean), 1);
        Add(new ConstantExpression(Value.False, ExpressionType.Boolean), 1);
        return [.. constants.Values];

        void Result(Value value, ExpressionType type)
        {
            if (type == ExpressionType.Text)
            {
                Text(value.Text, 1);
            }
            else if (type == ExpressionType.Integer)
            {
                Integer(value.Number, 2);
            }
        }

        void Named(string text)
        {
            var list = WordPattern().Matches(text.ToLowerInvariant()).Select(match => match.Value).ToHashSet();
            foreach (Match match in NumberPattern().Matches(text))
            {
                if (int.TryParse(match.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var number))
                {
                    Integer(number, 1);
                    if (text.Contains('%', StringComparison.Ordinal) || list.Contains("percent"))
                    {
                        Integer(100 + number, 2);
                        Integer(100 - number, 2);
                        Integer(100, 1);
                    }
                }
            }

            foreach (var (units, numbers) in Units.Where(unit => unit.Words.Split(' ').Any(list.Contains)))
            {
                foreach (var number in numbers)
                {
                    Integer(number, 1);
                }
            }

            for (var i = 2; i < Numerals.Length; i++)
            {
                if (list.Contains(Numerals[i]))
                {
                    Integer(i, 1);
                }
            }

            foreach (Match match in QuotedPattern().Matches(text))
            {
                Text(match.Groups.Values.Skip(1).First(group => group.Success).Value, 1);
            }
        }

        void Text(string text, int cost) => Add(new ConstantExpression(Value.Of(text), ExpressionType.Text), cost);

        void Integer(long number, int cost) => Add(new ConstantExpression(Value.Of(number), ExpressionType.Integer), cost);

        void Add(ConstantExpression constant, int cost)
        {
            var key = (constant.Type, constant.Value.ToString());
            if (!constants.TryGetValue(key, out var known) || known.Cost > cost)
            {
                constants[key] = (constant, cost);
            }
        }
    }

    /// <summary>Beginnings and ends, of letters too, that all results or groups of them share.</summary>
    private static IEnumerable<string> Shared(Value[] goal, ExpressionType result)
    {
        if (result != ExpressionType.Text)
        {
            yield break;
        }

        var pieces = goal.SelectMany(value => value.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()).GroupBy(piece =>
            piece);
        foreach (var piece in pieces.Where(group => group.Count() > 1).Select(group => group.Key).Take(8))
        {
            yield return piece;
        }
    }

    /// <summary>Words, and words with the sign before them, that several texts have.</summary>
    private static IEnumerable<string> Recurring(string[] texts) => texts
        .SelectMany(text => PiecePattern().Matches(text).SelectMany(match =>
            new[] { match.Value, match.Value.TrimStart([.. "./@-_: ="]) }).Distinct())
        .Where(piece => piece.Length > 1).GroupBy(piece => piece).Where(group => group.Count() > 1)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).Take(12);

    private static IEnumerable<string> Texts(IReadOnlyList<Value[]> inputs, IReadOnlyList<ExpressionType> types) =>
        inputs.SelectMany(input => input.Zip(types).SelectMany(pair => Strings([pair.First], pair.Second)));

    private static IEnumerable<string> Strings(Value[] values, ExpressionType type) => type switch
    {
        ExpressionType.Text => values.Select(value => value.Text),
        ExpressionType.Texts => values.SelectMany(value => value.Items).Select(value => value.Text),
        _ => [],
    };

    private static IEnumerable<long> Numbers(IReadOnlyList<Value[]> inputs, IReadOnlyList<ExpressionType> types) =>
        inputs.SelectMany(input => input.Zip(types).SelectMany(pair => pair.Second switch
        {
            ExpressionType.Integer => [pair.First.Number],
            ExpressionType.Text when pair.First.Text.Length < 40 => [pair.First.Text.Length],
            ExpressionType.Integers => pair.First.Items.Select(item => item.Number),
            _ => (IEnumerable<long>)[],
        })).Distinct().Take(24);

    [GeneratedRegex(@"\d[\d,]*")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"[./@\-_: =]?[A-Za-z]+([.][A-Za-z]+)*:?")]
    private static partial Regex PiecePattern();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex WordPattern();

    [GeneratedRegex("`([^`]{1,20})`|\"([^\"]{1,20})\"|(?<![A-Za-z])'([^']{1,20})'(?![A-Za-z])")]
    private static partial Regex QuotedPattern();
}
