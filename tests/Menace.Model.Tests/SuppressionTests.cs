using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

public sealed class SuppressionTests
{
    [Theory]
    [InlineData("""[ { "name": "a", "schedule": "every 1s", "$suppress": ["MENACE1405"] } ]""", "")]
    [InlineData("""[ { "name": "a", "$suppress": ["MENACE1405"] , "schedule": "every 1s" }, { "name": "b", "schedule": "every 1s" } ]""", "MENACE1405")]
    [InlineData("""{ "$suppress": ["MENACE1405"], "tasks": [ { "name": "a", "schedule": "every 1s" }, { "name": "b", "schedule": "every 1s" } ] }""", "")]
    [InlineData("""{ "defaults": { "$suppress": ["MENACE1405"] }, "tasks": [ { "name": "a", "schedule": "every 1s" } ] }""", "")]
    [InlineData("""{ "defaults": { "schedule": "every 1s" }, "tasks": [ { "name": "a", "$suppress": ["MENACE1405"] } ] }""", "MENACE1405 MENACE1903")]
    [InlineData("""{ "$suppress": ["MENACE1405"], "tasks": [ { "name": "a", "schedule": "every 1s", "$suppress": ["MENACE1405"] } ] }""", "MENACE1903")]
    [InlineData("""{ "$suppress": ["MENACE1405", "MENACE1903"], "tasks": [ { "name": "a" } ] }""", "")]
    [InlineData("""[ { "name": "a", "$suppress": ["MENACE1903"] } ]""", "")]
    [InlineData("""[ { "name": "a", "code": "x", "code": "y", "$suppress": ["MENACE1003"] } ]""", "MENACE1003 MENACE1903")]
    [InlineData("""[ { "name": "a", "$suppress": ["MENACE1405", "MENACE1503", "MENACE1607"], "code": None } ]""", "MENACE1009")]
    [InlineData("""[ { "name": "a", "$suppress": ["MENACE1503", "MENACE1607"] } ]""", "")]
    [InlineData("""[ { "name": "a", "$suppress": "MENACE1405" } ]""", "MENACE1103")]
    [InlineData("[ { \"name\": \"a\", /* why */ \"$suppress\": [\"MENACE1004\", \"MENACE1002\"], } ]", "")]
    public void Findings_inside_the_task_are_left_out_and_entries_that_do_nothing_are_reported(string text, string left) =>
        Assert.Equal(left, string.Join(' ', TaskFileReader.Read(text).Mistakes().Select(finding => finding.Rule.Id)));

    [Theory]
    [InlineData("MENACE1701", "it is an error, which cannot be suppressed")]
    [InlineData("MENACE1201", "it is an error, which cannot be suppressed")]
    [InlineData("MENACE1304", "there is nothing to suppress")]
    [InlineData("MENACE3005", "it is not a rule of tasks.json")]
    [InlineData("MENACE130", "it is not a rule of tasks.json; did you mean 'MENACE")]
    public void The_message_says_why_an_entry_has_no_effect(string id, string reason) =>
        Assert.Contains(reason, Assert.Single(TaskFileReader.Read($$"""[ { "name": "a", "$suppress": ["{{id}}"] } ]""").Mistakes()).Message, StringComparison.Ordinal);

    [Fact]
    public void An_error_is_counted_whatever_is_suppressed()
    {
        var file = TaskFileReader.Read("""[ { "name": "my bot!", "$suppress": ["MENACE1203"] } ]""");
        Assert.True(file.HasErrors);
        Assert.Equal(["MENACE1203", "MENACE1903"], file.Mistakes().Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_suppression_does_not_travel_into_the_package()
    {
        var without = TaskFileReader.Read("""[ { "name": "a", "schedule": "every 1s" } ]""");
        var with = TaskFileReader.Read("""{ "$suppress": ["MENACE1601"], "defaults": { "$suppress": ["MENACE1602"] }, "tasks": [ { "name": "a", "schedule": "every 1s", "$suppress": ["MENACE1405"] } ] }""");
        Assert.Equal(TaskPackageJson.Write(without.Package), TaskPackageJson.Write(with.Package));
    }

    [Fact]
    public void Informations_leave_the_room_to_mistakes_and_are_not_counted()
    {
        var silent = TaskFileReader.Read("[" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $$"""{ "name": "t{{i}}" }""")) + "]");
        Assert.Equal(200, silent.Findings.Count);
        Assert.DoesNotContain(silent.Findings, finding => finding.Rule.Id == "MENACE1901");

        var mistakes = TaskFileReader.Read("[" + string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{ "name": "t{{i}}", "schedule": "every 1s" }""")) + "]");
        Assert.Equal(200, mistakes.Findings.Count);
        Assert.Equal(150, mistakes.Mistakes().Count);
    }
}
