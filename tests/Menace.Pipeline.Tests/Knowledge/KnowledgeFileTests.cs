using Menace.Pipeline.Knowledge;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Files that are damaged, foreign, locked or read-only.</summary>
public sealed class KnowledgeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder["k/bots.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reading_makes_no_file()
    {
        var store = Store();

        Assert.Empty(store.Search("anything", 5));
        Assert.Empty(store.List());
        Assert.Null(store.Find("key"));
        Assert.Equal((0, 0), store.Count());
        Assert.Equal(0, store.Prune(DateTimeOffset.MaxValue, onlyHistory: false));
        Assert.Equal(0, store.Remove("key"));
        Assert.False(Directory.Exists(_folder["k"]));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("cut")]
    public void Empty_or_damaged_file_is_renamed_and_replaced_with_a_warning(string kind)
    {
        Store().Put([.. Enumerable.Range(0, 100).Select(i => Entries.Of($"old{i}", new string('x', 500)))]);
        Damage(kind);
        var damaged = File.ReadAllBytes(Database);

        var store = Store();
        store.Put(Entries.Of("new"));

        Assert.Equal(["new"], store.List().Select(entry => entry.Title));
        var replaced = Assert.Single(store.TakeReplaced());
        Assert.Equal(Database, replaced.Path);
        Assert.Equal(damaged, File.ReadAllBytes(replaced.Aside));
        Assert.Equal("MENACE6002", KnowledgeFindings.Of(replaced).Rule.Id);
        Assert.Empty(store.TakeReplaced());
    }

    [Fact]
    public void Damaged_file_is_replaced_by_a_reader_too()
    {
        Directory.CreateDirectory(_folder["k"]);
        File.WriteAllText(Database, new string('x', 10000));
        var store = Store();

        Assert.Empty(store.Search("anything", 5));

        Assert.Single(store.TakeReplaced());
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public void Draft_of_a_killed_process_is_removed()
    {
        _folder.Write("k/bots.db.new-1-0", "half");

        Store().Put(Entries.Of("new"));

        Assert.Equal(["bots.db", "bots.db.lock"], Directory.GetFiles(_folder["k"]).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("PRAGMA user_version = 2", "it has schema version 2")]
    [InlineData("PRAGMA application_id = 7", "it holds the tables of another program")]
    public void Newer_or_foreign_file_is_an_error_and_is_not_written(string change, string reason)
    {
        Store().Put(Entries.Of("old"));
        Execute(change);
        var before = File.ReadAllBytes(Database);

        foreach (var use in (Action<KnowledgeStore>[])[store => store.Put(Entries.Of("new")), store => store.Search("old", 1)])
        {
            var exception = Assert.Throws<KnowledgeException>(() => use(Store()));
            Assert.Equal("MENACE6001", exception.Code);
            Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(Database));
        Assert.Empty(Directory.GetFiles(_folder["k"], "*.broken-*"));
    }

    [Fact]
    public async Task Read_only_folder_is_searched_and_a_write_is_an_error()
    {
        Store().Put(Entries.Of("shared"));
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder.Path, Readable);
        File.SetUnixFileMode(_folder["k"], Readable);
        File.SetUnixFileMode(Database, Readable);
        try
        {
            var output = await OtherKnowledge.RunInProcessAsync(_folder["k"], "search", "shared", asOther: true);

            Assert.StartsWith("shared\nMENACE6001 The knowledge database '", output, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, Readable | UnixFileMode.UserWrite);
            File.SetUnixFileMode(_folder["k"], Readable | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Folder_that_is_a_file_is_an_error()
    {
        _folder.Write("k", "");

        Assert.Equal("MENACE6001", Assert.Throws<KnowledgeException>(() => Store().Put(Entries.Of("new"))).Code);
    }

    [Fact]
    public async Task Two_processes_write_at_once_and_nothing_is_lost()
    {
        var other = OtherKnowledge.RunInProcessAsync(_folder["k"], "write", "other");
        await OtherKnowledge.RunAsync(_folder["k"], "write", "this");
        Assert.Equal("done", await other);

        var store = Store();
        Assert.Equal(101, store.Count().Current);
        Assert.Equal("100", store.Find("counter")!.Body);
        Assert.Equal(50, store.ByTag("other", 1000).Count);
    }

    [Fact]
    public void Many_threads_begin_at_a_damaged_file_and_it_is_set_aside_once()
    {
        Directory.CreateDirectory(_folder["k"]);
        File.WriteAllText(Database, new string('x', 10000));

        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Store().Put(Entries.Of($"entry{i}")));

        Assert.Equal(16, Store().Count().Current);
        Assert.Single(Directory.GetFiles(_folder["k"], "bots.db.broken-*"));
        Assert.Empty(Directory.GetFiles(_folder["k"], "*.new-*"));
    }

    private KnowledgeStore Store() => new(Database);

    private void Damage(string kind)
    {
        if (kind == "cut")
        {
            using var file = File.OpenWrite(Database);
            file.SetLength(file.Length / 2);
            return;
        }

        File.WriteAllText(Database, kind == "empty" ? "" : new string('x', 10000));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
