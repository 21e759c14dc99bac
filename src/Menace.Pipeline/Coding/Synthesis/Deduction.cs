using System.Globalization;
using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// Finds expressions from the other end: it takes an operator away from the wanted values and looks for what is left among the enumerated
/// expressions. So it reaches programs that are about twice as large as those that are enumerated.
/// </summary>
/// <param name="space">The enumerated expressions.</param>
/// <param name="budget">The steps that may be taken, counted over all its parts.</param>
/// <param name="mostCost">Dearer expressions are not looked for.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class Deduction(SearchSpace space, DeductionSteps budget, int mostCost, CancellationToken cancellation)
{
    private const int MostDepth = 3;
    private const int MostPieces = 400;
    private const int MostNumbers = 2000;
    private const int MostFound = 24;

    private readonly Dictionary<(Value[] Goal, int Depth), List<Term>> _known = new(new GoalComparer());

    private int Examples => space.Problem.Examples;

    /// <summary>Expressions with the values <paramref name="goal"/> for the examples, the cheapest first.</summary>
    public IReadOnlyList<Term> Find(ExpressionType type, Value[] goal, int depth = MostDepth)
    {
        if (_known.TryGetValue((goal, depth), out var known) && known.All(term => term.Type == type))
        {
            return known;
        }

        cancellation.ThrowIfCancellationRequested();
        List<Term> found = [.. space.Bank.Find(type, goal).Take(MostFound)];
        _known[(goal, depth)] = found;
        if (depth > 0 && budget.Take(type == ExpressionType.Text ? 1 : 10))
        {
            switch (type)
            {
                case ExpressionType.Text:
                    Texts(goal, depth, found);
                    break;
                case ExpressionType.Integer:
                    Integers(goal, depth, found);
                    break;
                case ExpressionType.Boolean:
                    Booleans(goal, found);
                    break;
                default:
                    Lists(type, goal, depth, found);
                    break;
            }
        }

        List<Term> result = [.. found.Where(term => term.Cost <= mostCost && Fits(term, goal)).OrderBy(term => term.Cost).Take(MostFound)];
        _known[(goal, depth)] = result;
        return result;
    }

    private static bool Fits(Term term, Value[] goal) => term.ExampleValues.SequenceEqual(goal);

    private void Add(List<Term> found, string id, ExpressionType first, params ReadOnlySpan<Term> operands)
    {
        if (space.Find(id, first) is { } one)
        {
            var term = space.Compose(one.Operator, one.Cost, operands);
            found.Add(term);
        }
    }

    private void Texts(Value[] goal, int depth, List<Term> found)
    {
        var texts = goal.Select(value => value.Text).ToArray();
        Pieces(texts, depth, found);
        if (texts.All(text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text))
        {
            foreach (var term in Find(
                ExpressionType.Integer, [.. texts.Select(text => Value.Of(long.Parse(text, CultureInfo.InvariantCulture)))], depth - 1))
            {
                Add(found, "to_text", ExpressionType.Integer, term);
            }
        }

        foreach (var separator in space.Problem.Constants.Where(one =>
            one.Constant is { Type: ExpressionType.Text, Value.Text.Length: > 0 }))
        {
            var text = separator.Constant.Value.Text;
            if (texts.Any(one => one.Contains(text, StringComparison.Ordinal)))
            {
                var lists = texts.Select(one => Value.Of([.. one.Length == 0 ? [] : one.Split(text).Select(Value.Of)])).ToArray();
                foreach (var term in Find(ExpressionType.Texts, lists, depth - 1))
                {
                    Add(found, "join", ExpressionType.Texts, term, space.Literal(separator.Constant.Value, ExpressionType.Text,
                        separator.Cost));
                }
            }
        }

        Padded(texts, depth, found);
        Joined(texts, depth, found);
    }

    /// <summary>Text of one-character pieces, as of a map over characters.</summary>
    private void Joined(string[] texts, int depth, List<Term> found)
    {
        if (!texts.All(TextDomain.HasPlainPositions) || texts.Max(text => text.Length) > 100)
        {
            return;
        }

        var lists = texts.Select(text => Value.Of([.. text.Select(c => Value.Of(c.ToString()))])).ToArray();
        foreach (var term in Find(ExpressionType.Texts, lists, Math.Min(1, depth - 1)))
        {
            Add(found, "join", ExpressionType.Texts, term, space.Literal(Value.Of(""), ExpressionType.Text, 1));
        }
    }

    private void Padded(string[] texts, int depth, List<Term> found)
    {
        var width = texts.Max(text => text.Length);
        foreach (var fill in (ReadOnlySpan<char>)['0', ' ', '.', '*', '-', '_'])
        {
            foreach (var (id, strip) in (ReadOnlySpan<(string, Func<string, string>)>)
                [("pad_start", text => text.TrimStart(fill)), ("pad_end", text => text.TrimEnd(fill))])
            {
                var rest = texts.Select(text => text.Length == width ? strip(text) : text).ToArray();
                if (width > 1 && rest.Zip(texts).Any(pair => pair.First != pair.Second) && texts.Any(text => text.Length == width))
                {
                    foreach (var term in Find(ExpressionType.Text, [.. rest.Select(text => Value.Of(text.Length == 0
                        ? fill.ToString() : text))], depth - 1))
                    {
                        Add(found, id, ExpressionType.Text, term, space.Literal(Value.Of(width), ExpressionType.Integer, 1),
                            space.Literal(Value.Of(fill.ToString()), ExpressionType.Text, 1));
                    }
                }
            }
        }
    }

    /// <summary>Concatenations: a known text at one end of all values, and what is left.</summary>
    private void Pieces(string[] texts, int depth, List<Term> found)
    {
        if (texts.Any(text => text.Length == 0) && texts.All(text => text.Length == 0))
        {
            return;
        }

        var prefix = CommonPrefix(texts);
        var suffix = CommonSuffix(texts);
        for (var length = prefix.Length; length > 0 && length >= prefix.Length - 1; length--)
        {
            Rest(space.Literal(Value.Of(prefix[..length]), ExpressionType.Text, 1), isLeft: true);
        }

        for (var length = suffix.Length; length > 0 && length >= suffix.Length - 1; length--)
        {
            Rest(space.Literal(Value.Of(suffix[^length..]), ExpressionType.Text, 1), isLeft: false);
        }

        foreach (var piece in space.Bank.Of(ExpressionType.Text).Where(term => term.IsTotal && term.Expression is not ConstantExpression)
            .Take(MostPieces))
        {
            if (Ends(piece, isLeft: true))
            {
                Rest(piece, isLeft: true);
            }
        }

        bool Ends(Term piece, bool isLeft)
        {
            var isEmpty = true;
            for (var i = 0; i < texts.Length; i++)
            {
                var text = piece.Values[i].Text;
                isEmpty &= text.Length == 0;
                if (!(isLeft ? texts[i].StartsWith(text, StringComparison.Ordinal) : texts[i].EndsWith(text, StringComparison.Ordinal)))
                {
                    return false;
                }
            }

            return !isEmpty;
        }

        void Rest(Term piece, bool isLeft)
        {
            var rest = new Value[texts.Length];
            var isEmpty = true;
            for (var i = 0; i < texts.Length; i++)
            {
                var length = piece.Values[i].Text.Length;
                rest[i] = Value.Of(isLeft ? texts[i][length..] : texts[i][..^length]);
                isEmpty &= rest[i].Text.Length == 0;
            }

            if (isEmpty)
            {
                return;
            }

            foreach (var other in Find(ExpressionType.Text, rest, depth - 1))
            {
                Add(found, "concat", ExpressionType.Text, isLeft ? [piece, other] : [other, piece]);
            }
        }
    }

    private void Integers(Value[] goal, int depth, List<Term> found)
    {
        Linear(goal, found);
        foreach (var term in space.Bank.Of(ExpressionType.Integer).Where(term => term.IsTotal).Take(MostNumbers))
        {
            if (term.Expression is ConstantExpression)
            {
                Quotient(term, goal, found);
            }

            foreach (var other in Remainder(term, (g, t) => g - t))
            {
                Add(found, "add", ExpressionType.Integer, term, other);
            }

            foreach (var other in Remainder(term, (g, t) => t - g))
            {
                Add(found, "subtract", ExpressionType.Integer, term, other);
            }

            foreach (var other in Remainder(term, (g, t) => t != 0 && g % t == 0 ? g / t : null))
            {
                Add(found, "multiply", ExpressionType.Integer, term, other);
            }

            foreach (var other in Remainder(term, (g, t) => g + t))
            {
                Add(found, "subtract", ExpressionType.Integer, other, term);
            }
        }

        IEnumerable<Term> Remainder(Term term, Func<long, long, long?> left)
        {
            var rest = new Value[Examples];
            for (var i = 0; i < rest.Length; i++)
            {
                if (left(goal[i].Number, term.Values[i].Number) is not { } number)
                {
                    return [];
                }

                rest[i] = Value.Of(number);
            }

            return depth > 2 && term.Cost <= 1 && term.Expression is ParameterExpression
                ? Find(ExpressionType.Integer, rest, 1) : space.Bank.Find(ExpressionType.Integer, rest).Take(3);
        }
    }

    /// <summary>The goal as the quotient of a known number, by a number that the examples determine.</summary>
    private void Quotient(Term divisor, Value[] goal, List<Term> found)
    {
        if (divisor.Values[0].Number < 2)
        {
            return;
        }

        foreach (var term in space.Bank.Of(ExpressionType.Integer).TakeWhile(term => term.Cost <= 5).Where(term => term.IsTotal).Take(200))
        {
            // goal <= term * factor / divisor < goal + 1
            var (least, most) = (1L, 100_000L);
            var d = divisor.Values[0].Number;
            for (var i = 0; i < goal.Length && least <= most; i++)
            {
                var (g, t) = (goal[i].Number, term.Values[i].Number);
                if (t <= 0 || g < 0)
                {
                    (least, most) = t == 0 && g == 0 ? (least, most) : (1, 0);
                    continue;
                }

                least = Math.Max(least, ((g * d) + t - 1) / t);
                most = Math.Min(most, (((g + 1) * d) - 1) / t);
            }

            if (least == most && least > 1 && space.Find("multiply", ExpressionType.Integer) is { } times)
            {
                var product = space.Compose(times.Operator, times.Cost, term, space.Literal(Value.Of(least), ExpressionType.Integer, 2));
                Add(found, "divide", ExpressionType.Integer, product, divisor);
            }
        }
    }

    /// <summary>The goal as a multiple of a known number plus a constant, both determined by the examples.</summary>
    private void Linear(Value[] goal, List<Term> found)
    {
        foreach (var term in space.Bank.Of(ExpressionType.Integer).TakeWhile(term => term.Cost <= 5)
            .Where(term => term.IsTotal && term.Expression is not ConstantExpression).Take(300))
        {
            var other = Enumerable.Range(1, Examples - 1).FirstOrDefault(i => term.Values[i].Number != term.Values[0].Number);
            if (other == 0)
            {
                continue;
            }

            var run = term.Values[other].Number - term.Values[0].Number;
            var rise = goal[other].Number - goal[0].Number;
            if (rise % run != 0 || (rise == 0 && run != 0) || Enumerable.Range(0, Examples).Select(i =>
                term.Values[i].Number).Distinct().Count() < 3)
            {
                continue;
            }

            var (factor, offset) = (rise / run, goal[0].Number - (rise / run * term.Values[0].Number));
            if (Math.Abs(factor) > 1_000_000 || Math.Abs(offset) > 1_000_000 || (factor == 1 && offset == 0)
                || !Enumerable.Range(0, Examples).All(i => (factor * term.Values[i].Number) + offset == goal[i].Number))
            {
                continue;
            }

            var product = factor == 1 ? term : space.Find("multiply", ExpressionType.Integer) is { } times
                ? space.Compose(times.Operator, times.Cost, term, space.Literal(Value.Of(factor), ExpressionType.Integer, 2)) : term;
            if (offset == 0)
            {
                found.Add(product);
            }
            else
            {
                Add(found, offset > 0 ? "add" : "subtract", ExpressionType.Integer, product,
                    space.Literal(Value.Of(Math.Abs(offset)), ExpressionType.Integer, 2));
            }
        }
    }

    private void Booleans(Value[] goal, List<Term> found)
    {
        var all = Term.All(goal.Length);
        var wanted = 0UL;
        for (var i = 0; i < goal.Length; i++)
        {
            wanted |= goal[i].IsTrue ? 1UL << i : 0;
        }

        Dictionary<ulong, Term> terms = [];
        foreach (var term in space.Bank.Of(ExpressionType.Boolean).Where(term => term.IsTotal))
        {
            terms.TryAdd(term.Truth, term);
        }

        var ordered = terms.OrderBy(pair => pair.Value.Cost).Take(300).ToArray();
        foreach (var (mask, left) in ordered)
        {
            if (mask == (~wanted & all))
            {
                Add(found, "not", ExpressionType.Boolean, left);
            }

            foreach (var (other, right) in ordered)
            {
                if (left.Cost < right.Cost || left == right)
                {
                    continue;
                }

                if ((mask & other) == wanted)
                {
                    Add(found, "and", ExpressionType.Boolean, left, right);
                }
                else if ((mask | other) == wanted)
                {
                    Add(found, "or", ExpressionType.Boolean, left, right);
                }
            }
        }
    }

    private void Lists(ExpressionType type, Value[] goal, int depth, List<Term> found)
    {
        foreach (var lambda in space.Lambdas)
        {
            if (!budget.Take(10))
            {
                return;
            }

            if (lambda.Goal(LambdaKind.Map, goal) is { } results && !results.Any(value => value.IsNone) && results.Length > 0)
            {
                found.AddRange(BodiesOf(lambda, type.Element(), results, depth).Select(body => lambda.Make(LambdaKind.Map, body)));
            }

            if (lambda.List.Type == type && lambda.Goal(LambdaKind.Filter, goal) is { } kept && !kept.Any(value => value.IsNone)
                && kept.Length > 1)
            {
                found.AddRange(BodiesOf(lambda, ExpressionType.Boolean, kept, depth).Select(body => lambda.Make(LambdaKind.Filter, body)));
            }
        }
    }

    private List<Term> BodiesOf(LambdaSpace lambda, ExpressionType type, Value[] goal, int depth)
    {
        var bodies = lambda.Bodies;
        while (bodies.Level < 5 && bodies.Grow())
        {
        }

        var inner = new Deduction(bodies, budget, mostCost, cancellation);
        List<Term> found = [.. inner.Find(type, goal, Math.Min(2, depth)).Take(4)];
        if (found.Count == 0 && budget.Take(100)
            && DecisionTrees.Find(bodies, type, goal, mostCost, depth: 1) is { } tree)
        {
            found.Add(tree);
        }

        return found;
    }

    private static string CommonPrefix(string[] texts)
    {
        var length = 0;
        while (texts.All(text => text.Length > length) && texts.All(text => text[length] == texts[0][length]))
        {
            length++;
        }

        return texts[0][..length];
    }

    private static string CommonSuffix(string[] texts)
    {
        var length = 0;
        while (texts.All(text => text.Length > length) && texts.All(text => text[^(length + 1)] == texts[0][^(length + 1)]))
        {
            length++;
        }

        return texts[0][^length..];
    }

    private sealed class GoalComparer : IEqualityComparer<(Value[] Goal, int Depth)>
    {
        public bool Equals((Value[] Goal, int Depth) x, (Value[] Goal, int Depth) y) =>
            x.Depth == y.Depth && ValuesComparer.Instance.Equals(x.Goal, y.Goal);

        public int GetHashCode((Value[] Goal, int Depth) key) => HashCode.Combine(ValuesComparer.Instance.GetHashCode(key.Goal), key.Depth);
    }
}
