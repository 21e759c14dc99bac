using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Menace.Model.Reading;

namespace Menace.Model.Tests;

/// <summary>Task lists that the pages show are task lists.</summary>
public sealed partial class DocumentationTests
{
    public static IEnumerable<object[]> Snippets =>
        Directory.GetFiles(Root(), "*.md").Concat(Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md"))
            .SelectMany(page => JsonFence().Matches(File.ReadAllText(page)).Select((match, i) => new object[] { Path.GetFileName(page), i, match.Groups[1].Value }));

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_task_list_on_a_page_has_no_mistake(string page, int number, string text) =>
        Assert.True(TaskFileReader.Read(text).Mistakes().Count == 0, $"{page}, {number}: {string.Join(", ", TaskFileReader.Read(text).Mistakes().Select(finding => finding.Message))}");

    [Fact]
    public void The_quickstart_has_no_mistake() =>
        Assert.Empty(TaskFileReader.Read(File.ReadAllText(Path.Combine(Root(), "samples", "quickstart", "tasks.json"))).Mistakes());

    [GeneratedRegex("^```json\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex JsonFence();

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
