using CsCheck;
using Menace.Pipeline.Knowledge;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Entries, their revisions, the bounds and the search.</summary>
public sealed class KnowledgeStoreTests : IDisposable
{
    private const string Key = "AKIAIOSFODNN7EXAMPLE";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Later_revision_is_found_and_the_earlier_is_history()
    {
        var store = Store();
        store.Put(Entries.Of("a", "first words"));
        store.Put(Entries.Of("a", "second words"));

        Assert.Equal(["second words"], store.Search("words", 9).Select(match => match.Entry.Body));
        Assert.Empty(store.Search("first", 9));
        Assert.Equal([2, 1], store.History("a").Select(entry => entry.Revision));
        Assert.Equal((2, 1), store.Count());
    }

    [Fact]
    public void Same_entry_again_changes_nothing()
    {
        var store = Store();
        store.Put(Entries.Of("a", "text"));
        var version = store.Version();

        store.Put(Entries.Of("a", "text"));

        Assert.Equal(version, store.Version());
        Assert.Equal((1, 1), store.Count());
    }

    [Fact]
    public void Lower_rank_does_not_replace_a_higher_one()
    {
        var store = Store();
        store.Put(Entries.Of("a", "verified") with { Variant = "1", Rank = 2 });
        store.Put(Entries.Of("a", "imported") with { Variant = "2", Rank = 0 });
        store.Put(Entries.Of("a", "imported again") with { Variant = "1", Rank = 0 });

        Assert.Equal("verified", store.Find("a")!.Body);
        Assert.Equal(["imported", "verified"], store.History("a").Select(entry => entry.Body));

        store.Put(Entries.Of("a", "verified later") with { Variant = "2", Rank = 2 });
        Assert.Equal("verified later", Assert.Single(store.Search("verified", 9)).Entry.Body);
        Assert.Equal(["verified later", "verified"], store.History("a").Select(entry => entry.Body));
    }

    [Fact]
    public void Bounds_remove_history_first_and_then_the_oldest()
    {
        var store = Store(new() { MostEntries = 5, MostRevisions = 3 });
        for (var i = 1; i <= 6; i++)
        {
            store.Put(Entries.Of("a", $"revision {i}"));
        }

        Assert.Equal([6, 5, 4], store.History("a").Select(entry => entry.Revision));
        store.Put([.. "bcde".Select(letter => Entries.Of(letter.ToString()))]);
        Assert.Equal(["a", "b", "c", "d", "e"], store.List().Select(entry => entry.Key));
        Assert.Equal((5, 5), store.Count());
        store.Put(Entries.Of("f", "words"));
        Assert.Equal(["b", "c", "d", "e", "f"], store.List().Select(entry => entry.Key));
        Assert.Empty(store.Search("revision", 9));
    }

    [Fact]
    public void Characters_are_bounded_and_a_huge_entry_is_refused()
    {
        var store = Store(new() { MostCharacters = 10_000, LargestEntry = 3_000 });
        for (var i = 0; i < 20; i++)
        {
            store.Put(Entries.Of($"entry{i:00}", new string('x', 2_000)));
        }

        Assert.Equal(["entry16", "entry17", "entry18", "entry19"], store.List().Select(entry => entry.Key));
        Assert.Equal("MENACE6003", Assert.Throws<KnowledgeException>(() => store.Put(Entries.Of("huge", new string('x', 4_000)))).Code);
        Assert.Null(store.Find("huge"));
    }

    [Fact]
    public void Removed_revision_gives_its_place_to_the_one_before()
    {
        var clock = new SettableClock();
        var store = new KnowledgeStore(_folder["bots.db"], clock: clock);
        store.Put(Entries.Of("a", "old words"));
        clock.Now += TimeSpan.FromDays(10);
        store.Put(Entries.Of("a", "new words"));
        store.Put(Entries.Of("b", "words"));

        Assert.Equal(1, store.Prune(clock.Now.AddDays(-1), onlyHistory: true, isDryRun: true));
        Assert.Equal(3, store.Count().All);
        Assert.Equal(1, store.Prune(clock.Now.AddDays(-1), onlyHistory: true));
        Assert.Equal(["new words", "words"], store.List().Select(entry => entry.Body));
        Assert.Equal(1, store.Remove("b"));
        Assert.Equal(1, store.Prune(clock.Now.AddDays(1), onlyHistory: false));
        Assert.Empty(store.Search("words", 9));
    }

