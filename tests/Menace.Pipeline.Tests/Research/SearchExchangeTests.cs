using System.Globalization;
using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Research;

namespace Menace.Pipeline.Tests.Research;

/// <summary>
/// Exchanges with Elasticsearch and OpenSearch. No server can be run here: the answers have the structure, headers and members of ones
/// that other projects recorded with real servers of these versions (docs/research.md), with values of our own.
/// </summary>
public sealed class SearchExchangeTests
{
    private const string Source = """{"bot":"tide table","field":"metadata.purpose","value":"Computes the tides of the day."}""";

    private static readonly ResearchQuestion Purpose = new(new TaskInfo { Name = "tide table" }, "metadata.purpose", "");

    /// <summary>Version, headers of the answer, its body, the path of the document.</summary>
    public static TheoryData<string, string, string, string> Answers => new()
    {
        {
            "5.6", "content-type: application/json; charset=UTF-8",
            """{"took":5,"timed_out":false,"_shards":{"total":5,"successful":5,"failed":0},"hits":{"total":1,"max_score":1.5397208,"hits":[{"_index":"bots","_type":"entry","_id":"AV1x","_score":1.5397208,"_source":SOURCE}]}}""",
            "/bots/entry/AV1x"
        },
        {
            "6.8", "content-type: application/json; charset=UTF-8",
            """{"took":29,"timed_out":false,"_shards":{"total":5,"successful":5,"skipped":0,"failed":0},"hits":{"total":1,"max_score":5.8634133,"hits":[{"_index":"bots","_type":"_doc","_id":"table 1.json","_score":5.8634133,"_source":SOURCE}]}}""",
            "/bots/_doc/table%201.json"
        },
        {
            "7.1 with another index behind the alias", "content-type: application/json; charset=UTF-8",
            """{"took":2,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":1,"relation":"eq"},"max_score":1.0,"hits":[{"_index":"bots-000002","_type":"_doc","_id":"1","_score":1.0,"_source":SOURCE}]}}""",
            "/bots-000002/_doc/1"
        },
        {
            "7.17", "X-elastic-product: Elasticsearch\r\nWarning: 299 Elasticsearch-7.17.4 \"built-in security features are not enabled\"\r\ncontent-type: application/json; charset=UTF-8",
            """{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":1,"relation":"eq"},"max_score":6.4246607,"hits":[{"_index":"bots","_type":"_doc","_id":"932","_score":6.4246607,"_source":SOURCE}]}}""",
            "/bots/_doc/932"
        },
        {
            "8.8", "X-elastic-product: Elasticsearch\r\nx-found-handling-cluster: 0c1d\r\ncontent-type: application/json",
            """{"took":370,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":1,"relation":"eq"},"max_score":1.2310667,"hits":[{"_index":"bots","_id":"43","_score":1.2310667,"_ignored":["value.keyword"],"_source":SOURCE}]}}""",
            "/bots/_doc/43"
        },
        {
            "8.12 with compatibility and clusters that all answered", "X-elastic-product: Elasticsearch\r\ncontent-type: application/vnd.elasticsearch+json;compatible-with=8",
            """{"took":24,"timed_out":false,"num_reduce_phases":3,"_shards":{"total":3,"successful":3,"skipped":1,"failed":0},"_clusters":{"total":2,"successful":2,"skipped":0,"running":0,"partial":0,"failed":0,"details":{}},"hits":{"total":{"value":1,"relation":"eq"},"max_score":1.0,"hits":[{"_index":"bots","_id":"5","_score":1.0,"_source":SOURCE}]}}""",
            "/bots/_doc/5"
        },
        {
            "OpenSearch 2.11", "X-OpenSearch-Version: OpenSearch/2.11.0 (opensearch)\r\ncontent-type: application/json; charset=UTF-8",
            """{"took":15,"timed_out":false,"_shards":{"total":5,"successful":5,"skipped":0,"failed":0},"hits":{"total":{"value":1,"relation":"eq"},"max_score":null,"hits":[{"_index":"bots","_id":"OfsV8JUB","_score":0.47368687,"_source":SOURCE,"sort":[0.47368687]}]}}""",
            "/bots/_doc/OfsV8JUB"
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_of_each_version_is_read(string version, string headers, string body, string path)
    {
        Assert.NotEmpty(version);
        await using var server = new LocalServer(Answer("200 OK", headers, body.Replace("SOURCE", Source, StringComparison.Ordinal)));

        var finding = Assert.Single(await AskAsync(server));

        Assert.Equal("Computes the tides of the day.", finding.Value?.Text);
        Assert.Equal(server.Url + path, finding.Place);
    }

    [Theory]
    [InlineData("""  "_shards":{"total":2,"successful":1,"skipped":0,"failed":1,"failures":[{"shard":0,"index":"bots","node":"Z7YT","reason":{"type":"query_shard_exception","reason":"x"}}]}  """)]
    [InlineData("""  "_clusters":{"total":3,"successful":2,"skipped":1},"_shards":{"total":1,"successful":1,"skipped":0,"failed":0}  """)]
    [InlineData("""  "_clusters":{"total":2,"successful":1,"skipped":0,"running":0,"partial":1,"failed":0},"_shards":{"total":1,"successful":1,"skipped":0,"failed":0}  """)]
    [InlineData("""  "terminated_early":true,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0}  """)]
    public async Task Part_of_an_answer_gives_no_value(string parts)
    {
        await using var server = new LocalServer(Answer("200 OK", "content-type: application/json",
            $$$"""{"took":1,"timed_out":false,{{{parts.Trim()}}},"hits":{"total":{"value":1,"relation":"eq"},"max_score":1.0,"hits":[{"_index":"bots","_id":"1","_score":1.0,"_source":{{{Source}}}}]}}"""));

        var finding = Assert.Single(await AskAsync(server));

        Assert.Null(finding.Value);
        Assert.EndsWith("(the answer is not complete)", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_without_its_source_could_contradict()
    {
        await using var server = new LocalServer(Answer("200 OK", "content-type: application/json",
            $$$"""{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":2,"relation":"eq"},"max_score":1.0,"hits":[{"_index":"bots","_id":"1","_score":1.0,"_source":{{{Source}}}},{"_index":"private","_id":"2","_score":0.5}]}}"""));

        Assert.Null(Assert.Single(await AskAsync(server)).Value);
    }

    [Theory]
    [InlineData("401 Unauthorized", "WWW-Authenticate: Basic realm=\"security\" charset=\"UTF-8\"\r\ncontent-type: application/json; charset=UTF-8",
        """{"error":{"root_cause":[{"type":"security_exception","reason":"missing authentication token for REST request [/bots/_search]","header":{"WWW-Authenticate":"Basic realm=\"security\" charset=\"UTF-8\""}}],"type":"security_exception","reason":"missing authentication token for REST request [/bots/_search]","header":{"WWW-Authenticate":"Basic realm=\"security\" charset=\"UTF-8\""}},"status":401}""",
        "it answers 401 Unauthorized: missing authentication token for REST request [/bots/_search]")]
    [InlineData("401 Unauthorized", "WWW-Authenticate: Basic realm=\"security\" charset=\"UTF-8\"\r\nWWW-Authenticate: ApiKey\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json",
        """{"error":{"root_cause":[{"type":"security_exception","reason":"missing authentication credentials for REST request [/bots/_search]","header":{"WWW-Authenticate":["Basic realm=\"security\" charset=\"UTF-8\"","ApiKey"]}}],"type":"security_exception","reason":"missing authentication credentials for REST request [/bots/_search]","header":{"WWW-Authenticate":["Basic realm=\"security\" charset=\"UTF-8\"","ApiKey"]}},"status":401}""",
        "it answers 401 Unauthorized: missing authentication credentials for REST request [/bots/_search]")]
    [InlineData("401 Unauthorized", "WWW-Authenticate: Basic realm=\"OpenSearch Security\"\r\ncontent-type: text/plain; charset=UTF-8", "Unauthorized", "it answers 401 Unauthorized")]
    [InlineData("403 Forbidden", "content-type: application/json; charset=UTF-8",
        """{"error":{"root_cause":[{"type":"security_exception","reason":"no permissions for [indices:data/read/search] and User [name=reader, backend_roles=[], requestedTenant=null]"}],"type":"security_exception","reason":"no permissions for [indices:data/read/search] and User [name=reader, backend_roles=[], requestedTenant=null]"},"status":403}""",
        "it answers 403 Forbidden: no permissions for [indices:data/read/search] and User [name=reader, backend_roles=[], requestedTenant=null]")]
    [InlineData("404 Not Found", "X-elastic-product: Elasticsearch\r\ncontent-type: application/json",
        """{"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index [bots]","resource.type":"index_or_alias","resource.id":"bots","index_uuid":"_na_","index":"bots"}],"type":"index_not_found_exception","reason":"no such index [bots]","resource.type":"index_or_alias","resource.id":"bots","index_uuid":"_na_","index":"bots"},"status":404}""",
        "it has no index 'bots'")]
    [InlineData("400 Bad Request", "X-elastic-product: Elasticsearch\r\ncontent-type: application/json",
        """{"error":{"root_cause":[{"type":"query_shard_exception","reason":"failed to create query: field expansion matches too many fields, limit: 1024, got: 1099","index_uuid":"q","index":"bots"}],"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query","grouped":true,"failed_shards":[{"shard":0,"index":"bots","node":"Z7YT","reason":{"type":"query_shard_exception","reason":"failed to create query"}}]},"status":400}""",
        "it answers 400 Bad Request: failed to create query: field expansion matches too many fields, limit: 1024, got: 1099")]
    [InlineData("405 Method Not Allowed", "Allow: POST,GET\r\ncontent-type: application/json; charset=UTF-8",
        """{"error":"Incorrect HTTP method for uri [/bots/_search], allowed: [POST]","status":405}""",
        "it answers 405 Method Not Allowed: Incorrect HTTP method for uri [/bots/_search], allowed: [POST]")]
    [InlineData("429 Too Many Requests", "content-type: application/json; charset=UTF-8",
        """{"error":{"root_cause":[{"type":"es_rejected_execution_exception","reason":"rejected execution on EsThreadPoolExecutor[search, queue capacity = 1000]"}],"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query","grouped":true,"failed_shards":[]},"status":429}""",
        "it answers 429 Too Many Requests: rejected execution on EsThreadPoolExecutor[search, queue capacity = 1000]")]
    [InlineData("503 Service Unavailable", "content-type: application/json", """{"error":{"root_cause":[],"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query","grouped":true,"failed_shards":[]},"status":503}""",
        "it answers 503 Service Unavailable: all shards failed")]
    [InlineData("403 Forbidden", "content-type: application/json", """{"Message":"User: anonymous is not authorized to perform: es:ESHttpPost"}""",
        "it answers 403 Forbidden: User: anonymous is not authorized to perform: es:ESHttpPost")]
    [InlineData("400 Bad Request", "content-type: application/json", """{"error":[]""", "it answers 400 Bad Request")]
    public async Task Error_names_its_cause(string status, string headers, string body, string reason)
    {
        await using var server = new LocalServer(Answer(status, headers, body));

        Assert.Equal(reason, (await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(server))).Message);
    }

    [Fact]
    public async Task Request_has_what_every_version_reads()
    {
        await using var server = new LocalServer(Answer("200 OK", "content-type: application/json",
            """{"took":1,"timed_out":false,"_shards":{"total":0,"successful":0,"skipped":0,"failed":0},"hits":{"total":{"value":0,"relation":"eq"},"max_score":0.0,"hits":[]}}"""));

        Assert.Empty(await AskAsync(server));

        // From version 6 a body needs its type, and version 8 refuses compatible-with of another one.
        var request = Assert.Single(server.Requests);
        Assert.Contains("Content-Type: application/json; charset=utf-8\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Accept: application/json\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Accept-Encoding", request, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<ResearchFinding>> AskAsync(LocalServer server) =>
        new SearchIndexSource(new() { SearchUrl = server.Url }).SearchAsync(Purpose, default);

    private static string Answer(string status, string headers, string body) => string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\n{headers}\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
}
