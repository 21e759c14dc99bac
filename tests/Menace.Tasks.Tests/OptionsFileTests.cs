using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Menace.Tasks.Tests;

/// <summary>The properties of a project, from the targets through one file to the tasks.</summary>
public sealed partial class OptionsFileTests : IDisposable
{
    private static readonly string Sdk = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", "src", "Menace.Sdk", "Sdk"));

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-options-").FullName;

    private string File => Path.Combine(_folder, OptionsFile.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
        var page = System.IO.File.ReadAllText(Path.Combine(Sdk, "..", "..", "..", "docs", "properties.md"));

        Assert.Empty(OptionTable.Read.Select(option => option.Name).Except(Row().Matches(page).Select(row => row.Groups[1].Value)));
    }

    [Theory]
    [InlineData("MenacePython", "/usr/bin/py=th on")]
    [InlineData("MenaceKnownCapabilities", "a;\r\n b\\n;c\\")]
    public void Value_is_read_as_it_was_written(string name, string value)
    {
        ProjectOptions.Write(_folder, (name, value));

        Assert.Equal(value, OptionsFile.Read(_folder)[name]);
    }

    [Theory]
    [InlineData("MenaceStage4Url", "https://user:geheim@host/x", "https://?@host/x")]
    [InlineData("MenaceStage4Url", "user:geheim@host", "?@host")]
    [InlineData("MenaceStage4Url", "https://user:ge/heim@host", "https://?@host")]
    [InlineData("MenaceStage4Url", "https://host/@team/x?y=a@b", "https://host/@team/x?y=a@b")]
    [InlineData("MenaceStage4Url", "https://host/x", "https://host/x")]
    [InlineData("MenaceQueueUriVariable", "amqp://user:geheim@broker", "?")]
    [InlineData("MenaceStage4TokenVariable", "geheim-geheim", "?")]
    [InlineData("MenaceStage4UriVariable", "STAGE4_URI", "STAGE4_URI")]
    public void Secret_is_not_written(string name, string value, string written)
    {
        ProjectOptions.Write(_folder, (name, value));

        Assert.Equal(written, OptionsFile.Read(_folder)[name]);
        Assert.DoesNotContain("geheim", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MenaceConcurrency", false)]
    [InlineData("MenaceVerifyTimeout", false)]
    [InlineData("MenacePython", true)]
    [InlineData("MenaceStage4Url", true)]
    public void File_is_newer_only_after_a_change_that_results_depend_on(string name, bool isNewer)
    {
        ProjectOptions.Write(_folder, (name, "a"));
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        System.IO.File.SetLastWriteTimeUtc(File, time);

        ProjectOptions.Write(_folder, (name, "a"));
        Assert.Equal(time, System.IO.File.GetLastWriteTimeUtc(File));
        ProjectOptions.Write(_folder, (name, "b"));

        Assert.Equal(isNewer, System.IO.File.GetLastWriteTimeUtc(File) > time);
        Assert.Equal("b", OptionsFile.Read(_folder)[name]);
    }

    [Fact]
    public void File_is_newer_for_another_version_of_the_SDK()
    {
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        OptionsFile.Write(_folder, "sdk/1/", new Dictionary<string, string>());
        System.IO.File.SetLastWriteTimeUtc(File, time);

        OptionsFile.Write(_folder, "sdk/2/", new Dictionary<string, string>());

        Assert.True(System.IO.File.GetLastWriteTimeUtc(File) > time);
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^\| `(Menace\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
