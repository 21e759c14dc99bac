using Menace.Model.Json;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>Bounds and enriches findings.</summary>
internal static class FindingText
{
    /// <summary>Characters of a text; the rest is cut.</summary>
    public const int Longest = 4000;

    /// <summary>Characters that are read; of more, the lines that are whole within them.</summary>
    private const int LongestRead = 64 << 10;

    private const int LongestValue = 16_000;
    private const int LongestTitle = 200;
    private const double SummaryShare = 0.2;
    private const double FullDepth = 500;
    private const int MostReferences = 5;
    private const int SharedTerms = 3;

    /// <summary>
    /// The finding as it is kept: without secrets, which are replaced before anything is cut, and within the bounds. A value that had to
    /// be changed is none.
    /// </summary>
    public static ResearchFinding Bounded(ResearchFinding finding, ResearchQuestion question) => finding with
    {
        Source = Cut(finding.Source, LongestTitle),
        Place = Cut(finding.Place, Longest),
        Title = Cut(finding.Title, LongestTitle),
        Text = Cut(finding.Text, Longest),
        Bot = SqlText.Storable(finding.Bot),
        Field = SqlText.Storable(finding.Field),
        Value = finding.Value is { } value && CanonicalJson.Write(value).Length <= LongestValue && KnowledgeJson.Redact(value).Equals(value)
            ? value : null,
        Task = question.Task.Name,
        Topic = question.Subject,
    };

    /// <summary>The findings, each once, with what they have to do with each other.</summary>
    public static IReadOnlyList<ResearchFinding> Enriched(IReadOnlyList<ResearchFinding> findings)
    {
        var distinct = findings.DistinctBy(finding => (finding.Task, finding.Source, finding.Field, finding.Normalised)).ToList();
        var sources = distinct.ToLookup(finding => (finding.Task, finding.Normalised), finding => finding.Source);
        HashSet<string>[] terms = [.. distinct.Select(finding =>
            SearchTerms.OfQuery($"{finding.Title} {finding.Text}").ToHashSet(StringComparer.Ordinal))];
        return [.. distinct.Select((finding, i) => finding with
        {
            Summary = Summary(finding.Text),
            Depth = Math.Round(Math.Min(finding.Text.Length / FullDepth, 1), 2),
            References = [.. distinct.Index()
                .Where(other => other.Index != i && other.Item.Task == finding.Task
                    && terms[i].Count(terms[other.Index].Contains) >= SharedTerms)
                .Take(MostReferences).Select(other => other.Item.Id)],
            Corroborations = sources[(finding.Task, finding.Normalised)].Distinct(StringComparer.Ordinal).Count() - 1,
        })];
    }

    /// <summary>
    /// The fifth of the sentences whose words are the most frequent in the text, at least one, in the order of the text.
    /// </summary>
    public static string Summary(string text)
    {
        string[] sentences = [.. TextSummary.Sentences(text)];
        if (sentences.Length <= 1)
        {
            return sentences.FirstOrDefault() ?? "";
        }

        var frequency = SearchTerms.Of(text).CountBy(term => term).ToDictionary(StringComparer.Ordinal);
        return string.Join(' ', sentences.Index()
            .OrderByDescending(sentence => Score(sentence.Item)).ThenBy(sentence => sentence.Index)
            .Take(Math.Max(1, (int)(sentences.Length * SummaryShare)))
            .OrderBy(sentence => sentence.Index).Select(sentence => sentence.Item));

        double Score(string sentence)
        {
            var words = SearchTerms.Of(sentence).Where(term => term.Length > 3).ToList();
            return words.Count == 0 ? 0 : words.Sum(word => frequency.GetValueOrDefault(word)) / Math.Sqrt(words.Count);
        }
    }

    private static string Cut(string text, int most)
    {
        var redacted = KnowledgeJson.Redact(text.Length > LongestRead ? text[..Math.Max(0, text.LastIndexOf('\n', LongestRead))] : text);
        return Shortened(redacted, most);
    }

    /// <summary>The beginning of <paramref name="text"/>: half a pair of surrogates is no text.</summary>
    public static string Shortened(string text, int most) => text.Length <= most ? text
        : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
}
