using System.Text.RegularExpressions;
using System.Xml.Linq;
using Menace.Model.Diagnostics;

namespace Menace.Tasks.Tests;

/// <summary>What the targets themselves report is what the one table of rules says.</summary>
public sealed partial class TargetsTests
{
    private static readonly XElement[] Reports =
        [.. XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Menace.Pipeline.targets")).Descendants().Where(element => element.Name.LocalName is "Error" or "Warning")];

    [Fact]
    public void Their_diagnostics_are_those_of_the_table()
    {
        Assert.Equal(["MENACE0002", "MENACE5007"], Reports.Select(report => report.Attribute("Code")!.Value));
        Assert.All(Reports, report =>
        {
            var rule = Rules.All.Single(rule => rule.Id == report.Attribute("Code")!.Value);
            Assert.Equal(rule.Severity.ToString(), report.Name.LocalName);
            Assert.Equal(rule.HelpLink, report.Attribute("HelpLink")!.Value);
            Assert.Equal(Hole().Replace(rule.MessageFormat, "*"), Hole().Replace(report.Attribute("Text")!.Value, "*"));
        });
    }

    [GeneratedRegex(@"\{\d\}|\$\([^)]*\)")]
    private static partial Regex Hole();
}
