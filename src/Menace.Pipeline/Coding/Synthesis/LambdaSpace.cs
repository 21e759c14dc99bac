using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>The expressions about one element of a list, and the lambdas that they make.</summary>
internal sealed class LambdaSpace
{
    /// <summary>Cost of a lambda besides its list and its body.</summary>
    public const int Cost = 1;

    /// <summary>The cost of bodies that are tried without a goal.</summary>
    private const int MostBodyCost = 6;

    private readonly SearchProblem _outer;
    private readonly Term _list;
    private readonly int[][] _places;
    private readonly SearchSpace _bodies;

    /// <summary>The space of the elements of <paramref name="list"/>.</summary>
    public LambdaSpace(SearchProblem outer, Term list, SearchBudget budget, CancellationToken cancellation)
    {
        (_outer, _list) = (outer, list);
        _places = new int[list.Values.Length][];
        Dictionary<Value[], int> known = new(ValuesComparer.Instance);
        List<Value[]> inputs = [];
        var examples = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            var items = list.Values[i].IsNone ? [] : list.Values[i].Items;
            _places[i] = new int[items.Length];
            for (var k = 0; k < items.Length; k++)
            {
                Value[] input = [.. outer.Inputs[i], items[k]];
                if (!known.TryGetValue(input, out var place))
                {
                    known.Add(input, place = inputs.Count);
                    inputs.Add(input);
                }

                _places[i][k] = place;
            }

            if (i == outer.Examples - 1)
            {
                examples = inputs.Count;
            }
        }

        var element = list.Type.Element();
        ParameterExpression variable = new(outer.Parameters.Count, "item", element);
        Problem = outer with
        {
            Parameters = [.. outer.Parameters, variable],
            Inputs = inputs,
            Goal = new Value[examples],
            Result = element,
        };
        _bodies = new SearchSpace(Problem, budget, isInner: true, cancellation);
    }

    /// <summary>The list.</summary>
    public Term List => _list;

    /// <summary>The problem of the bodies; its goal has no meaning.</summary>
    public SearchProblem Problem { get; }

    /// <summary>The expressions about an element.</summary>
    public SearchSpace Bodies => _bodies;

    /// <summary>The lambdas of a cost.</summary>
    public IEnumerable<Term> Terms(int cost)
    {
        var body = cost - _list.Cost - Cost;
        if (body is < 1 or > MostBodyCost)
        {
            yield break;
        }

        while (_bodies.Level < body)
        {
            if (!_bodies.Grow())
            {
                yield break;
            }
        }

        foreach (var type in (ExpressionType[])[ExpressionType.Text, ExpressionType.Integer, ExpressionType.Boolean])
        {
            foreach (var term in _bodies.Bank.Of(type, body).Where(UsesElement))
            {
                yield return Make(LambdaKind.Map, term);
                if (type == ExpressionType.Boolean)
                {
                    yield return Make(LambdaKind.Filter, term);
                }
                else if (term.Expression is not ParameterExpression)
                {
                    yield return Make(LambdaKind.SortBy, term);
                }
            }
        }
    }

    /// <summary>The lambda with the body <paramref name="body"/>.</summary>
    public Term Make(LambdaKind kind, Term body)
    {
        var values = new Value[_places.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _list.Values[i].IsNone ? Value.None : Combine(kind, body, i);
        }

        return new Term(
            new LambdaExpression(kind, _list.Expression, body.Expression), values, _list.Cost + body.Cost + Cost, _outer.Examples);
    }

    /// <summary>The values that the body must have for the examples, from the lists that the lambda must have; null if that is
    /// impossible.</summary>
    public Value[]? Goal(LambdaKind kind, Value[] lists)
    {
        var goal = new Value[Problem.Examples];
        Array.Fill(goal, Value.None);
        for (var i = 0; i < lists.Length; i++)
        {
            var items = _list.Values[i].Items;
            var wanted = lists[i].Items;
            if (kind == LambdaKind.Map ? items.Length != wanted.Length : items.Length < wanted.Length)
            {
                return null;
            }

            var next = 0;
            for (var k = 0; k < items.Length; k++)
            {
                var isKept = next < wanted.Length && items[k].Equals(wanted[next]);
                var value = kind == LambdaKind.Map ? wanted[k] : Value.Of(isKept);
                next += isKept ? 1 : 0;
                var place = _places[i][k];
                if (!goal[place].IsNone && !goal[place].Equals(value))
                {
                    return null;
                }

                goal[place] = value;
            }

            if (kind == LambdaKind.Filter && next < wanted.Length)
            {
                return null;
            }
        }

        return goal;
    }

    private bool UsesElement(Term term) =>
        term.Expression.Parts.OfType<ParameterExpression>().Any(parameter => parameter.Index == _outer.Parameters.Count);

    private Value Combine(LambdaKind kind, Term body, int input)
    {
        var places = _places[input];
        var results = new Value[places.Length];
        for (var k = 0; k < results.Length; k++)
        {
            results[k] = body.Values[places[k]];
            if (results[k].IsNone)
            {
                return Value.None;
            }
        }

        return LambdaExpression.Combine(kind, body.Type, _list.Values[input].Items, results);
    }
}
