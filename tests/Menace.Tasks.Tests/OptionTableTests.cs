using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Menace.Tasks.Tests;

/// <summary>The properties of a project, from the targets to the tasks.</summary>
public sealed partial class OptionTableTests
{
    private static readonly string Sdk = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", "src", "Menace.Sdk", "Sdk"));

    [Fact]
    public void Table_has_the_properties_that_the_SDK_sets_and_no_other()
    {
        var set = Directory.EnumerateFiles(Sdk).Where(file => Path.GetExtension(file) is ".props" or ".targets").SelectMany(file => XDocument.Load(file).Descendants())
            .Where(element => element.Parent?.Name.LocalName == "PropertyGroup" && element.Name.LocalName.StartsWith("Menace", StringComparison.Ordinal))
            .Select(element => element.Name.LocalName).Distinct();

        Assert.Equal(set.Order(StringComparer.Ordinal), OptionTable.All.Select(option => option.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Targets_pass_every_property_that_tasks_read()
    {
        var passed = XDocument.Load(Path.Combine(Sdk, "Menace.Pipeline.targets")).Descendants().Where(element => element.Name.LocalName == "_MenaceOption")
            .Select(element => (element.Attribute("Include")!.Value, element.Attribute("Value")!.Value));

        Assert.Equal(OptionTable.Read.Select(option => (option.Name, $"$({option.Name})")).Order(), passed.Order());
    }

    [Fact]
    public void Page_describes_every_property_that_tasks_read()
    {
        var page = File.ReadAllText(Path.Combine(Sdk, "..", "..", "..", "docs", "properties.md"));

        Assert.Empty(OptionTable.Read.Select(option => option.Name).Except(Row().Matches(page).Select(row => row.Groups[1].Value)));
    }

    [Theory]
    [InlineData("MenacePython", "/usr/bin/py=th on")]
    [InlineData("MenaceKnownCapabilities", "a;\r\n b\\n;c\\")]
    public void Value_is_read_as_it_was_passed(string name, string value)
    {
        Assert.Equal(value, new ProjectOptions(Properties.Of((name, value)))[name]);
    }

    [Theory]
    [InlineData("MenaceConcurrency", false)]
    [InlineData("MenaceVerifyTimeout", false)]
    [InlineData("MenacePython", true)]
    [InlineData("MenaceStage4Url", true)]
    public void Key_of_the_project_changes_only_with_what_results_depend_on(string name, bool changes)
    {
        Assert.Equal(Key((name, "a")), Key((name, "a")));
        Assert.Equal(changes, Key((name, "a")) != Key((name, "b")));
        Assert.NotEqual(Key(), new ProjectOptions(Properties.Of()).Key("/other"));
    }

    private static string Key(params IEnumerable<(string Name, string Value)> others) => new ProjectOptions(Properties.Of(others)).Key("/project");

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^\| `(Menace\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
