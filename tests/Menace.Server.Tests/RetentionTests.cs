using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.ContentStore;
using Menace.Server.Stage4;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Old runs go with all that they left, and nothing that anybody needs goes with them.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly TemporaryFolder _folder = new();

    private string State => _folder["state"];

    private WorkflowDb Database => new(_folder["state/workflows.db"]);

    [Fact]
    public async Task Packages_that_arrive_while_old_ones_are_removed_are_built_and_all_that_they_need_stays()
    {
        await using var stage4 = await RunningStage4.StartAsync(State, settings => settings with { Slots = 2, Keep = Month, PruneEvery = TimeSpan.FromMilliseconds(100) });
        var old = await stage4.Client.SendAsync(Package("Old", 0), execute: true);
        await stage4.Client.EndAsync(old);
        var bundle = BundleOf(await stage4.Client.GetJsonAsync($"/v1/runs/{old}"));
        Age(bundle[^64..]);
        Assert.True((await stage4.Client.GetAsync(bundle)).IsSuccessStatusCode);

        Age(old);
        var arriving = Enumerable.Range(1, 2).Select(async number =>
        {
            var run = await stage4.Client.SendAsync(Package("New", number), execute: true);
            return await stage4.Client.EndAsync(run);
        }).ToList();
        await Eventually.IsSoAsync(() => Database.Run(old) is null && !Directory.Exists(_folder[$"state/runs/{old}"]));
        await Eventually.IsSoAsync(() => !File.Exists(PathOf(bundle[^64..])));

        foreach (var details in await Task.WhenAll(arriving))
        {
            Assert.Equal("done", (string)details["run"]!["status"]!);
            Assert.True((await stage4.Client.GetAsync(BundleOf(details))).IsSuccessStatusCode);
        }

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await stage4.Client.GetAsync($"/v1/runs/{old}")).StatusCode);
        var again = await stage4.Client.SendAsync(Package("Old", 0), execute: true);
        Assert.True(again > old);
        Assert.Equal("done", (string)(await stage4.Client.EndAsync(again))["run"]!["status"]!);
    }

    [Fact]
    public async Task Prune_removes_what_is_old_says_before_what_it_would_and_finds_what_a_killed_one_left()
    {
        var (old, young) = (Record("old"), Record("young"));
        foreach (var digest in new[] { Put("file of old"), Put("nobody's") })
        {
            Age(digest);
        }

        var fresh = Put("put a moment ago");
        Age(old);
        Directory.CreateDirectory(_folder[$"state/runs/{young}"]);
        Directory.CreateDirectory(_folder["state/runs/999/repositories"]);
        await File.WriteAllTextAsync(_folder["state/runs/999/repositories/left"], "by one that was killed");

        var (code, would, error) = await PruneAsync("--dry-run");
        Assert.True(code == 0, error);
        Assert.Equal((2, 2, true), (Database.Runs().Count, Directory.GetDirectories(_folder["state/runs"]).Length, File.Exists(PathOf(Digest("file of old")))));
        var (_, removed, _) = await PruneAsync();

        Assert.StartsWith("Would remove 1 runs, 1 run folders and 2 blobs, ", would, StringComparison.Ordinal);
        Assert.Equal(would.Replace("Would remove", "Removed", StringComparison.Ordinal), removed);
        Assert.Equal(young, Database.Runs().Single().Id);
        Assert.Equal([_folder[$"state/runs/{young}"]], Directory.GetDirectories(_folder["state/runs"]));
        Assert.Equal([Digest("file of young"), fresh], Contents("file of young", "file of old", "nobody's", "put a moment ago"));
        Assert.StartsWith("Removed 0 runs, 0 run folders and 0 blobs, ", (await PruneAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_database_is_not_touched()
    {
        Record("old");
        Age(Put("named elsewhere"));
        await File.WriteAllTextAsync(_folder["state/database"], "postgresql://db:5432/menace\n");

        var (code, _, error) = await PruneAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("error MENACE7006: ", error, StringComparison.Ordinal);
        Assert.Contains("postgresql://db:5432/menace", error, StringComparison.Ordinal);
        await using (await RunningStage4.StartAsync(State, settings => settings with { Slots = 0, PruneEvery = TimeSpan.FromMilliseconds(20) }))
        {
            await Task.Delay(200);
        }

        Assert.True(File.Exists(PathOf(Digest("named elsewhere"))));
    }

    [Fact]
    public async Task Contents_that_are_named_in_any_way_stay()
    {
        var file = Put("named by a large package");
        var package = Put($$"""{"files":{"a.py":{"digest":"{{file}}"} } }""");
        Database.AcceptPackage(new("large", 1) { CasDigest = package }, [new("key", "a")]);
        var (plain, zipped, large) = (Put("named by a dead message"), Put("named by a gzipped one"), Put("a message itself"));
        Database.Bury(new(DeadKind.Message, "1", "no") { Content = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"cas":"{{plain}}"}""")) });
        Database.Bury(new(DeadKind.Message, "2", "no") { Content = Convert.ToBase64String(Gzip.Pack($$"""{"digest":"{{zipped}}"}""")) });
        Database.Bury(new(DeadKind.Message, "3", $"no. The message is in the content store as {large}"));
        var nobodys = Put("named only as a part: " + file);
        string[] all = [file, package, plain, zipped, large, nobodys];
        Array.ForEach(all, Age);

        await new Retention(new RunStore(Database), State).RunAsync(Month, isDryRun: false, default);

        Assert.Equal(all.SkipLast(1), all.Where(digest => File.Exists(PathOf(digest))));
    }

    [Fact]
    public async Task Contents_that_are_put_or_asked_for_again_while_they_are_deleted_are_there_afterwards()
    {
        var contents = new ContentFolder(_folder["state/cas"]);
        var texts = Enumerable.Range(0, 200).Select(number => $"text {number}").ToArray();
        for (var round = 0; round < 2; round++)
        {
            var digests = texts.Select(Put).ToArray();
            Array.ForEach(digests, Age);
            var sweeping = Task.Run(() => new ContentSweep(_folder["state/cas"]).RunAsync(DateTimeOffset.UtcNow.AddDays(-1), _ => false, isDryRun: false, default));

            await Parallel.ForEachAsync(digests.Zip(texts), async (content, cancellationToken) =>
            {
                if (await contents.ReadAsync(content.First, cancellationToken) is null)
                {
                    await contents.PutAsync(content.First, new MemoryStream(Encoding.UTF8.GetBytes(content.Second)), 1000, cancellationToken);
                }
            });
            await sweeping;

            Assert.All(digests, digest => Assert.True(File.Exists(PathOf(digest))));
        }
    }

    [Fact]
    public async Task A_worker_leaves_the_runs_of_a_shared_database_to_its_Stage_4_and_deletes_its_own_folders_and_copies()
    {
        var old = Record("old");
        Age(old);
        Age(Digest("file of old"));
        Directory.CreateDirectory(_folder[$"state/runs/{old}"]);

        var pruned = await new Retention(new RunStore(Database), State) { RemovesRuns = false, HasCopies = true }.RunAsync(Month, isDryRun: false, default);

        Assert.Equal((0, 1, 1), (pruned.Runs, pruned.Folders, pruned.Contents));
        Assert.NotNull(Database.Run(old));
    }

    [Theory]
    [InlineData("all", true)]
    [InlineData("23h", false)]
    public async Task How_long_is_kept_is_a_time_of_at_least_a_day_or_all(string keep, bool isValid)
    {
        // The state folder is none, so that it ends by itself.
        await File.WriteAllTextAsync(_folder["file"], "");

        var (_, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["worker", "--state", "file", "--keep", keep]);

        Assert.StartsWith(isValid ? "error MENACE7006: " : "error MENACE7002: --keep", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Package(string name, int number) => Stage4Requests.Package((name + number.ToString(CultureInfo.InvariantCulture), "def run():\n    return 1\n"));

    private static string BundleOf(JsonNode details) => (string)details["bots"]![0]!["repository"]!["url"]!;

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Task<(int Code, string Output, string Error)> PruneAsync(params string[] arguments) =>
        MenaceCommand.RunAsync(_folder.Path, ["prune", "--state", "state", "--older-than", "30d", .. arguments]);

    /// <summary>A run that has ended, of a package that names a content.</summary>
    private long Record(string name) =>
        Database.AcceptPackage(new(name, 1) { Content = $$"""{"files":{"a.py":{"digest":"{{Put("file of " + name)}}"} } }""", Execute = false }, []).RunId;

    private string Put(string text)
    {
        var digest = Digest(text);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(digest))!);
        File.WriteAllText(PathOf(digest), text);
        return digest;
    }

    private string PathOf(string digest) => _folder[$"state/cas/{digest[..2]}/{digest}"];

    private IEnumerable<string> Contents(params string[] texts) => texts.Select(Digest).Where(digest => File.Exists(PathOf(digest)));

    private void Age(string digest) => File.SetLastWriteTimeUtc(PathOf(digest), DateTime.UtcNow.AddDays(-40));

    private void Age(long run)
    {
        using var connection = new SqliteProvider(_folder["state/workflows.db"]).Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"UPDATE run SET changed = '{SqlText.Time(DateTimeOffset.UtcNow.AddDays(-40))}' WHERE id = {run}");
        command.ExecuteNonQuery();
    }
}
