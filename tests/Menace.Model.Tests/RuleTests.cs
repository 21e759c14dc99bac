using System.Runtime.CompilerServices;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Tests;

namespace Menace.Model.Tests;

public sealed class RuleTests
{
    private static readonly TaskFileOptions Options = new() { FileExists = RuleSamples.Exists };

    [Theory]
    [MemberData(nameof(RuleSamples.All), MemberType = typeof(RuleSamples))]
    public void A_broken_rule_is_reported_once_at_its_place(string id, string bad, string good)
    {
        var (text, start, length) = RuleSamples.Unmark(bad);

        var finding = Assert.Single(TaskFileReader.Read(text, Options).Findings, finding => finding.Rule.Id == id);

        Assert.Equal((start, length), (finding.Span.Start, finding.Span.Length));
        Assert.DoesNotContain("{0}", finding.Message, StringComparison.Ordinal);
        Assert.Empty(TaskFileReader.Read(good, Options).Findings);
    }

    [Theory]
    [MemberData(nameof(RuleSamples.All), MemberType = typeof(RuleSamples))]
    public void Nothing_else_is_reported_beside_it(string id, string bad, string good) =>
        Assert.Equal([id], TaskFileReader.Read(RuleSamples.Unmark(bad).Text, Options).Findings.Select(finding => finding.Rule.Id).Concat(TaskFileReader.Read(good, Options).Findings.Select(finding => finding.Rule.Id)));

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\r", false)]
    [InlineData("\n", true)]
    public void Lines_and_columns_are_those_of_an_editor(string newLine, bool hasMark)
    {
        var text = (hasMark ? "\ufeff" : "") + string.Join(newLine, "[", "  { \"name\": \"A\",", "\t\"code\": \"\ud83d\ude00\\n\", \"dependencies\": [\"nobody\"] }", "]");

        var file = TaskFileReader.Read(text);

        var finding = Assert.Single(file.Findings);
        Assert.Equal(Rules.UnknownDependency, finding.Rule);
        Assert.Equal(new LinePosition(2, 34), file.Lines.PositionOf(finding.Span.Start));
    }

    [Fact]
    public void Every_sampled_rule_is_in_the_table_and_every_rule_of_the_file_is_sampled()
    {
        var sampled = RuleSamples.All.Select(sample => (string)sample[0]).Concat(["MENACE1901", "MENACE1902"]);

        Assert.Equal(Rules.OfTaskFile.Select(rule => rule.Id).Order(StringComparer.Ordinal), sampled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_are_unique_and_every_rule_has_a_page_and_every_page_a_rule()
    {
        var ids = Rules.All.Select(rule => rule.Id).ToArray();
        var pages = Directory.GetFiles(Docs(), "MENACE*.md").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids, pages.Order(StringComparer.Ordinal));
        Assert.All(Rules.All, rule => Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", File.ReadAllText(Path.Combine(Docs(), rule.Id + ".md")), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RuleSamples.All), MemberType = typeof(RuleSamples))]
    public void The_page_of_a_rule_shows_its_samples(string id, string bad, string good)
    {
        var page = File.ReadAllText(Path.Combine(Docs(), id + ".md"));

        Assert.Contains($"\n{RuleSamples.Unmark(bad).Text}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\n{good}\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("betta", "beta")]
    [InlineData("ALPHA", "alpha")]
    [InlineData("zzzzzz", null)]
    public void The_nearest_valid_value_is_named(string written, string? meant)
    {
        var finding = Assert.Single(TaskFileReader.Read($$"""[{ "name": "alpha" }, { "name": "beta" }, { "name": "gamma", "dependencies": ["{{written}}"] }]""").Findings);

        Assert.Equal(meant is null, !finding.Message.Contains("did you mean", StringComparison.Ordinal));
        Assert.Contains(meant ?? written, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_is_named_with_its_path_and_all_its_edges()
    {
        var finding = Assert.Single(TaskFileReader.Read("""[{ "name": "a", "dependencies": ["b"] }, { "name": "b", "dependencies": ["c"] }, { "name": "c", "dependencies": ["a"] }]""").Findings);

        Assert.Contains("a -> b -> c -> a", finding.Message, StringComparison.Ordinal);
        Assert.Equal(3, finding.AdditionalSpans.Count);
    }

    [Fact]
    public void Many_mistakes_are_reported_at_once_and_beyond_200_counted()
    {
        var text = "[" + string.Join(",", Enumerable.Range(0, 250).Select(i => $$"""{ "name": "t{{i}}", "dependencies": ["none{{i}}xyzw"] }""")) + "]";

        var findings = TaskFileReader.Read(text).Findings;

        Assert.Equal(201, findings.Count);
        Assert.Equal("50 more problems are not shown", findings[^1].Message);
    }

    private static string Docs([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "docs", "rules"));
}