    [Fact]
    public void Best_match_comes_first_and_equals_are_in_the_order_of_their_keys()
    {
        var store = Store();
        store.Put(
            Entries.Of("zebra", "turns titles into slugs"), Entries.Of("CsvReader", "reads tables"), Entries.Of("other", "a csv file"),
            Entries.Of("apple", "turns titles into slugs"), Entries.Of("x1", "unrelated"), Entries.Of("x2", "unrelated"));

        Assert.Equal(["CsvReader", "other"], store.Search("csv", 9).Select(match => match.Entry.Title));
        Assert.Equal(["apple", "zebra"], store.Search("Title slug", 9).Select(match => match.Entry.Title));
        Assert.Equal(["apple"], store.Search("Title slug", 1).Select(match => match.Entry.Title));
        Assert.All(store.Search("csv reader titles", 9), match => Assert.True(match.Bm25 >= 0));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("csv AND NOT NEAR(a b)")]
    [InlineData("title:csv")]
    [InlineData("csv*")]
    [InlineData("(((")]
    [InlineData("'; DROP TABLE entry; --")]
    [InlineData("-csv ^ + {a}")]
    [InlineData("\0csv\0")]
    public void Operators_of_the_search_are_words(string query)
    {
        var store = Store();
        store.Put(Entries.Of("csv", "and not near"));

        Assert.Equal(query.Any(char.IsLetter) && !query.Contains("DROP", StringComparison.Ordinal) ? 1 : 0, store.Search(query, 9).Count);
        Assert.Equal(1, store.Count().All);
    }

    [Fact]
    public void Any_text_is_stored_and_searched()
    {
        var store = Store();
        Gen.Select(Gen.String, Gen.String).Sample((text, query) =>
        {
            store.Put(Entries.Of("entry", text) with { Tags = [query] });
            store.Search(query, 5);
            var stored = KnowledgeJson.Redact(text); // a random text can look like a secret, and then it is found by what is stored
            if (SearchTerms.OfQuery(stored).Any(term => term.All(char.IsAscii)))
            {
                Assert.Contains(store.Search(stored, 5), match => match.Entry.Key == "entry");
            }
        }, iter: Nightly.Choose(150, 5000), threads: 1);
    }

    [Fact]
    public void Secrets_are_nowhere_in_the_file()
    {
        var store = Store();
        store.Put(new KnowledgeEntry
        {
            Key = "key",
            Title = $"title {Key}",
            Body = $"body {Key}",
            Tags = [$"tag-{Key}"],
            License = Key,
            Content = KnowledgeJson.Object(("list", KnowledgeJson.Texts([$"in {Key}"])), ($"name {Key}", "x")),
        });

        SqliteConnection.ClearAllPools();
        Assert.All(Directory.GetFiles(_folder.Path), file =>
            Assert.DoesNotContain(Key, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.OrdinalIgnoreCase));
        Assert.Contains("[REDACTED]", store.Find("key")!.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Transaction_that_fails_stores_nothing()
    {
        var store = Store();
        store.Put(Entries.Of("a", "old"));

        Assert.Throws<InvalidOperationException>(() => store.Change("a", _ => throw new InvalidOperationException()));
        Assert.Throws<KnowledgeException>(() => store.Put(Entries.Of("b"), Entries.Of("c", new string('x', 3 << 20))));

        Assert.Equal(["old"], store.List().Select(entry => entry.Body));
    }

    private KnowledgeStore Store(KnowledgeLimits? limits = null) => new(_folder["bots.db"], limits);

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
