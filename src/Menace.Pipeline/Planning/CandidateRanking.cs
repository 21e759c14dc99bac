using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Planning;

/// <summary>
/// Ranks bots that exist by how much of a task they do: by name, purpose, functions, signatures and examples. The order of the candidates
/// changes nothing.
/// </summary>
internal sealed class CandidateRanking
{
    private const double FunctionWeight = 0.9;
    private const double TextWeight = 0.25;

    /// <summary>The share of a function that is written in the style of another language.</summary>
    private const double OtherStyle = 0.5;

    private readonly IReadOnlyList<KnownBot> _candidates;
    private readonly SearchIndex _index;
    private readonly HashSet<string>[] _names;
    private readonly HashSet<string>[] _plainNames;

    /// <summary>The ranking of <paramref name="candidates"/>.</summary>
    public CandidateRanking(IReadOnlyList<KnownBot> candidates)
    {
        _candidates = candidates;
        _index = new SearchIndex([.. candidates.Select(WordsOf)]);
        _names = [.. candidates.Select(candidate =>
            candidate.Functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal))];
        _plainNames = [.. _names.Select(names => names.Select(Plain).ToHashSet(StringComparer.Ordinal))];
    }

    /// <summary>All candidates, the one that does most of the task first.</summary>
    public IReadOnlyList<RankedCandidate> Rank(TaskQuestion question)
    {
        var likeness = _index.Compare(question.Words());
        return
        [
            .. _candidates.Select((candidate, i) =>
                {
                    var share = question.Functions.Count == 0 ? 0 : question.Functions.Sum(function => Share(i, function)) /
                        question.Functions.Count;
                    return new RankedCandidate(candidate, likeness[i], Score(question, share, likeness[i]))
                    {
                        Named = [.. question.Functions.Where(_names[i].Contains)],
                    };
                })
                .OrderByDescending(ranked => ranked.Score)
                .ThenByDescending(ranked => ranked.Likeness)
                .ThenBy(ranked => ranked.Bot, CandidateOrder.Instance),
        ];
    }

    /// <summary>
    /// The score from 0 to 100: above 80 only if all functions are there, above 50 only if more than a third is. For a task without
    /// functions it is the likeness.
    /// </summary>
    /// <param name="question">The task.</param>
    /// <param name="share">The share of its functions that the candidate has, from 0 to 1.</param>
    /// <param name="likeness">The likeness of what both say of themselves, from 0 to 1.</param>
    public static double Score(TaskQuestion question, double share, double likeness) => 100 * (question.Functions.Count == 0 ? likeness
        : (share * (FunctionWeight + ((1 - FunctionWeight) * likeness))) + ((1 - share) * TextWeight * likeness));

    private double Share(int candidate, string function) =>
        _names[candidate].Contains(function) ? 1 : _plainNames[candidate].Contains(Plain(function)) ? OtherStyle : 0;

    private static string Plain(string function) => string.Concat(Words.PartsOf(function));

    private static Dictionary<string, int> WordsOf(KnownBot candidate)
    {
        var words = new WeightedWords();
        words.Add(candidate.Name, 2);
        words.Add(candidate.Purpose, 2);
        foreach (var function in candidate.Functions)
        {
            words.Add(function.Name, 1);
            words.Add(function.Signature, 1);
            words.Add(function.Docs, 1);
        }

        words.AddExamples(candidate.Examples);
        return words.All;
    }
}

/// <summary>A candidate, compared with a task.</summary>
/// <param name="Bot">The candidate.</param>
/// <param name="Likeness">The likeness of what both say of themselves, from 0 to 1.</param>
/// <param name="Score">How much of the task the candidate seems to do, from 0 to 100.</param>
internal sealed record RankedCandidate(KnownBot Bot, double Likeness, double Score)
{
    /// <summary>Gets the functions of the task that the candidate has under their names.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];
}

/// <summary>The order of candidates with equal scores: by name, and by what tells two of one name apart.</summary>
internal sealed class CandidateOrder : IComparer<KnownBot>
{
    /// <summary>Gets the order.</summary>
    public static CandidateOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(KnownBot? x, KnownBot? y)
    {
        foreach (var key in (Func<KnownBot, string>[])
            [bot => bot.Name, bot => bot.Repository, bot => bot.Commit, bot => bot.Language.Name, bot => bot.Code, bot => bot.Purpose])
        {
            var order = string.CompareOrdinal(x is null ? "" : key(x), y is null ? "" : key(y));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
