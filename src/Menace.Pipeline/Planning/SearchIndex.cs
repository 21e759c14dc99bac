namespace Menace.Pipeline.Planning;

/// <summary>
/// Compares a text with many others: Okapi bm25 and the cosine of TF-IDF vectors, each from 0 to 1. Neither depends on the order of the
/// texts, to the last bit: sums are taken in the order of the words.
/// </summary>
internal sealed class SearchIndex
{
    /// <summary>How fast repeated words stop to count (bm25).</summary>
    private const double Saturation = 1.2;

    /// <summary>How much long texts are held against their words (bm25).</summary>
    private const double LengthWeight = 0.75;

    private readonly Dictionary<string, List<Posting>> _postings = new(StringComparer.Ordinal);
    private readonly double[] _lengths;
    private readonly double[] _norms;
    private readonly double _averageLength;

    /// <summary>The index of texts, each as its words with their weights.</summary>
    public SearchIndex(IReadOnlyList<IReadOnlyDictionary<string, int>> texts)
    {
        _lengths = [.. texts.Select(text => (double)text.Values.Sum())];
        _averageLength = texts.Count == 0 ? 1 : Math.Max(texts.Sum(text => (long)text.Values.Sum()) / (double)texts.Count, 1);
        for (var i = 0; i < texts.Count; i++)
        {
            foreach (var (word, weight) in texts[i])
            {
                if (!_postings.TryGetValue(word, out var postings))
                {
                    _postings[word] = postings = [];
                }

                postings.Add(new(i, weight));
            }
        }

        _norms = [.. texts.Select(Norm)];
    }

    /// <summary>The likeness of <paramref name="words"/> to each text, from 0 to 1, in the order of the texts.</summary>
    public double[] Compare(IReadOnlyDictionary<string, int> words)
    {
        var bm25 = new double[_lengths.Length];
        var dots = new double[_lengths.Length];
        var most = 0.0;
        foreach (var (word, weight) in words.OrderBy(word => word.Key, StringComparer.Ordinal))
        {
            var rarity = Rarity(word);
            var count = Math.Sqrt(weight);
            most += count * rarity * (Saturation + 1);
            var inverse = Inverse(word);
            foreach (var posting in _postings.GetValueOrDefault(word) ?? [])
            {
                var length = 1 - LengthWeight + (LengthWeight * _lengths[posting.Text] / _averageLength);
                bm25[posting.Text] += count * rarity * posting.Weight * (Saturation + 1) / (posting.Weight + (Saturation * length));
                dots[posting.Text] += Damped(weight) * inverse * Damped(posting.Weight) * inverse;
            }
        }

        var norm = Norm(words);
        return [.. Enumerable.Range(0, _lengths.Length).Select(i =>
            most == 0 || dots[i] == 0 ? 0 : Math.Min(1, ((bm25[i] / most) + (dots[i] / (norm * _norms[i]))) / 2))];
    }

    private double Norm(IReadOnlyDictionary<string, int> words) => Math.Sqrt(words.OrderBy(word => word.Key, StringComparer.Ordinal)
        .Sum(word => Damped(word.Value) * Inverse(word.Key) * Damped(word.Value) * Inverse(word.Key)));

    private double Rarity(string word) =>
        Math.Log(1 + ((_lengths.Length - Holding(word) + 0.5) / (Holding(word) + 0.5)));

    private double Inverse(string word) => Math.Log((1.0 + _lengths.Length) / (1 + Holding(word))) + 1;

    private int Holding(string word) => _postings.GetValueOrDefault(word)?.Count ?? 0;

    private static double Damped(int weight) => 1 + Math.Log(weight);

    private readonly record struct Posting(int Text, int Weight);
}
