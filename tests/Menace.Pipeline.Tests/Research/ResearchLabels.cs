using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Research;

/// <summary>The labelled cases of tests/Corpora/research, and sources that hold what they say.</summary>
internal static class ResearchLabels
{
    public static IReadOnlyList<ResearchCase> Cases() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests/Corpora/research"), "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray().Select(Read)),
    ];

    /// <summary>The sources of a case beside its knowledge, which is written into <paramref name="folder"/>.</summary>
    public static IReadOnlyList<IResearchSource> Sources(ResearchCase one, KnowledgeFolder folder) =>
        [.. one.Sources.Index().Select(source => Source(source.Item, source.Index, folder)).OfType<IResearchSource>()];

    private static ResearchCase Read(JsonElement one) => new(
        one.GetProperty("id").GetString()!,
        TaskPackageJson.Read($$"""{"tasks":[{{one.GetProperty("task").GetRawText()}}],"version":1}""").Tasks[0],
        one.GetProperty("field").GetString()!,
        [.. one.GetProperty("sources").EnumerateArray()],
        one.GetProperty("expected") is { ValueKind: not JsonValueKind.Null } expected ? StageFile.ToValue(expected) : null,
        one.GetProperty("heldOut").GetBoolean());

    private static IResearchSource? Source(JsonElement source, int number, KnowledgeFolder folder)
    {
        var kind = Text(source, "kind")!;
        var name = Text(source, "name") ?? $"{kind} {number}";
        switch (kind)
        {
            case "knowledge":
                folder.OpenBots().Register([.. List(source, "bots").Select(Bot)]);
                foreach (var failure in List(source, "failures"))
                {
                    folder.OpenErrors().Record(new(
                        Text(failure, "bot")!, Enum.Parse<PipelineStage>(Text(failure, "stage")!, ignoreCase: true), Text(failure, "rule")!, Text(failure, "message")!));
                }

                return null;
            case "http":
                return new HttpSource(
                    new ResearchSettings { Url = "https://inventory.example/{bot}/{field}", Path = Text(source, "path")! }, name, Remote(source, body: "body"));
            case "search":
                return new SearchIndexSource(
                    new ResearchSettings { SearchUrl = "https://search.example", SearchIndex = "bots" }, name, Remote(source, body: null));
            case "packages":
                foreach (var package in List(source, "packages"))
                {
                    var id = Text(package, "id")!;
                    var file = Path.Combine(folder.Path, "packages", id.ToLowerInvariant(), Text(package, "version")!, "lib", "net8.0", id + ".xml");
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllText(file, Text(package, "xml"));
                }

                return new PackageDocsSource(Path.Combine(folder.Path, "packages"));
            default:
                throw new FormatException($"'{kind}' is not a kind of source");
        }
    }

    private static KnownBot Bot(JsonElement bot, int number) => new()
    {
        Name = Text(bot, "name")!,
        Origin = Enum.Parse<KnownOrigin>(Text(bot, "origin")!, ignoreCase: true),
        Language = new BotLanguage(Text(bot, "language") ?? "python"),
        Purpose = Text(bot, "purpose") ?? "",
        License = Text(bot, "license") ?? "",
        Functions = [.. List(bot, "functions").Select(function => new KnownFunction(function.GetString()!, function.GetString()!, ""))],
        Packages = [.. List(bot, "packages").Select(package => package.GetString()!)],
        Repository = Text(bot, "repository") ?? string.Create(CultureInfo.InvariantCulture, $"/repos/{Text(bot, "name")}-{number}"),
        Commit = number.ToString("x40", CultureInfo.InvariantCulture),
    };

    private static RemoteJson Remote(JsonElement source, string? body)
    {
        var answer = Text(source, "raw") ?? (body is not null
            ? source.TryGetProperty(body, out var json) ? json.GetRawText() : "null"
            : Hits(source));
        return new(new HttpMessageInvoker(new Answer(Text(source, "failure"), () => new HttpResponseMessage(
            (HttpStatusCode)(source.TryGetProperty("status", out var status) ? status.GetInt32() : 200))
        {
            Content = new StringContent(answer, Encoding.UTF8, Text(source, "type") ?? "application/json"),
        })));
    }

    /// <summary>An answer of <c>_search</c> with the documents.</summary>
    private static string Hits(JsonElement source)
    {
        var hits = List(source, "hits");
        var total = source.TryGetProperty("total", out var given) ? given.GetInt32() : hits.Count;
        var failed = source.TryGetProperty("failedShards", out var shards) ? shards.GetInt32() : 0;
        var isLate = source.TryGetProperty("timedOut", out var late) && late.GetBoolean();
        var documents = string.Join(',', hits.Select((hit, i) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"_index":"bots","_id":"{{i}}","_score":{{9 - (i * 0.1)}},"_source":{{hit.GetRawText()}}}""")));
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"took":3,"timed_out":{{{(isLate ? "true" : "false")}}},"_shards":{"total":2,"successful":{{{2 - failed}}},"skipped":0,"failed":{{{failed}}}},"hits":{"total":{"value":{{{total}}},"relation":"eq"},"max_score":9.0,"hits":[{{{documents}}}]}}""");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static IReadOnlyList<JsonElement> List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private sealed class Answer(string? failure, Func<HttpResponseMessage> response) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => failure switch
        {
            null => Task.FromResult(response()),
            "timeout" => throw new TimeoutException("no answer"),
            _ => throw new HttpRequestException("connection refused"),
        };
    }
}

/// <summary>A task with a missing field, the sources, and the right value or null.</summary>
internal sealed record ResearchCase(
    string Id, TaskInfo Task, string Field, IReadOnlyList<JsonElement> Sources, JsonValue? Expected, bool IsHeldOut);
