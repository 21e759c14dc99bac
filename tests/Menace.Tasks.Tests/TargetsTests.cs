using System.Text.RegularExpressions;
using System.Xml.Linq;
using Menace.Model.Diagnostics;

namespace Menace.Tasks.Tests;

/// <summary>What the targets themselves report is what the one table of rules says.</summary>
public sealed partial class TargetsTests
{
    private static readonly XDocument Targets = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Menace.Pipeline.targets"));

    private static readonly XElement[] Reports =
        [.. Targets.Descendants().Where(element => element.Name.LocalName is "Error" or "Warning")];

    [Fact]
    public void Their_diagnostics_are_those_of_the_table()
    {
        Assert.Equal(["MENACE0002", "MENACE5007"], Reports.Select(report => report.Attribute("Code")!.Value));
        Assert.All(Reports, report =>
        {
            var rule = Rules.All.Single(rule => rule.Id == report.Attribute("Code")!.Value);
            Assert.Equal(rule.Severity.ToString(), report.Name.LocalName);
            Assert.Null(report.Attribute("HelpLink"));
            Assert.Equal(Hole().Replace(rule.MessageFormat, "*"), Hole().Replace(report.Attribute("Text")!.Value, "*"));
        });
    }

    [Fact]
    public void Warnings_that_can_be_errors_are_those_of_the_table()
    {
        var list = Targets.Descendants().Single(element => element.Name.LocalName == "_MenaceWarnings");

        Assert.Equal(
            Rules.All.Where(rule => rule.Severity == RuleSeverity.Warning).Select(rule => rule.Id).Order(StringComparer.Ordinal),
            Code().Matches(list.Value).Select(match => match.Value));
    }

    [GeneratedRegex(@"MENACE\d{4}")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{\d\}|\$\([^)]*\)")]
    private static partial Regex Hole();
}
