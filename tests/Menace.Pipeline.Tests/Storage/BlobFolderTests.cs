using CsCheck;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Storage;

/// <summary>Long texts of the records between stages.</summary>
public sealed class BlobFolderTests : IDisposable
{
    private static readonly string Body = string.Concat(Enumerable.Range(0, 50).Select(i => $"line {i}: \"quoted\" \\ é 😀\t\n"));

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char["ab \"\\\n\t\u0001\u2028é<>&'/"], 0, 600],
        Gen.Const("😀🎉").SelectMany(text => Gen.Int[0, 200].Select(count => string.Concat(Enumerable.Repeat(text, count)))),
        Gen.Const("blob:"), Gen.Const("blob:" + new string('a', 64)), Gen.Const("blob:" + new string('A', 64)), Gen.Const(Body));

    private static readonly Gen<BotSpec> Bots = Gen.Select(Texts, Texts, Texts, Texts, (code, test, name, value) => new BotSpec
    {
        Name = "A",
        Language = BotLanguage.Python,
        Code = code,
        Purpose = value,
        Functions = ["run", name],
        Tests = new Dictionary<string, string> { [name] = test, ["test_a.py"] = code },
        Extra = new Dictionary<string, JsonValue> { ["x"] = JsonValue.FromItems([value, JsonValue.FromNumberText("1e400")]) },
    });

    private static readonly Gen<FileContent> Contents =
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Bool, (bytes, isExecutable) => new FileContent(bytes, isExecutable));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Record_with_any_texts_is_read_as_it_was_written() => Gen.Select(Bots, Contents, Texts).Sample(
        (bot, content, text) =>
        {
            var task = new TaskInfo { Name = "A", Code = bot.Code, Metadata = new() { Purpose = text, Tests = text, Extra = bot.Extra } };
            Dictionary<string, FileContent> files = new() { ["a.bin"] = content, [text] = FileContent.FromText(text) };
            Same(new HandoffRecord(1, new TaskPackage([task]), "h", files), "handoff.json");
            Same(new OptimiseRecord(1, new([task]), [bot], [new("B", text)]) { Files = files, Keys = new Dictionary<string, string> { ["A"] = text } },
                "optimise.json");
            Same(new BuildRecord(1, [new("A", text)], [new(bot, text, "main.py", "c", "t", RepositoryChange.Created) { Reason = text }], []),
                "build.json");
            Same(new VerifyRecord(1, [new("A", VerificationOutcome.Passed, [new(text, TestOutcome.Failed, text)])]), "verify.json");
        },
        iter: Nightly.Choose(100, 5000), threads: 1);

    [Fact]
    public void Body_in_three_records_is_stored_once()
    {
        WriteAll(Body);

        var blob = Assert.Single(Blobs());
        Assert.Equal(Body, File.ReadAllText(blob));
        Assert.All(Directory.GetFiles(_folder.Path, "*.json"), record => Assert.True(new FileInfo(record).Length < 1500));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("cut")]
    [InlineData("changed")]
    public void Damaged_blob_voids_its_record_and_is_written_again(string damage)
    {
        WriteAll(Body);
        var blob = Assert.Single(Blobs());
        Damage(blob, damage);

        Assert.ThrowsAny<IOException>(() => StageFile.Read<OptimiseRecord>(_folder["optimise.json"]));
        Assert.Null(StageFile.ReadPrevious<OptimiseRecord>(_folder["optimise.json"]));

        WriteAll(Body);
        Assert.Equal(Body, StageFile.Read<OptimiseRecord>(_folder["optimise.json"]).Bots[0].Code);
    }

    [Fact]
    public void Collection_removes_what_no_record_names()
    {
        WriteAll(Body);
        var old = Assert.Single(Blobs());
        WriteAll(Body + Body);
        File.WriteAllText(old + ".999999999.tmp", "left by a killed process");
        File.WriteAllText(_folder["handoff.json"], File.ReadAllText(_folder["handoff.json"])[..^40]);

        BlobFolder.Collect(_folder.Path);

        Assert.Equal(Body + Body, File.ReadAllText(Assert.Single(Blobs())));
        Assert.Equal(Body + Body, StageFile.Read<BuildRecord>(_folder["build.json"]).Repositories[0].Spec.Code);
    }

    [Fact]
    public void Collection_waits_for_a_later_build_while_another_one_reads_or_writes()
    {
        WriteAll(Body);
        WriteAll(Body + Body);
        using (var other = BlobFolder.Beside(_folder["build.json"]))
        {
            other.Hold();
            BlobFolder.Collect(_folder.Path);
            Assert.Equal(2, Blobs().Length);
        }

        BlobFolder.Collect(_folder.Path);
        Assert.Single(Blobs());
    }

    [Fact]
    public void Folder_without_records_is_not_needed()
    {
        BlobFolder.Collect(_folder.Path);
        StageFile.Write(_folder["verify.json"], new VerifyRecord(1, []));

        Assert.Empty(StageFile.Read<VerifyRecord>(_folder["verify.json"]).Results);
        Assert.False(Directory.Exists(_folder["blobs"]));
    }

    private void Same<T>(T record, string name)
    {
        StageFile.Write(_folder[name], record);
        Assert.Equal(StageFile.Text(record), StageFile.Text(StageFile.Read<T>(_folder[name])));
    }

    private void WriteAll(string body)
    {
        var bot = new BotSpec { Name = "A", Language = BotLanguage.Python, Code = body, Purpose = "p", Functions = ["run"] };
        var package = new TaskPackage([new TaskInfo { Name = "A", Code = body, Metadata = new() { Purpose = "p" } }]);
        StageFile.Write(_folder["handoff.json"], new HandoffRecord(1, package, "h", new Dictionary<string, FileContent>
        {
            ["a.py"] = FileContent.FromText(body),
        }));
        StageFile.Write(_folder["optimise.json"], new OptimiseRecord(1, package, [bot], []));
        StageFile.Write(_folder["build.json"], new BuildRecord(1, [], [new(bot, "p", "m", "c", "t", RepositoryChange.Created)], []));
    }

    private string[] Blobs() => [.. Directory.GetFiles(_folder["blobs"]).Where(file => Path.GetFileName(file) != "lock")];

    private static void Damage(string path, string damage)
    {
        switch (damage)
        {
            case "missing":
                File.Delete(path);
                break;
            case "cut":
                File.WriteAllText(path, Body[..100]);
                break;
            default:
                File.WriteAllText(path, Body.Replace("line 1", "line 2", StringComparison.Ordinal));
                break;
        }
    }
}
