using System.Reflection;
using System.Text;
using System.Text.Json;
using CsCheck;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Nodes = System.Text.Json.Nodes;

namespace Menace.Pipeline.Tests.Contracts.Stage4Protocol;

/// <summary>
/// The bytes between client and server. The golden files hold what version 0.1.0 writes: what it wrote must be read for ever, and what is written now
/// must be what it reads.
/// </summary>
public sealed class WireRecordTests
{
    private static readonly DateTimeOffset At = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly RunSummary Summary = new(7, "failed", true, new string('a', 64), At, At.AddMinutes(1), At.AddMinutes(2));

    private static readonly DiagnosticRecord OfRun = new("MENACE5004", "error", "Bot 'A': no test ran (x). A bot without tests is not verified")
    {
        Bot = "A",
        Property = "code",
        Offset = 3,
        Length = 4,
        Arguments = ["A", "x"],
        Stage = "verify",
    };

    private static readonly BotOutcome Outcome = new("A", "failed", "verify")
    {
        Codes = ["MENACE5004"],
        Language = "python",
        Commit = "c",
        Tree = "t",
        Repository = new("d", 12, "/v1/cas/d"),
        Tests = new(1, 2, 3),
        Seconds = 1.25,
    };

    private static readonly Dictionary<string, object> Records = new()
    {
        ["run-summary"] = Summary,
        ["run-page"] = new RunPage([Summary], "6"),
        ["run-details"] = new RunDetails(Summary, "it was", 2, "test_failed", [Outcome], [OfRun], "/v1/runs/7/events") { Records = "r", Histories = new Dictionary<string, string> { ["menace.completions/a-0.bundle"] = "h" } },
        ["bot-outcome"] = Outcome,
        ["repository-bundle"] = new RepositoryBundle("d", 12, "/v1/cas/d"),
        ["test-counts"] = new TestCounts(1, 2, 3),
        ["run-event"] = new RunEvent("verify", "A", "passed", "3 passed", 1, At),
        ["accepted-package"] = new AcceptedPackage(7, true, "/v1/runs/7"),
        ["diagnostic-of-a-run"] = OfRun,
        ["diagnostic-of-a-package"] = new DiagnosticRecord("MENACE1203", "error", "no")
        {
            Bot = "A",
            Property = "name",
            Line = 1,
            Column = 24,
            Length = 3,
        },
    };

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "x", "\u00E9\u2028<&'>", "\uD83D\uDE00", "\"\\\n\t\u0001"), Gen.String[Gen.OneOf('a', '"', '{', '}', ',', ':', '\\', '\n', '\u00E9'), 0, 9]);

    private static readonly Gen<DiagnosticRecord> Diagnostic = Gen.Select(Text, Text, Text.Array[0, 3], Gen.Int[0, 9], Gen.Bool).Select((text, other, texts, number, all) =>
        new DiagnosticRecord(text, other, text + other)
        {
            Bot = all ? text : null,
            Property = all ? other : null,
            Offset = all ? number : null,
            Line = all ? null : number,
            Column = all ? null : number,
            Length = number,
            Arguments = all ? texts : null,
            Stage = all ? other : null,
        });

    public static TheoryData<string> Names => [.. Records.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Record_is_written_and_read_as_its_golden_file(string name)
    {
        var (record, golden) = (Records[name], File.ReadAllText(Golden(name + ".json")).TrimEnd('\n'));

        var written = JsonSerializer.Serialize(record, record.GetType(), Stage4Json.Options);

        Assert.Equal(golden, written);
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize(golden, record.GetType(), Stage4Json.Options), record.GetType(), Stage4Json.Options));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Record_of_a_newer_version_is_read_without_what_is_new(string name)
    {
        var json = Nodes.JsonNode.Parse(File.ReadAllText(Golden(name + ".json")))!.AsObject();
        json["newMember"] = new Nodes.JsonObject { ["deep"] = new Nodes.JsonArray(1, "x") };
        var type = Records[name].GetType();

        var read = JsonSerializer.Deserialize(json.ToJsonString(), type, Stage4Json.Options);

        Assert.Equal(JsonSerializer.Serialize(Records[name], type, Stage4Json.Options), JsonSerializer.Serialize(read, type, Stage4Json.Options));
    }

    [Fact]
    public void Every_record_of_the_protocol_has_a_golden_file()
    {
        Type[] keptHere = [typeof(OutgoingPackage), typeof(RemoteRecords), typeof(RemoteBuild), typeof(RemoteTarget), typeof(RemoteResult), typeof(RemoteRepository), typeof(ProjectSettings)];
        var records = typeof(RunDetails).Assembly.GetTypes()
            .Where(type => type.IsPublic && type.Namespace == typeof(RunDetails).Namespace && type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is not null);

        Assert.Empty(records.Except(keptHere).Except(Records.Values.Select(record => record.GetType())).Select(type => type.Name));
    }

    [Fact]
    public void Records_of_a_run_are_those_that_version_0_1_0_reads_and_writes()
    {
        var spec = new BotSpec { Name = "A", Language = BotLanguage.Python, Code = "x", Purpose = "p", Functions = ["run"] };
        var package = new TaskPackage([new() { Name = "A", Code = "x" }]);
        var records = new RemoteRecords(
            new(1, package, [new(spec, "A", "A.py", "c", "t", RepositoryChange.Created)], [new("B", "MENACE4001")]),
            new(1, [new("A", VerificationOutcome.Passed, [])]));

        var written = Nodes.JsonNode.Parse(StageFile.Text(records))!;
        Assert.Equal(["RunId", "Package", "Repositories", "Failures", "Orphans", "BeganUndated", "Completed"], written["Build"]!.AsObject().Select(member => member.Key));
        written["Build"]!.AsObject().Remove("Completed");

        written["Build"]!["Repositories"]![0]!["Spec"]!["Proofs"] = Nodes.JsonNode.Parse("""{ "run": { "Unexercisable": null, "Obstacle": "o", "UsedDependencies": [] } }""");
        var read = StageFile.Parse<RemoteRecords>(Encoding.UTF8.GetBytes(written.ToJsonString()));
        Assert.Equal(StageFile.Text(records), StageFile.Text(read));
    }

    [Fact]
    public void Written_diagnostic_is_read_back_equal() => Diagnostic.Sample(
        diagnostic =>
        {
            var json = Stage4Json.Write(diagnostic);
            var read = Stage4Json.Read<DiagnosticRecord>(json);

            Assert.Equal(diagnostic with { Arguments = null }, read with { Arguments = null });
            Assert.Equal(diagnostic.Arguments, read.Arguments);
        },
        iter: 1_000);

    [Fact]
    public void Diagnostic_of_a_known_rule_survives_the_wire_and_another_keeps_its_text()
    {
        var known = new PipelineDiagnostic(Rules.NoTests, ["A"]) { Bot = "A", Anchor = new("code", 3, 4) };

        var read = Stage4Json.Read<DiagnosticRecord>(Stage4Json.Write(DiagnosticRecord.Of(known, PipelineStage.Verify)));

        Assert.Equal((known.ToString(), known.Bot, known.Anchor), (read.ToDiagnostic().ToString(), read.ToDiagnostic().Bot, read.ToDiagnostic().Anchor));
        Assert.Equal("error MENACE2019: Stage 4 reports MENACE5999: new", (read with { Id = "MENACE5999", Message = "new" }).ToDiagnostic().ToString());
        Assert.Null((read with { Id = "MENACE5999" }).ToKnownDiagnostic());
    }

    [Fact]
    public void Package_is_sent_and_stored_as_its_golden_file()
    {
        var package = new TaskPackage([new() { Name = "A", Schedule = "once", Code = "print('ä')\n", Metadata = new() { Purpose = "p", Functions = ["run"] } }]);
        var files = new Dictionary<string, FileContent> { ["b.bin"] = new(new byte[] { 0, 255 }, true), ["a.txt"] = FileContent.FromText("x") };
        var settings = new ProjectSettings { DefaultLanguage = BotLanguage.Python, TestEnvironment = ["B", "A"] };
        var content = PackageEnvelope.Write(package, files, settings);

        var body = PackageEnvelope.Body(new("d", content, Execute: true));

        Assert.Equal(File.ReadAllText(Golden("package.json")).TrimEnd('\n'), Encoding.UTF8.GetString(body));
        Assert.Equal(TaskPackageJson.Write(package), Encoding.UTF8.GetString(PackageEnvelope.PlainBody(new("d", content, Execute: true))));
        var text = PackageText.Parse(body);
        Assert.Equal(File.ReadAllText(Golden("stored-package.json")).TrimEnd('\n'), PackageEnvelope.WriteStored(package, text.Files, text.Settings));
    }

    [Fact]
    public void Completions_of_a_package_are_sent_without_their_values_and_stored()
    {
        var package = new TaskPackage([new() { Name = "A" }]);
        PackageCompletions completions = new(
            [new("A", "metadata.purpose", "p", new(FieldSourceKind.Documentation, "docs/bots.md:7") { Digest = "d" }, "section", 0.95) { Stubs = ["f"] }],
            new Dictionary<string, string> { ["B"] = "ä" })
        {
            Signatures = [new("B", "signatures", JsonValue.FromItems(["f(x)"]), new(FieldSourceKind.Documentation, "docs/bots.md:9"), "", 1)],
        };
        var files = new Dictionary<string, FileContent>();

        var read = PackageText.Parse(PackageEnvelope.Body(new("d", PackageEnvelope.Write(package, files, new(), completions), Execute: true))).Completions;
        var stored = PackageText.ReadStored(PackageEnvelope.WriteStored(package, new Dictionary<string, PackageFile>(), new(), read)).Around.Completions;

        Assert.Equal(completions.Write(), stored.Write());
        Assert.Equal("{\"fields\":[{\"bot\":\"A\",\"confidence\":0.95,\"field\":\"metadata.purpose\",\"place\":\"docs/bots.md:7\",\"rule\":\"section\",\"source\":\"documentation\",\"stubs\":[\"f\"]}],\"purposes\":{\"B\":\"ä\"},\"signatures\":[{\"bot\":\"B\",\"place\":\"docs/bots.md:9\",\"texts\":[\"f(x)\"]}]}", stored.Write());
        Assert.NotEqual(TaskHandoffBot.Hash(package, files, new()), TaskHandoffBot.Hash(package, files, new(), completions));
        Assert.Throws<PackageFormatException>(() => PackageText.Parse("""{"package": {"tasks": []}, "completions": {"fields": [{"bot": 7}], "purposes": {}}}"""u8.ToArray()));
    }

    [Fact]
    public void Written_package_is_read_back_equal() => Gen.Select(Text.Array[0, 3], Gen.Byte.Array[0, 9], Gen.Bool, Gen.Bool).Sample(
        (texts, bytes, isExecutable, execute) =>
        {
            var package = new TaskPackage([.. texts.Select((text, i) => new TaskInfo
            {
                Name = "t" + i, Code = text, Metadata = new() { Purpose = text, Extra = new Dictionary<string, JsonValue> { ["x"] = JsonValue.FromItems([text, 1.5]) } },
            })]);
            var files = texts.Distinct().ToDictionary(text => text + "/f", _ => new FileContent(bytes, isExecutable));
            var settings = new ProjectSettings { DefaultLanguage = isExecutable ? BotLanguage.Shell : BotLanguage.CSharp, Stubs = execute ? StubPolicy.Error : StubPolicy.Warn, MutationCheck = execute ? MutationCheck.All : MutationCheck.Generated, Tidy = execute ? TidyMode.Apply : TidyMode.Suggest };

            var read = PackageText.Parse(PackageEnvelope.Body(new("d", PackageEnvelope.Write(package, files, settings), execute)));
            var stored = PackageText.ReadStored(PackageEnvelope.WriteStored(package, read.Files, read.Settings));

            Assert.Equal(TaskPackageJson.Write(package), read.Text.TrimStart(' '));
            Assert.Equal((execute, settings.Write()), (read.Execute, read.Settings.Write()));
            Assert.Equal(files.Keys.Order(StringComparer.Ordinal), read.Files.Keys.Order(StringComparer.Ordinal));
            Assert.All(read.Files.Values, file => Assert.True(file.Content!.SequenceEqual(bytes) && file.IsExecutable == isExecutable));
            Assert.Equal(TaskPackageJson.Write(package), TaskPackageJson.Write(stored.Package));
            Assert.Equal(read.Files.Values.Select(file => file.Digest).Order(), stored.Around.Files.Values.Select(file => file.Digest).Order());
        },
        iter: 1_000);

    [Fact]
    public void Message_that_names_its_content_is_read_back()
    {
        var digest = new string('0', 64);

        Assert.Equal($$"""{"cas":"{{digest}}"}""", Encoding.UTF8.GetString(ContentReference.Write(digest)));
        Assert.Equal(digest, ContentReference.Read(ContentReference.Write(digest)));
        Assert.Null(ContentReference.Read("""{"cas":"x"}"""u8.ToArray()));
    }

    private static string Golden(string file) => Path.Combine(RepositoryRoot.Path, "tests/Menace.Pipeline.Tests/Contracts/Stage4Protocol/Golden", file);
}
