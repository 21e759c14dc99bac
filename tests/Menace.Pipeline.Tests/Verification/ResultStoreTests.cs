using System.Text;
using CsCheck;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>The folder of verified results: what is kept is found, and what is there in any other form is not.</summary>
public sealed class ResultStoreTests : IDisposable
{
    private static readonly string Key = new('a', 64);

    private static readonly StoredResult Green = new(
        Key,
        new("bot", VerificationOutcome.Passed,
        [
            new TestResult("test_a[\"ü\n1\"]", TestOutcome.Passed, "") { Seconds = 0.25 },
            new TestResult("test_b", TestOutcome.Skipped, "later") { IsDeclaredSkip = true },
        ])
        {
            Key = "verdict",
            Seconds = 1.5,
            Lint = [new LintWarning("bot.py", 1, 2, "SyntaxWarning", "no")],
            Baseline = new TestBaseline("files", 2),
        },
        [Warning(Rules.MutantSurvived, "bot", "value", "it returns None at once")]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kept_verdict_is_found_whole_by_its_key()
    {
        Store.Keep(Green);

        Assert.Equal(Text(Green), Text(Store.Find(Key, "bot")));
        Assert.Null(Store.Find(new('b', 64), "bot"));
        Assert.Equal([".gitignore", $"{Key}.result"], Names());
        Assert.Null(Store.Problem);
    }

    [Fact]
    public void Any_verdicts_are_found_as_they_were_kept() =>
        Gen.Select(Gen.Select(Gen.String, Gen.Bool, Gen.Double[0, 1e6]).List[1, 5], Gen.String, Gen.Double[0, 1e6]).Sample(
            (tests, file, seconds) =>
            {
                TestResult[] results = [.. tests.Select((test, i) => new TestResult(Valid(test.Item1), i == 0 || test.Item2 ? TestOutcome.Passed : TestOutcome.Skipped, "")
                {
                    Seconds = test.Item3,
                })];
                var kept = Green with
                {
                    Result = Green.Result with { Tests = results, Seconds = seconds, Lint = null, Baseline = new(Valid(file), results.Length) },
                    Warnings = [],
                };
                Store.Keep(kept);
                Assert.Equal(Text(kept), Text(Store.Find(Key, "bot")));
            },
            iter: Nightly.Choose(100, 5_000), threads: 1);

    [Fact]
    public void Entry_that_was_truncated_anywhere_is_a_miss()
    {
        Store.Keep(Green);
        var whole = File.ReadAllBytes(Entry);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Entry, whole[..length]);
            Assert.Null(Store.Find(Key, "bot"));
        }

