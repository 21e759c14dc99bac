using CsCheck;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Completion;

/// <summary>The file menace.completions.json.</summary>
public sealed class CompletionPinsTests : IDisposable
{
    private static readonly TaskInfo Slugs = new() { Name = "slugs" };

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["menace.completions.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_back_and_written_once()
    {
        var pins = new CompletionPins([Of(Slugs), FieldMergeTests.Documented("schedule", "0 6 * * *")]);

        Assert.True(pins.Write(File));
        var text = await System.IO.File.ReadAllTextAsync(File);
        Assert.False(pins.Write(File));
        var read = await CompletionPins.ReadAsync(File, default);

        Assert.Equal("code", Assert.Single(read.Of(Slugs, CompletionPins.QuestionOf(Slugs))).Field);
        Assert.DoesNotContain(":12", text, StringComparison.Ordinal);
        Assert.True(read.Fields.Count == 2 && !new CompletionPins(read.Fields).Write(File));
    }

    [Fact]
    public async Task Without_pins_there_is_no_file()
    {
        new CompletionPins([Of(Slugs)]).Write(File);

        Assert.True(CompletionPins.None.Write(File));
        Assert.False(System.IO.File.Exists(File));
        Assert.Empty((await CompletionPins.ReadAsync(File, default)).Fields);
    }

    [Fact]
    public void Pin_counts_for_the_task_that_was_asked_about()
    {
        var pins = new CompletionPins([Of(Slugs), Of(Slugs) with { Field = "metadata.license", Value = "MIT", Question = "" }]);

        Assert.Equal(2, Pins(Slugs).Count);
        Assert.Equal(2, Pins(Slugs with { Schedule = "0 6 * * *", Metadata = new() { Tags = ["x"], License = "MIT" } }).Count);
        Assert.Equal("metadata.license", Assert.Single(Pins(Slugs with { Metadata = new() { Purpose = "Another one." } })).Field);
        Assert.Empty(Pins(new() { Name = "other" }));

        IReadOnlyList<CompletedField> Pins(TaskInfo task) => pins.Of(task, CompletionPins.QuestionOf(task));
    }

    [Fact]
    public void Another_original_takes_all_that_the_former_one_gave_with_it()
    {
        var pins = new CompletionPins(
        [
            Of(Slugs), Of(Slugs) with { Field = "metadata.packages", Value = JsonValue.FromItems(["requests"]) },
            Of(Slugs) with { Field = "metadata.purpose", Value = "p", Source = new(FieldSourceKind.Finding, "list") },
        ]);
        HandoffRecord handoff = new(1, new TaskPackage([Slugs]), "", new Dictionary<string, FileContent>()) { IsWholeList = true };

        var after = pins.After(handoff, [Of(Slugs) with { Value = "new", Source = new(FieldSourceKind.Bot, "new@2") }]);

        Assert.Equal(["code", "metadata.purpose"], after.Fields.Select(field => field.Field));
    }

    [Fact]
    public void Pin_goes_only_if_nothing_can_want_it_any_more()
    {
        TaskInfo given = new() { Name = "given", Code = "def run(): pass" };
        CompletionPins pins = new([Of(Slugs), Of(given), Of(new() { Name = "gone" }), FieldMergeTests.Documented("schedule", "0 6 * * *")]);
        HandoffRecord handoff = new(1, new([Slugs, given]), "", new Dictionary<string, FileContent>());

        Assert.Equal(["slugs code", "gone code", "slugs schedule"], Left(handoff));
        Assert.Equal(["slugs code"], Left(handoff with { IsWholeList = true }));
        Assert.Equal(["slugs code"], Left(handoff with { IsWholeList = true, Completed = [Of(Slugs)] }));
        Assert.Equal(["slugs schedule", "slugs code"], Left(handoff with { IsWholeList = true, Completed = [FieldMergeTests.Documented("schedule", "0 7 * * *")] }));
        Assert.Equal("new", Assert.Single(pins.After(handoff with { IsWholeList = true }, [Of(Slugs) with { Value = "new" }]).Fields).Value.Text);

        IEnumerable<string> Left(HandoffRecord record) => pins.After(record, []).Fields.Select(field => $"{field.Bot} {field.Field}");
    }

    [Fact]
    public void Pinned_value_of_a_page_counts_while_its_text_is_the_same()
    {
        var pins = new CompletionPins([FieldMergeTests.Documented("schedule", "0 6 * * *")]);
        var read = FieldMergeTests.Documented("schedule", "0 7 * * *");

        Assert.Equal("0 6 * * *", Assert.Single(pins.Over([read])).Value.Text);
        Assert.Equal("0 7 * * *", Assert.Single(pins.Over([read with { Source = read.Source with { Digest = "d2" } }])).Value.Text);
    }

    [Theory]
    [InlineData("", 1, "not JSON")]
    [InlineData("{\n  \"version\": 1,\n<<<<<<< HEAD\n", 3, "merge conflict")]
    [InlineData("{\"version\": 2, \"bots\": {}}", 0, "the version 2, and this Menace reads version 1")]
    [InlineData("{\"bots\": {}}", 0, "'version' is not 1")]
    [InlineData("[]", 0, "'version' is not 1")]
    [InlineData("{\"version\": 1, \"bots\": {\"a\": []}}", 0, "'a' is not an object")]
    [InlineData("{\"version\": 1, \"bots\": {\"a\": {\"metadata.purpose\": {\"value\": 42, \"source\": \"bot\"}}}}", 0, "'metadata.purpose' has a value that it cannot have")]
    [InlineData("{\"version\": 1, \"bots\": {\"a\": {\"metadata.code_file\": {\"value\": \"x\", \"source\": \"bot\"}}}}", 0, "is not a field that can be completed")]
    [InlineData("{\"version\": 1, \"bots\": {\"a\": {\"metadata.smoke\": {\"value\": [\"x\"], \"source\": \"finding\"}}}}", 0, "is not a field that can be completed")]
    [InlineData("{\"version\": 1, \"bots\": []}", 0, "'bots' is not an object")]
    [InlineData("{\"version\": 1, \"bots\": {\"a\": {\"code\": {\"value\": 1, \"source\": \"task\"}}}}", 0, "'a', 'code' needs")]
    [InlineData("{\"version\": 1, \"bots\": {\"a\": {\"code\": {\"value\": \"x\", \"source\": \"bot\", \"rule\": 7}}}}", 0, "'rule' is not a text")]
    public async Task File_that_cannot_be_used_ends_the_build(string text, int line, string reason)
    {
        await System.IO.File.WriteAllTextAsync(File, text);

        var exception = await Assert.ThrowsAsync<PipelineException>(() => CompletionPins.ReadAsync(File, default));

        var finding = Assert.Single(exception.Diagnostics);
        Assert.Equal(("MENACE3063", new PagePlace("menace.completions.json", line)), (finding.Rule.Id, finding.Page));
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_file_is_read_or_refused()
    {
        new CompletionPins([Of(Slugs), FieldMergeTests.Documented("schedule", "0 6 * * *")]).Write(File);
        var good = System.IO.File.ReadAllText(File);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 20], Gen.String).Sample((at, count, text) =>
        {
            System.IO.File.WriteAllText(File, good[..at] + text + good[Math.Min(good.Length, at + count)..]);
            try
            {
                CompletionPins.ReadAsync(File, default).GetAwaiter().GetResult();
            }
            catch (PipelineException exception)
            {
                Assert.Equal("MENACE3063", Assert.Single(exception.Diagnostics).Rule.Id);
            }
        }, iter: Nightly.Choose(300, 20_000), threads: 1);
    }

    [Fact]
    public void Each_list_of_a_folder_has_its_own_file()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path };

        Assert.Equal("menace.completions.json", Path.GetFileName(CompletionPins.PathOf(config)));
        Assert.Equal("bots.json.completions.json", Path.GetFileName(CompletionPins.PathOf(config with { TaskListName = "bots.json" })));
    }

    private static CompletedField Of(TaskInfo task) =>
        new(task.Name, "code", JsonValue.FromString("def run(): pass"), new(FieldSourceKind.Bot, "old@0123"), "reuse", 1)
        {
            Question = CompletionPins.QuestionOf(task),
        };
}
