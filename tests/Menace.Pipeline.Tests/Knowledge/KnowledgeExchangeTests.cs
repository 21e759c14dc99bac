using CsCheck;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Export and import of all databases.</summary>
public sealed class KnowledgeExchangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_gives_the_same_knowledge()
    {
        var text = Gen.OneOf(Gen.String[Gen.OneOf('a', 'Z', '"', '\\', '\n', '\t', '\0', '\u2028', 'é', '\uD800', ' '), 0, 12], Gen.String[0, 20]);
        var entry = Gen.Select(Gen.Int[0, 6], Gen.OneOf("k1", "k2", "k3"), text, text, text.Array[0, 3], (file, key, title, body, tags) =>
            (File: KnowledgeFolder.Files[file], Entry: new KnowledgeEntry
            {
                Key = key,
                Title = title,
                Body = body,
                Tags = tags,
                License = "MIT",
                Content = KnowledgeJson.Object(("text", body), ("list", KnowledgeJson.Texts(tags)), ("number", JsonValue.FromNumberText("1.50"))),
            }));
        var number = 0;
        entry.Array[0, 12].Sample(entries =>
        {
            var (from, to) = (Folder($"from{++number}"), Folder($"to{number}"));
            foreach (var (file, stored) in entries)
            {
                from.Open(file).Put(file is KnowledgeFolder.Bots or KnowledgeFolder.Models ? Bot(stored) : stored);
            }

            var count = KnowledgeExchange.Export(from, _folder["a.jsonl"]);
            Assert.Equal(count, KnowledgeExchange.Import(to, _folder["a.jsonl"], trusts: true, default));
            Assert.Equal(count, KnowledgeExchange.Export(to, _folder["b.jsonl"]));
            Assert.Equal(File.ReadAllText(_folder["a.jsonl"]), File.ReadAllText(_folder["b.jsonl"]));
            Assert.Equal(0, KnowledgeExchange.Import(to, _folder["a.jsonl"], trusts: true, default));
        }, iter: Nightly.Choose(15, 400), threads: 1);

        static KnowledgeEntry Bot(KnowledgeEntry entry) => KnownBotContent.Write(BotsDbTests.Bot(entry.Title, $"/repos/{entry.Key}", '1') with
        {
            Commit = ContentDigest.Of(entry.Body)[..40],
            Purpose = entry.Body,
            Tags = entry.Tags,
            Code = entry.Body,
            Origin = (KnownOrigin)(entry.Body.Length % 3),
            Examples = [new() { Function = "f", Args = [entry.Body, JsonValue.Null], Returns = JsonValue.FromItems([entry.Title]) }],
        });
    }

    [Fact]
    public void Bots_of_a_file_are_trusted_only_on_request()
    {
        var from = Folder("from");
        from.OpenBots().Register(BotsDbTests.Bot("a", "/repos/a", '1'));
        KnowledgeExchange.Export(from, _folder["k.jsonl"]);
        var to = Folder("to");

        KnowledgeExchange.Import(to, _folder["k.jsonl"], trusts: false, default);
        Assert.Equal(KnownOrigin.Untrusted, Assert.Single(to.OpenBots().List()).Origin);

        Assert.Equal(1, KnowledgeExchange.Import(to, _folder["k.jsonl"], trusts: true, default));
        Assert.Equal(KnownOrigin.Verified, Assert.Single(to.OpenBots().List()).Origin);
        Assert.Equal(0, KnowledgeExchange.Import(to, _folder["k.jsonl"], trusts: false, default));
        Assert.Equal((1, 1), to.Open("bots.db").Count());
    }

    [Fact]
    public void Own_entry_is_not_replaced_by_an_older_one()
    {
        var from = Folder("from");
        from.Open("code.db").Put(Entries.Of("a", "from elsewhere"));
        KnowledgeExchange.Export(from, _folder["k.jsonl"]);
        var to = Folder("to");
        to.Open("code.db").Put(Entries.Of("a", "own"));

        KnowledgeExchange.Import(to, _folder["k.jsonl"], trusts: false, default);

        Assert.Equal("own", to.Open("code.db").Find("a")!.Body);
        Assert.Equal(2, to.Open("code.db").Count().All);
    }

    [Theory]
    [InlineData("", "line 1: it is empty")]
    [InlineData("no json\n", "line 1: ")]
    [InlineData("[1]\n", "line 1: it is not an export")]
    [InlineData("{\"menace_knowledge\":2}\n", "line 1: its format is 2")]
    [InlineData("{\"menace_knowledge\":1}\n{\"db\":\"../evil.db\",\"key\":\"a\"}\n", "line 2: '../evil.db' is not a database")]
    [InlineData("{\"menace_knowledge\":1}\n{\"db\":\"code.db\"}\n", "line 2: 'key' is missing")]
    [InlineData("{\"menace_knowledge\":1}\nGOOD\n{\"db\":\"code.db\",\"key\":\"a\",\"revi", "line 3: ")]
    [InlineData("{\"menace_knowledge\":1}\nGOOD\nBOT\n", "line 3: 'a' is not stored: its repository is not an absolute path")]
    public void Broken_file_is_refused_at_its_line_and_nothing_is_stored(string content, string reason)
    {
        const string Good = """{"db":"code.db","key":"a","revision":1,"current":true,"rank":0,"title":"a","content":{},"at":"2030-01-01T00:00:00Z"}""";
        var bot = Good.Replace("code.db", "bots.db", StringComparison.Ordinal).Replace("{}", "{\"language\":\"python\"}", StringComparison.Ordinal);
        _folder.Write("k.jsonl", content.Replace("GOOD", Good, StringComparison.Ordinal).Replace("BOT", bot, StringComparison.Ordinal));
        var to = Folder("to");

        var exception = Assert.Throws<KnowledgeException>(() => KnowledgeExchange.Import(to, _folder["k.jsonl"], trusts: true, default));

        Assert.Equal("MENACE6005", exception.Code);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["to"]));
    }

    [Fact]
    public void Missing_file_and_binary_file_are_refused()
    {
        File.WriteAllBytes(_folder["binary"], [0xFF, 0xFE, 0x00, 0x80]);

        foreach (var file in (string[])["missing", "binary"])
        {
            var exception = Assert.Throws<KnowledgeException>(() => KnowledgeExchange.Import(Folder("to"), _folder[file], trusts: true, default));
            Assert.Equal("MENACE6005", exception.Code);
        }
    }

    [Fact]
    public void Secret_in_a_file_is_not_stored()
    {
        var line = """{"db":"code.db","key":"a","revision":1,"current":true,"rank":0,"title":"a","body":"AKIAIOSFODNN7EXAMPLE","content":{},"at":"2030-01-01T00:00:00Z"}""";
        _folder.Write("k.jsonl", "{\"menace_knowledge\":1}\n" + line + "\n");

        KnowledgeExchange.Import(Folder("to"), _folder["k.jsonl"], trusts: true, default);

        Assert.Equal("[REDACTED]", Folder("to").Open("code.db").Find("a")!.Body);
    }

    private KnowledgeFolder Folder(string name) => new(_folder[name]);
}
