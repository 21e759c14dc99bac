using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Completion;

/// <summary>What fills a task, what does not, and what contradicts it.</summary>
public sealed class FieldMergeTests
{
    [Fact]
    public void Fields_that_a_task_leaves_out_are_filled_and_its_own_stay()
    {
        var merged = Merge("""[{"name": "slugs", "metadata": {"purpose": "Own words."}}]""",
            Documented("metadata.purpose", "Other words."), Documented("schedule", "0 6 * * *"), Documented("metadata.license", "MIT"),
            Documented("metadata.license", "ISC"), Documented("signatures", "slug(text)"));

        var task = Assert.Single(merged.Tasks);
        Assert.Equal(("Own words.", "0 6 * * *", "MIT"), (task.Metadata.Purpose, task.Schedule!.Expression, task.Metadata.License));
        Assert.Equal(["schedule", "metadata.license"], merged.Completed.Select(field => field.Field));
        Assert.Empty(merged.Findings);
    }

    [Fact]
    public void Code_comes_before_documentation()
    {
        var merged = Merge("""[{"name": "slugs", "code": "def slug(text):\n    return text\n"}]""",
            Documented("metadata.purpose", "Turns titles into slugs."), Documented("metadata.language", "shell"),
            Documented("metadata.functions", JsonValue.FromItems(["other"])));

        Assert.Null(merged.Tasks[0].Metadata.Purpose);
        Assert.Null(merged.Tasks[0].Metadata.Language);
        Assert.Empty(merged.Tasks[0].Metadata.Functions);
        Assert.Equal("Turns titles into slugs.", merged.Purposes["slugs"]);
    }

    [Theory]
    [InlineData("\"schedule\": \"0 6 * * *\"", "schedule", "\"30 6 * * *\"", "0 6 * * *|30 6 * * *")]
    [InlineData("\"schedule\": \"once\"", "schedule", "\"0 6 * * *\"", "once|0 6 * * *")]
    [InlineData("\"schedule\": \"every 15m\"", "schedule", "\"every 1h\"", "every 15m|every 1h")]
    [InlineData("\"schedule\": \"0 9 * * *\"", "schedule", "\"0 9 * 1-7 *\"", "0 9 * * *|0 9 * 1-7 *")]
    [InlineData("\"schedule\": \"*/5 * * * *\"", "schedule", "\"*/5 0-18 * * *\"", "*/5 * * * *|*/5 0-18 * * *")]
    [InlineData("\"dependencies\": [\"other\"]", "dependencies", "[\"third\"]", "other|third")]
    [InlineData("\"metadata\": {\"packages\": [\"requests\"]}", "metadata.packages", "[\"pandas\"]", "requests|pandas")]
    [InlineData("\"metadata\": {\"packages\": [\"requests@1.0\"]}", "metadata.packages", "[\"Requests@2.0\"]", "requests@1.0|Requests@2.0")]
    [InlineData("\"metadata\": {\"language\": \"python\"}", "metadata.language", "\"shell\"", "python|shell")]
    [InlineData("\"metadata\": {\"examples\": [{\"function\": \"slug\", \"args\": [\"A b\"], \"returns\": \"a-b\"}]}", "metadata.examples",
        "[{\"function\": \"slug\", \"args\": [\"A b\"], \"returns\": \"a_b\"}]", "slug(\"A b\") returns \"a-b\"|slug(\"A b\") returns \"a_b\"")]
    public void Exact_fields_contradict_at_both_places(string own, string field, string value, string expected)
    {
        var merged = Merge($$"""[{"name": "slugs", {{own}}}, {"name": "other"}, {"name": "third"}]""", Documented(field, Parse(value)));

        Assert.Equal(2, merged.Findings.Count);
        Assert.All(merged.Findings, finding => Assert.Equal(("MENACE3060", "slugs", field), (finding.Rule.Id, finding.Bot, finding.Anchor!.Property)));
        Assert.Equal([null, new PagePlace("docs/bots.md", 12)], merged.Findings.Select(finding => finding.Page));
        Assert.Equal(expected, $"{merged.Findings[0].Arguments[4]}|{merged.Findings[0].Arguments[3]}");
    }

