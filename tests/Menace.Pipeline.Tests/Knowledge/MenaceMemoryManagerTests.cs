using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Notes, from the outside.</summary>
public sealed class MenaceMemoryManagerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MenaceMemoryManager _memory;

    public MenaceMemoryManagerTests() => _memory = new(_folder["memory.db"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Versions_of_a_note_count_up_and_the_newest_is_first()
    {
        Assert.Equal(1, _memory.Store("plan", "first", "a, b"));
        Assert.Equal(2, _memory.Store("plan", "second", "b c"));
        Assert.Equal(3, _memory.Store("plan", "second", "b c"));

        Assert.Equal(["second"], _memory.Query("plan").Select(entry => entry.Data));
        Assert.Equal([3, 2, 1], _memory.Query("plan", 10).Select(entry => entry.Version));
        Assert.Equal(["a", "b"], _memory.Query("plan", 10)[2].Tags);
        Assert.Empty(_memory.Query("other"));
    }

    [Fact]
    public void Notes_are_found_by_words_and_by_exact_tags()
    {
        _memory.Store("one", "reads csv files", "io");
        _memory.Store("two", "writes csv files", "io-slow");
        _memory.Store("two", "writes json files", "io-slow");

        Assert.Equal(["one"], _memory.Search("csv").Select(entry => entry.Key));
        Assert.Equal(["one"], _memory.SearchByTag("io").Select(entry => entry.Key));
        Assert.Empty(_memory.SearchByTag("i"));
        Assert.Empty(_memory.Search("\"*'"));
        Assert.NotEmpty(_memory.Search("csv AND \"NOT"));
    }

    [Fact]
    public void Summary_is_a_note_of_its_own_and_the_versions_stay()
    {
        _memory.Store("log", "The build began. It was slow.");
        _memory.Store("log", "The build failed. It was slow.");
        _memory.Store("log", "The disk was full.\nThe build was green.");

        Assert.Equal("The build began. It was slow.", _memory.SummariseMemory("log", ratio: 0.4));
        Assert.Equal("The build failed.", _memory.SummariseMemory("log", limit: 2, ratio: 0.2, store: false));

        var summary = Assert.Single(_memory.Query("log:summary", 10));
        Assert.Equal(["refs=1-3", "summary"], summary.Tags);
        Assert.Equal(4, _memory.Store("log", "next"));
        Assert.Equal([4, 3, 2, 1], _memory.Query("log", 10).Select(entry => entry.Version));
        Assert.Equal("", _memory.SummariseMemory("unknown"));
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => _memory.Store(" ", "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _memory.SummariseMemory("x", ratio: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _memory.SummariseMemory("x", ratio: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => _memory.SummariseMemory("x", limit: 0));
    }

    [Fact]
    public void Secret_in_a_key_is_not_stored_and_the_note_is_found()
    {
        _memory.Store("note AKIAIOSFODNN7EXAMPLE", "text");

        Assert.Equal("note [REDACTED]", Assert.Single(_memory.Query("note AKIAIOSFODNN7EXAMPLE")).Key);
    }
}
