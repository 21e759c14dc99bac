using System.Diagnostics;
using System.Text;
using Menace.Model.Checks;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

/// <summary>Rules that compare tasks with each other, and with what the project allows.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("@hourly", "@yearly", "Task 'a' runs about 8,766 times a year, but depends on 'b', which runs about 1 times")]
    [InlineData("0 3 * * *", "0 3 29 2 *", "Task 'a' runs about 365 times a year, but depends on 'b', which runs about 0.24 times")]
    [InlineData("every 1d", "0 3 * * MON#1", "Task 'a' runs about 365 times a year, but depends on 'b', which runs about 12 times")]
    [InlineData("@monthly", "every 30d", null)]
    [InlineData("every 30d", "@monthly", null)]
    [InlineData("@daily", "every 24h", null)]
    [InlineData("@daily", "0 3 * * MON-FRI", null)]
    [InlineData("@yearly", "@hourly", null)]
    [InlineData("@hourly", "once", null)]
    [InlineData("once", "@hourly", null)]
    public void A_dependency_that_runs_less_often_is_reported(string own, string other, string? message)
    {
        var file = TaskFileReader.Read($$"""[ { "name": "a", "schedule": "{{own}}", "dependencies": ["b"] }, { "name": "b", "schedule": "{{other}}" } ]""");
        Assert.Equal(message is null ? [] : [message], file.Mistakes().Where(finding => finding.Rule.Id == "MENACE1305").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("0 3 * * *", 365.2425)]
    [InlineData("0 3 * * MON-FRI", 365.2425 * 5 / 7)]
    [InlineData("0 0 1 * *", 12)]
    [InlineData("0 0 29 2 *", 0.2425)]
    [InlineData("0 0 L * *", 12)]
    [InlineData("0 0 15W * *", 12)]
    [InlineData("0 0 * * FRIL", 12)]
    public void The_days_of_a_mean_year_are_counted(string cron, double days) =>
        Assert.Equal(days, CronParser.Parse(cron, out _)!.DaysPerYear(), 0.01 * days);

    [Theory]
    [InlineData("""[ { "name": "a", "dependencies": ["b", "c"], "code": "c.run()" }, { "name": "b", "dependencies": ["c"] }, { "name": "c" } ]""")]
    [InlineData("""[ { "name": "a", "dependencies": ["b", "c"], "metadata": { "code_file": "a.py" } }, { "name": "b", "dependencies": ["c"] }, { "name": "c" } ]""")]
    [InlineData("""[ { "name": "a", "dependencies": ["b", "c"] }, { "name": "b" }, { "name": "c" } ]""")]
    public void A_dependency_that_the_code_may_call_is_not_called_implied(string text) =>
        Assert.DoesNotContain(TaskFileReader.Read(text).Findings, finding => finding.Rule.Id == "MENACE1306");

    [Theory]
    [InlineData("each on the two before")]
    [InlineData("each on a hundred before")]
    [InlineData("all on one layer below")]
    [InlineData("one on all")]
    public void A_hundred_thousand_dependencies_are_compared_in_linear_time(string shape)
    {
        var count = shape is "each on a hundred before" ? 1_000 : 100_000;
        var text = new StringBuilder("""{"defaults":{"metadata":{"purpose":"p","functions":["f"],"template":"minimal"}},"tasks":[""");
        for (var i = 0; i < count; i++)
        {
            var dependencies = shape switch
            {
                "each on the two before" => Enumerable.Range(1, Math.Min(i, 2)).Select(back => i - back),
                "each on a hundred before" => Enumerable.Range(1, Math.Min(i, 100)).Select(back => i - back),
                "all on one layer below" => i < 300 ? [] : i < 600 ? Enumerable.Range(0, 300) : [i % 300, 300 + (i % 300)],
                _ => i == count - 1 ? Enumerable.Range(0, count - 1) : i > 0 && i % 2 == 0 ? [i - 1] : [],
            };
            text.Append(i == 0 ? "" : ",").Append("{\"name\":\"t").Append(i).Append("\",\"schedule\":\"").Append(i % 60).Append(" 3 * * *\",\"dependencies\":[")
                .AppendJoin(',', dependencies.Select(d => "\"t" + d + "\"")).Append("]}");
        }

        var clock = Stopwatch.StartNew();
        var file = TaskFileReader.Read(text.Append("]}").ToString());

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), clock.Elapsed.ToString());
        Assert.False(file.HasErrors);
        Assert.Contains(file.Findings, finding => finding.Rule.Id == "MENACE1306");
    }

    [Fact]
    public void Without_properties_of_the_project_anything_is_allowed()
    {
        const string Text = """[ { "name": "a", "resources": { "gpu": 99, "memory": "9TB" }, "metadata": { "capabilities": ["x"], "level": "99", "io": "queue" } } ]""";
        Assert.Empty(TaskFileReader.Read(Text).Mistakes());
        Assert.Empty(TaskFileReader.Read(Text, TaskFileProperties.Apply(new(), _ => " ; ", out _)).Mistakes());
    }

    [Theory]
    [InlineData("MenaceResourceLimits", "cpu=4;memory=lots", "memory=lots")]
    [InlineData("MenaceResourceLimits", "cpu", "cpu")]
    [InlineData("MenaceResourceLimits", "timeout=5parsecs,gpu=2", "timeout=5parsecs")]
    [InlineData("MenaceLevels", "basic|5..1", "5..1")]
    [InlineData("MenaceLevels", "1..x", "1..x")]
    [InlineData("MenaceLevels", "-1..1;a", null)]
    public void A_property_that_cannot_be_used_is_reported_with_what_is_allowed(string property, string value, string? entry)
    {
        _ = TaskFileProperties.Apply(new(), name => name == property ? value : null, out var invalid);
        Assert.Equal(entry is null ? [] : [(property, entry)], invalid.Select(found => (found.Property, found.Entry)));
        Assert.All(invalid, found => Assert.NotEqual("", found.Allowed));
    }

    [Fact]
    public void Entries_are_separated_as_MSBuild_and_the_way_to_the_compiler_separate_them()
    {
        var options = TaskFileProperties.Apply(new(), name => name == TaskFileProperties.ResourceLimits ? " cpu = 4 |memory=8Gi;\r\n gpu=1,memory=9Gi" : "a; b|c,d\n", out var invalid);
        Assert.Empty(invalid);
        Assert.Equal(["a", "b", "c", "d"], options.KnownResources!);
        Assert.Equal(new Dictionary<string, string> { ["cpu"] = "4", ["memory"] = "9Gi", ["gpu"] = "1" }, options.ResourceLimits!);
    }
}