    [Theory]
    [InlineData("\"schedule\": \"0 6 * * MON-FRI\"", "schedule", "\"0 6 * * 1-5\"")]
    [InlineData("\"schedule\": \"every 60m\"", "schedule", "\"every 1h\"")]
    [InlineData("\"schedule\": \"every 1h\"", "schedule", "\"0 * * * *\"")]
    [InlineData("\"schedule\": {\"cron\": \"0 6 * * *\", \"timeZone\": \"Europe/Berlin\"}", "schedule", "\"0 6 * * *\"")]
    [InlineData("\"dependencies\": [\"other\", \"third\"]", "dependencies", "[\"third\"]")]
    [InlineData("\"metadata\": {\"examples\": [{\"function\": \"slug\", \"args\": [1.0], \"returns\": [1, {\"a\": 2.50}]}]}", "metadata.examples",
        "[{\"function\": \"slug\", \"args\": [1], \"returns\": [1.0, {\"a\": 2.5}]}]")]
    [InlineData("\"metadata\": {\"examples\": [{\"function\": \"slug\", \"args\": [1], \"prints\": \"3\"}]}", "metadata.examples",
        "[{\"function\": \"slug\", \"args\": [1], \"returns\": 3}]")]
    [InlineData("\"metadata\": {\"packages\": [\"Requests@2.0\"]}", "metadata.packages", "[\"requests\"]")]
    [InlineData("\"metadata\": {\"license\": \"MIT\"}", "metadata.license", "\"ISC\"")]
    [InlineData("\"metadata\": {\"purpose\": \"One.\"}", "metadata.purpose", "\"Two.\"")]
    [InlineData("\"metadata\": {\"examples\": [{\"function\": \"slug\", \"args\": [\"A\"], \"returns\": \"a\"}]}", "metadata.examples",
        "[{\"function\": \"slug\", \"args\": [\"B\"], \"returns\": \"b\"}]")]
    public void Same_meaning_in_other_words_and_texts_do_not_contradict(string own, string field, string value) =>
        Assert.Empty(Merge($$"""[{"name": "slugs", {{own}}}, {"name": "other"}, {"name": "third"}]""", Documented(field, Parse(value))).Findings);

    [Fact]
    public void Defaults_of_the_list_are_the_tasks_own()
    {
        var file = TaskFileReader.Read("""{"defaults": {"schedule": "once"}, "tasks": [{"name": "slugs"}]}""");

        var merged = FieldMerge.Merge(file.Package.Tasks, [Documented("schedule", "0 6 * * *")], new GivenValues(file, isWritten: true).Has);

        Assert.Equal(TaskSchedule.Once, merged.Tasks[0].Schedule);
        Assert.Equal(2, merged.Findings.Count);
    }

    [Fact]
    public void Value_that_breaks_a_rule_is_an_error_at_its_page()
    {
        var merged = Merge("""[{"name": "slugs"}, {"name": "other", "dependencies": ["slugs"]}]""", Documented("dependencies", JsonValue.FromItems(["other"])));

        var errors = FieldMerge.Check(new(merged.Tasks), merged.Completed, new()).ToList();

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Equal("MENACE3061", error.Rule.Id));
        Assert.Contains(errors, error => error.Page == new PagePlace("docs/bots.md", 12));
    }

    [Theory]
    [InlineData("dependencies", "\"other\"")]
    [InlineData("metadata.purpose", "42")]
    [InlineData("metadata.purpose", "\"\"")]
    [InlineData("metadata.code_file", "\"x.py\"")]
    [InlineData("metadata.files", "{\"a\": \"/etc/passwd\"}")]
    [InlineData("metadata.smoke", "[\"run\"]")]
    public void Value_of_another_type_or_of_a_field_that_is_the_owners_is_refused(string field, string value)
    {
        var merged = Merge("""[{"name": "slugs"}]""", Documented(field, Parse(value)));

        Assert.Equal(("MENACE3061", new PagePlace("docs/bots.md", 12)), (Assert.Single(merged.Findings).Rule.Id, merged.Findings[0].Page));
        Assert.Empty(merged.Completed);
    }

    internal static CompletedField Documented(string field, JsonValue value, string bot = "slugs") =>
        new(bot, field, value, new(FieldSourceKind.Documentation, "docs/bots.md:12") { Digest = "d1" }, "a rule", 0.9);

    private static MergedTasks Merge(string list, params CompletedField[] found)
    {
        var file = TaskFileReader.Read(list);
        Assert.False(file.HasErrors, string.Join('\n', file.Findings.Select(finding => finding.Message)));
        return FieldMerge.Merge(file.Package.Tasks, found, new GivenValues(file, isWritten: true).Has);
    }

    private static JsonValue Parse(string json) => Menace.Pipeline.Knowledge.KnowledgeJson.Parse(json);
}
