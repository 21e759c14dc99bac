using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Research;

/// <summary>
/// An index of Elasticsearch or OpenSearch, by two small queries: for a field the documents with exactly this <c>bot</c> and <c>field</c>,
/// whose <c>value</c> counts; for a topic the documents with its words, which are shown.
/// </summary>
internal sealed class SearchIndexSource(
    ResearchSettings settings, string name = SearchIndexSource.StandardName, RemoteJson? remote = null) : IResearchSource
{
    private const string StandardName = "search";
    private const int MostHits = 20;
    private const int LongestQuery = 500;

    private static readonly string[] TextMembers = ["title", "name", "summary", "purpose", "description", "text", "content", "value"];

    /// <summary>Numbers of clusters of which an answer has nothing, or not everything.</summary>
    private static readonly string[] IncompleteClusters = ["skipped", "partial", "failed", "running"];

    private readonly RemoteJson _remote = remote ?? new();

    public string Name => name == StandardName ? $"{StandardName} {settings.SearchIndex}" : name;

    public string Identity => $"{Name}\n{settings.SearchUrl}";

    public bool IsRemote => true;

    public async Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        if (question.Field.Length > 0 && !ResearchFields.May(question.Field))
        {
            return [];
        }

        var root = RemoteJson.AddressOf(settings.SearchUrl!, holdsSecret: false);
        var index = $"{RemoteJson.Shown(root).TrimEnd('/')}/{Uri.EscapeDataString(settings.SearchIndex)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{index}/_search")
        {
            Content = new StringContent(Query(question), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = RemoteJson.CredentialsOf(root);
        return await _remote.SendAsync(request, cancellationToken) is { } answer ? Findings(question, answer, index)
            : throw new HttpRequestException($"it has no index '{settings.SearchIndex}'");
    }

    /// <summary>The body of the request.</summary>
    internal static string Query(ResearchQuestion question) => CanonicalJson.WriteInOrder(KnowledgeJson.Object(
        ("size", MostHits), ("track_total_hits", JsonValue.FromBoolean(true)),
        ("query", question.Field.Length > 0
            ? Object("bool", Object("must", JsonValue.FromItems(
                [Object("match_phrase", Object("bot", question.Task.Name)), Object("match_phrase", Object("field", question.Field))])))
            : Object("multi_match", KnowledgeJson.Object(("query", Shortened(question.Text)), ("lenient", JsonValue.FromBoolean(true)))))));

    private IReadOnlyList<ResearchFinding> Findings(ResearchQuestion question, JsonValue answer, string index)
    {
        if (Member(answer, "hits") is not { Kind: JsonKind.Object } result || Member(result, "hits") is not { Kind: JsonKind.Array } hits)
        {
            throw new FormatException("its answer is not one of _search");
        }

        JsonValue[] documents = [.. hits.Items.Where(hit => Member(hit, "_source") is { Kind: JsonKind.Object })];

        // What is left out could contradict what is there.
        var isComplete = IsComplete(answer) && HasAll(Member(result, "total"), hits.Items.Count)
            && documents.Length == hits.Items.Count;
        return [.. documents.Take(MostHits).Select(hit => Finding(question, hit, index, isComplete))];
    }

    /// <summary>True if every shard was searched to its end, also in other clusters: an answer names them only if there are some.</summary>
    private static bool IsComplete(JsonValue answer) =>
        Member(answer, "timed_out") is { Kind: JsonKind.Boolean, Text: "false" }
        && Member(answer, "terminated_early") is null or { Kind: JsonKind.Boolean, Text: "false" }
        && Member(answer, "_shards") is { } shards && Count(Member(shards, "failed")) == 0
        && Member(answer, "_clusters") is var clusters && (clusters is null || IncompleteClusters.All(
            name => Member(clusters, name) is null || Count(Member(clusters, name)) == 0));

    private ResearchFinding Finding(ResearchQuestion question, JsonValue hit, string index, bool isComplete)
    {
        var document = Member(hit, "_source")!;
        var place = PlaceOf(hit, index);
        if (question.Field.Length > 0 && IsText(document, "bot", question.Task.Name) && IsText(document, "field", question.Field)
            && Member(document, "value") is { } value)
        {
            var reservation = isComplete ? "" : " (the answer is not complete)";
            return new(Name, place, $"{question.Field} is {CanonicalJson.Write(value)}{reservation}")
            {
                Title = question.Task.Name,
                Bot = question.Task.Name,
                Field = question.Field,
                Value = isComplete ? value : null,
            };
        }

        string[] texts = [.. TextMembers.Select(member => Member(document, member)).OfType<JsonValue>()
            .Where(text => text.Kind == JsonKind.String && text.Text.Length > 0).Select(text => text.Text)];
        return new(Name, place, texts.Length == 0 ? CanonicalJson.Write(document) : string.Join('\n', texts))
        {
            Title = texts.FirstOrDefault() ?? "document",
        };
    }

    /// <summary>
    /// The address of a document: an alias or a pattern finds documents of other indices. Before version 8 a document has a type.
    /// </summary>
    private static string PlaceOf(JsonValue hit, string index)
    {
        var root = index[..index.LastIndexOf('/')];
        var (name, type, id) = (Text(hit, "_index"), Text(hit, "_type"), Text(hit, "_id"));
        var folder = name.Length == 0 ? index : $"{root}/{Uri.EscapeDataString(name)}";
        return $"{folder}/{(type.Length == 0 ? "_doc" : Uri.EscapeDataString(type))}/{Uri.EscapeDataString(id)}";
    }

    /// <summary>Before version 7 the total is a number, later an object.</summary>
    private static bool HasAll(JsonValue? total, int hits) => total switch
    {
        { Kind: JsonKind.Number } => Count(total) <= hits,
        { Kind: JsonKind.Object } => IsText(total, "relation", "eq") && Count(Member(total, "value")) <= hits,
        _ => false,
    };

    private static long? Count(JsonValue? number) => number is { Kind: JsonKind.Number }
        && long.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static bool IsText(JsonValue value, string member, string text) =>
        Member(value, member) is { Kind: JsonKind.String } found && found.Text == text;

    private static string Text(JsonValue value, string member) => Member(value, member) is { Kind: JsonKind.String } text ? text.Text : "";

    private static JsonValue? Member(JsonValue value, string name) => value.Kind == JsonKind.Object ? value[name] : null;

    private static JsonValue Object(string name, JsonValue value) => JsonValue.FromMembers([new(name, value)]);

    private static string Shortened(string text) => text.Length > LongestQuery ? text[..LongestQuery] : text;
}
