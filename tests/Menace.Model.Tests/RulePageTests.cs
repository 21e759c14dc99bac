using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Model.Fixes;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Samples;

namespace Menace.Model.Tests;

public partial class RulePageTests
{
    /// <summary>Rules about the report itself, which no sample of a page's length breaks.</summary>
    private static readonly string[] WithoutSample = ["MENACE1007", "MENACE1011", "MENACE1703", "MENACE1901", "MENACE1902"];

    private static IEnumerable<RuleDescriptor> TaskFileRules => Rules.OfTaskFile;

    public static TheoryData<string> Sampled => [.. TaskFileRules.Select(r => r.Id).Except(WithoutSample)];

    [Fact]
    public void Rule_has_either_a_page_or_an_entry_of_the_index()
    {
        var pages = Directory.GetFiles(Folder, "MENACE*.md").Select(f => Path.GetFileNameWithoutExtension(f));
        var entries = Heading().Matches(Page("README")).Select(match => match.Groups[1].Value);

        Assert.Equal(Rules.All.Select(rule => rule.Id), pages.Concat(entries).Order(StringComparer.Ordinal));
        Assert.Equal(Rules.All.Where(rule => rule.HasPage).Select(rule => rule.Id), pages.Order(StringComparer.Ordinal));
        Assert.Equal(Rules.All.Where(rule => !rule.HasPage).Select(rule => rule.Id), entries);
    }

    [Fact]
    public void Index_begins_with_the_table_of_rules()
    {
        var rows = Rules.All.Select(rule =>
            $"| [{rule.Id}]({(rule.HasPage ? rule.Id + ".md" : "#" + Anchor(rule))}) | {Severity(rule)} | {rule.Title} |\n");

        Assert.Contains(
            $"| code | severity | title |\n|---|---|---|\n{string.Concat(rows)}\n## Entries\n\n### ",
            Page("README"), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_begins_with_the_title() =>
        Assert.All(Rules.All.Where(rule => rule.HasPage), rule =>
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", Page(rule.Id), StringComparison.Ordinal));

    [Fact]
    public void Entry_states_title_severity_cause_and_remedy() =>
        Assert.All(Rules.All.Where(rule => !rule.HasPage), rule =>
            Assert.Matches(
                $@"\n### {rule.Id}\n\n\*\*{Regex.Escape(rule.Title)}\*\* \({Severity(rule)}\)\. \S.*\n\n\*What to do:\* \S.*\n(\n|$)",
                Page("README")));

    [Fact]
    public void Help_link_leads_to_the_page_or_entry()
    {
        Assert.Equal("https://example.org/rules/MENACE1001.md", Rules.InvalidJson.HelpLink("https://example.org/rules/"));
        Assert.Equal("https://example.org/rules/README.md#menace0001", Rules.InternalError.HelpLink("https://example.org/rules"));
        Assert.All(Rules.All.Where(rule => !rule.HasPage), rule =>
            Assert.EndsWith("/README.md#" + Anchor(rule), rule.HelpLink("rules"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_a_rule_of_the_task_file_says_its_severity()
    {
        foreach (var rule in TaskFileRules)
        {
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n\nSeverity: {Severity(rule)}.\n", Page(rule.Id), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sampled))]
    public void The_bad_sample_breaks_exactly_its_rule_and_the_fixed_one_none(string id)
    {
        Assert.Equal([id], Findings(id, "Bad"));
        Assert.Empty(Findings(id, "Fixed"));
    }

    [Theory]
    [InlineData("MENACE1601")]
    [InlineData("MENACE1602")]
    public void The_fixed_sample_is_what_the_fix_makes_of_the_bad_one(string id) =>
        Assert.Equal(Sample(id, "Fixed"), FixRun.Of(Sample(id, "Bad"), null, _ => true, default).File.Text);

    /// <summary>What the pages say that the project allows.</summary>
    private static readonly Dictionary<string, string> Project = new()
    {
        ["MenaceKnownResources"] = "gpu;disk",
        ["MenaceResourceLimits"] = "cpu=4;memory=8Gi",
        ["MenaceKnownCapabilities"] = "network;files",
        ["MenaceLevels"] = "basic;1..5",
        ["MenaceKnownFormats"] = "json;csv",
    };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "RulePages");

    private static string Page(string id) => File.ReadAllText(Path.Combine(Folder, id + ".md"));

    private static string Severity(RuleDescriptor rule) => rule.Severity.ToString().ToLowerInvariant();

    private static string Anchor(RuleDescriptor rule) => rule.Id.ToLowerInvariant();

    private static string Sample(string id, string heading) => Assert.Single(Fence().Matches(Page(id)), m => m.Groups["heading"].Value == heading).Groups["json"].Value;

    private static IEnumerable<string> Findings(string id, string heading)
    {
        var options = TaskFileProperties.Apply(new() { FileExists = path => path == "bots/demo.py" }, Project.GetValueOrDefault, out _);
        return TaskFileReader.Read(Sample(id, heading), options).Findings.Select(f => f.Rule.Id).Where(found => found == id || !RuleSamples.Completions.Contains(found));
    }

    [GeneratedRegex("^### (MENACE[0-9]{4})$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("## (?<heading>\\w+)\n\n```json\n(?<json>.*?)\n```\n", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