        File.WriteAllBytes(Entry, whole);
        Assert.NotNull(Store.Find(Key, "bot"));
    }

    [Fact]
    public void Entry_with_any_flipped_bit_is_a_miss()
    {
        Store.Keep(Green);
        var bytes = File.ReadAllBytes(Entry);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Entry, bytes);
            Assert.Null(Store.Find(Key, "bot"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Any_other_content_is_a_miss()
    {
        Store.Keep(Green);
        Gen.Byte.Array[0, 300].Sample(
            bytes =>
            {
                File.WriteAllBytes(Entry, bytes);
                Assert.Null(Store.Find(Key, "bot"));
                WriteSealed(bytes);
                Assert.Null(Store.Find(Key, "bot"));
            },
            iter: Nightly.Choose(200, 20_000), threads: 1);
    }

    /// <summary>The digest of each is right: only what it says is wrong.</summary>
    [Theory]
    [InlineData("Passed\",\"Tests", "Failed\",\"Tests")]
    [InlineData("Passed\",\"Tests", "Stub\",\"Tests")]
    [InlineData("\"Outcome\":\"Passed\",\"Message", "\"Outcome\":\"Failed\",\"Message")]
    [InlineData("\"Outcome\":\"Passed\",\"Message", "\"Outcome\":\"Skipped\",\"Message")]
    [InlineData("\"Outcome\":\"Passed\",\"Message", "\"Outcome\":17,\"Message")]
    [InlineData("\"Bot\":\"bot\"", "\"Bot\":\"other\"")]
    [InlineData("\"Bot\":\"bot\"", "\"Bot\":null")]
    [InlineData("\"Key\":\"aaa", "\"Key\":\"baa")]
    [InlineData("\"Tests\":2", "\"Tests\":3")]
    [InlineData("\"Seconds\":1.5", "\"Seconds\":-1.5")]
    [InlineData("\"Seconds\":0.25", "\"Seconds\":1e300")]
    [InlineData("\"IsReused\":false", "\"IsReused\":true")]
    [InlineData("\"IsReused\":false", "\"IsNew\":false")]
    [InlineData("\"IsCollectionError\":false", "\"IsCollectionError\":true")]
    [InlineData("\"Severity\":\"warning\"", "\"Severity\":\"error\"")]
    [InlineData("MENACE5046", "MENACE5014")]
    [InlineData("[\"bot\",\"value\"", "[null,\"value\"")]
    [InlineData("\"Lint\":[{", "\"Lint\":[null,{")]
    [InlineData("\"Warnings\":[{", "\"Warnings\":[null,{")]
    [InlineData("\"Files\":[]", "\"Files\":[{\"Path\":\"a\",\"Identity\":null}]")]
    [InlineData("\"Message\":\"no\"", "\"Message\":null")]
    [InlineData("{\"Key\"", "{\"Other\":1,\"Key\"")]
    public void Entry_that_no_build_writes_is_a_miss(string written, string forged)
    {
        Store.Keep(Green);
        var body = Encoding.UTF8.GetString(File.ReadAllBytes(Entry)).Split('\n', 2)[1];
        Assert.Contains(written, body, StringComparison.Ordinal);
        WriteSealed(Encoding.UTF8.GetBytes(body));
        Assert.NotNull(Store.Find(Key, "bot"));

        WriteSealed(Encoding.UTF8.GetBytes(body.Replace(written, forged, StringComparison.Ordinal)));

        Assert.Null(Store.Find(Key, "bot"));
    }

    [Fact]
    public void Entry_of_another_format_of_another_key_or_no_file_is_a_miss()
    {
        Store.Keep(Green);
        var text = File.ReadAllText(Entry);

        File.WriteAllText(Entry, text.Replace("menace-result-1", "menace-result-2", StringComparison.Ordinal));
        Assert.Null(Store.Find(Key, "bot"));

        File.WriteAllText(_folder[$"store/{new string('b', 64)}.result"], text);
        Assert.Null(Store.Find(new('b', 64), "bot"));

        File.Delete(Entry);
        File.CreateSymbolicLink(Entry, _folder.Write("elsewhere", text));
        Assert.Null(Store.Find(Key, "bot"));

        File.Delete(Entry);
        Shell.Run(_folder.Path, null, "mkfifo", Entry);
        Assert.Null(Store.Find(Key, "bot"));
    }

    [Fact]
    public void Forgotten_verdict_is_not_found_and_can_be_kept_again()
    {
        Store.Keep(Green);

        Store.Forget(Key, isFlaky: false);
        Assert.Null(Store.Find(Key, "bot"));

        Store.Keep(Green);
        Assert.NotNull(Store.Find(Key, "bot"));
    }

    [Fact]
    public void Flaky_verdict_is_never_kept_again()
    {
        Store.Keep(Green);
        var entry = File.ReadAllBytes(Entry);

        Store.Forget(Key, isFlaky: true);
        Store.Keep(Green);
        Assert.Equal([".gitignore", $"{Key}.flaky"], Names());

        // A build that ran at the same time did not know.
        File.WriteAllBytes(Entry, entry);
        Assert.Null(Store.Find(Key, "bot"));
    }

    [Theory]
    [InlineData("MENACE5046", true)]
    [InlineData("MENACE5015", false)]
    [InlineData("MENACE5017", false)]
    public void Verdict_with_a_warning_that_is_not_about_the_code_may_not_be_kept(string code, bool expected) =>
        Assert.Equal(expected, ResultStore.MayKeep([Warning(Rules.All.First(rule => rule.Id == code), "bot", "a", "b")]));

    [Fact]
    public void Entries_that_were_not_used_for_a_month_are_deleted_and_nothing_else()
    {
        string[] keys = [.. "abc".Select(letter => new string(letter, 64))];
        foreach (var key in keys)
        {
            Store.Keep(Green with { Key = key });
        }

        var mine = _folder.Write("store/mine.txt", "");
        var draft = _folder.Write($"store/{keys[0]}.{Guid.NewGuid():N}.tmp", "");
        var marked = _folder.Write($"store/{keys[0]}.flaky", "");
        foreach (var file in (string[])[mine, draft, marked, PathOf(keys[0]), PathOf(keys[1])])
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromDays(40));
        }

        File.SetLastWriteTimeUtc(draft, DateTime.UtcNow - TimeSpan.FromDays(2));
        Assert.NotNull(Store.Find(keys[1], "bot"));
        Store.Prune();
        Assert.Equal([".gitignore", $"{keys[1]}.result", $"{keys[2]}.result", "menace-results.pruned", "mine.txt"], Names());

        // Once a day.
        File.SetLastWriteTimeUtc(PathOf(keys[2]), DateTime.UtcNow - TimeSpan.FromDays(40));
        Store.Prune();
        Assert.True(File.Exists(PathOf(keys[2])));
        File.SetLastWriteTimeUtc(_folder["store/menace-results.pruned"], DateTime.UtcNow - TimeSpan.FromDays(2));
        Store.Prune();
        Assert.False(File.Exists(PathOf(keys[2])));
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_one_warning_and_no_verdict()
    {
        var inTheWay = _folder.Write("file", "");
        var store = new ResultStore(Path.Combine(inTheWay, "store"));

        Assert.Null(store.Find(Key, "bot"));
        store.Prune();
        store.Forget(Key, isFlaky: false);
        Assert.Null(store.Problem);
        store.Keep(Green);
        store.Forget(Key, isFlaky: true);

        Assert.Equal(Rules.ResultsNotKept, store.Problem!.Rule);
        Assert.StartsWith($"Verified results cannot be kept in '{inTheWay}/store': ", store.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_builds_that_write_and_read_the_same_keys_see_whole_verdicts()
    {
        string[] keys = ["1" + Key[1..], "2" + Key[1..]];
        var seen = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Nightly.Choose(400, 10_000)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
        {
            var store = new ResultStore(_folder["store"]);
            var key = keys[i % 2];
            switch (i % 7)
            {
                case 0:
                    store.Forget(key, isFlaky: false);
                    break;
                case < 4:
                    store.Keep(Green with { Key = key });
                    break;
                default:
                    if (store.Find(key, "bot") is { } found)
                    {
                        Interlocked.Increment(ref seen);
                        Assert.Equal(Text(Green with { Key = key }), Text(found));
                    }

                    break;
            }

            return ValueTask.CompletedTask;
        });

        Assert.NotEqual(0, seen);
        Assert.DoesNotContain(Names(), name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private ResultStore Store => new(_folder["store"]);

    private string Entry => PathOf(Key);

    private string PathOf(string key) => _folder[$"store/{key}.result"];

    private string[] Names() => [.. Directory.GetFiles(_folder["store"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void WriteSealed(byte[] body) =>
        File.WriteAllBytes(Entry, [.. Encoding.ASCII.GetBytes($"menace-result-1 {ContentDigest.Of(body)}\n"), .. body]);

    private static RunWarning Warning(RuleDescriptor rule, params string[] arguments) =>
        new(DiagnosticRecord.Of(new PipelineDiagnostic(rule, arguments) { Bot = "bot" }), ["bot"], []);

    /// <summary>Halves of surrogate pairs are no text.</summary>
    private static string Valid(string text) => string.Concat(text.EnumerateRunes());

    private static string Text(StoredResult? stored) => System.Text.Json.JsonSerializer.Serialize(stored);
}
