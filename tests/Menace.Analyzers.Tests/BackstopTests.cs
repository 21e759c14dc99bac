using Menace.Model.Diagnostics;
using Menace.Samples;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Analyzers.Tests;

/// <summary>Where the build leaves analyzers out, the generator says what a task is missing from the catalog for.</summary>
public class BackstopTests
{
    public static TheoryData<int> Samples => [.. Enumerable.Range(0, RuleSamples.All.Count)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Only_errors_that_drop_a_task_are_reported_and_none_where_the_analyzer_runs(int index)
    {
        var sample = RuleSamples.All[index];
        var skipped = new GeneratorRun(sample.Text, LanguageVersion.CSharp14, ("_MenaceAnalyzersRun", "false"));

        Assert.Empty(new GeneratorRun(sample.Text).Result.Diagnostics);
        Assert.Empty(new GeneratorRun(sample.Text, LanguageVersion.CSharp14, ("_MenaceAnalyzersRun", "true")).Result.Diagnostics);
        string[] dropping = ["MENACE1001", "MENACE1005", "MENACE1007", "MENACE1008", "MENACE1009", "MENACE1010", "MENACE1011", "MENACE1101", "MENACE1102", "MENACE1103", "MENACE1201"];
        foreach (var diagnostic in skipped.Result.Diagnostics)
        {
            Assert.Contains(diagnostic.Id, dropping);
            Assert.Equal((sample.Id, sample.Start, sample.End), (diagnostic.Id, diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));
        }

        var isSyntax = sample.Id.StartsWith("MENACE10", StringComparison.Ordinal) && Rules.All.Single(r => r.Id == sample.Id).Severity == RuleSeverity.Error;
        if (sample.Id is "MENACE1101" or "MENACE1201" || (isSyntax && sample.Id is not ("MENACE1003" or "MENACE1006")))
        {
            Assert.Single(skipped.Result.Diagnostics);
        }
    }

    [Fact]
    public void Where_the_inner_build_of_another_framework_speaks_this_one_says_nothing_and_has_the_catalog()
    {
        var run = new GeneratorRun("""[{ "name": "A" }, 5]""", LanguageVersion.CSharp14, ("_MenaceAnalyzersRun", "false"), ("_MenaceSpeaks", "false"));

        Assert.Empty(run.Result.Diagnostics);
        Assert.Contains("\"A\"", run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void What_leaves_every_task_in_the_catalog_is_left_to_the_build() =>
        Assert.Empty(new GeneratorRun("""[{ "name": "A", "dependencies": ["B"], "schedule": "x y" }]""", LanguageVersion.CSharp14, ("_MenaceAnalyzersRun", "false")).Result.Diagnostics);
}
