using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Menace.Pipeline.Tests;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The content store keeps what it was told, whole, under its digest.</summary>
public sealed class ContentStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Content_comes_back_as_it_was_put()
    {
        await using var service = await StartAsync();
        var content = RandomNumberGenerator.GetBytes(300_000);
        var path = PathOf(content);

        var put = await service.Client.PutAsync(path, new ByteArrayContent(content));

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(path, put.Headers.Location!.ToString());
        Assert.Equal(content, await service.Client.GetByteArrayAsync(path));
        var head = await service.Client.SendAsync(new(HttpMethod.Head, path));
        Assert.Equal(content.Length, head.Content.Headers.ContentLength);
        var digest = path[^64..];
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder[$"cas/{digest[..2]}/{digest}"]));
    }

    [Fact]
    public async Task A_part_can_be_asked_for()
    {
        await using var service = await StartAsync();
        var content = RandomNumberGenerator.GetBytes(1000);
        await service.Client.PutAsync(PathOf(content), new ByteArrayContent(content));

        var request = new HttpRequestMessage(HttpMethod.Get, PathOf(content)) { Headers = { Range = new RangeHeaderValue(10, 19) } };

        Assert.Equal(content[10..20], await (await service.Client.SendAsync(request)).Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_same_content_can_be_put_again_and_by_many_at_once()
    {
        await using var service = await StartAsync();
        var content = RandomNumberGenerator.GetBytes(100_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Client.PutAsync(PathOf(content), new ByteArrayContent(content))));

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Equal(HttpStatusCode.NoContent, (await service.Client.PutAsync(PathOf(content), new ByteArrayContent(content))).StatusCode);
        Assert.Equal(content, await service.Client.GetByteArrayAsync(PathOf(content)));
        Assert.Empty(Directory.GetFiles(_folder["cas/incoming"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_with_another_digest_is_refused_and_not_kept(bool isThere)
    {
        await using var service = await StartAsync();
        var path = PathOf("right"u8.ToArray());
        if (isThere)
        {
            await service.Client.PutAsync(path, new ByteArrayContent("right"u8.ToArray()));
        }

        Assert.Equal((400, "MENACE7013"), await (await service.Client.PutAsync(path, new ByteArrayContent("wrong"u8.ToArray()))).ProblemAsync());
        Assert.Equal(isThere ? ["right"] : [], Files());
    }

    [Fact]
    public async Task Content_over_the_limit_is_refused_and_not_kept()
    {
        await using var service = await StartAsync(maximum: 1000);
        var content = RandomNumberGenerator.GetBytes(1001);

        Assert.Equal((413, "MENACE7012"), await (await service.Client.PutAsync(PathOf(content), new ByteArrayContent(content))).ProblemAsync());
        using var chunked = new StreamContent(new MemoryStream(content));
        Assert.Equal((413, "MENACE7012"), await (await service.Client.SendAsync(new(HttpMethod.Put, PathOf(content)) { Content = chunked, Headers = { TransferEncodingChunked = true } })).ProblemAsync());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Damaged_content_is_not_found_and_a_put_replaces_it()
    {
        await using var service = await StartAsync();
        var content = RandomNumberGenerator.GetBytes(100_000);
        var path = PathOf(content);
        var file = _folder[$"cas/{path[^64..^62]}/{path[^64..]}"];
        await service.Client.PutAsync(path, new ByteArrayContent(content));

        Damage();
        Assert.Equal((404, "MENACE7019"), await (await service.Client.GetAsync(path)).ProblemAsync());
        Assert.Equal(HttpStatusCode.Created, (await service.Client.PutAsync(path, new ByteArrayContent(content))).StatusCode);
        Assert.Equal(content, await service.Client.GetByteArrayAsync(path));

        Damage();
        Assert.Equal(HttpStatusCode.Created, (await service.Client.PutAsync(path, new ByteArrayContent(content))).StatusCode);
        Assert.Equal(content, await service.Client.GetByteArrayAsync(path));

        Damage();
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.SendAsync(new(HttpMethod.Head, path))).StatusCode);
        Assert.Null(await new ContentFolder(_folder["cas"]).ReadAsync(path[^64..], default));

        void Damage()
        {
            using var stream = new FileStream(file, FileMode.Open) { Position = 50_000 };
            stream.WriteByte((byte)(content[50_000] + 1));
        }
    }

    [Fact]
    public async Task Content_with_another_type_is_a_coded_problem()
    {
        await using var service = await StartAsync();
        using var text = new StringContent("a", System.Text.Encoding.UTF8, "text/plain");

        Assert.Equal((415, "MENACE7016"), await (await service.Client.PutAsync(PathOf("a"u8.ToArray()), text)).ProblemAsync());
    }

    [Fact]
    public async Task Content_may_be_larger_than_other_bodies()
    {
        await using var service = await StartAsync(settings: RunningService.Settings with { MaximumBody = 100 });
        var content = RandomNumberGenerator.GetBytes(100_000);

        Assert.Equal(HttpStatusCode.Created, (await service.Client.PutAsync(PathOf(content), new ByteArrayContent(content))).StatusCode);
    }

    [Theory]
    [InlineData("/v1/cas/abc", 400)]
    [InlineData("/v1/cas/..%2f..%2fetc", 400)]
    [InlineData("/v1/cas/E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 400)]
    [InlineData("/v1/cas/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 404)]
    public async Task Invalid_or_unknown_digest_is_reported(string path, int status)
    {
        await using var service = await StartAsync();

        Assert.Equal(status, (await (await service.Client.GetAsync(path)).ProblemAsync()).Status);
    }

    [Fact]
    public void What_an_ended_process_left_half_written_is_removed()
    {
        Directory.CreateDirectory(_folder["cas/incoming"]);
        File.WriteAllText(_folder["cas/incoming/half"], "half");

        _ = new ContentFolder(_folder["cas"]);

        Assert.Empty(Files());
    }

    public void Dispose() => _folder.Dispose();

    private static string PathOf(byte[] content) => "/v1/cas/" + Convert.ToHexStringLower(SHA256.HashData(content));

    private IEnumerable<string> Files() => Directory.GetFiles(_folder["cas"], "*", SearchOption.AllDirectories).Select(File.ReadAllText);

    private Task<RunningService> StartAsync(long maximum = 1 << 20, ServiceSettings? settings = null) =>
        RunningService.StartAsync(app => ContentEndpoints.Map(app, new ContentFolder(_folder["cas"]), maximum), settings);
}
