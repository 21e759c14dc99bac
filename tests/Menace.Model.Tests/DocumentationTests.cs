using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Menace.Model.TaskFiles;

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

    [Fact]
    public void Page_table_of_the_readme_names_every_page()
    {
        var pages = Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md").Select(page => "docs/" + Path.GetFileName(page)).Append("docs/rules/").Order(StringComparer.Ordinal);

        Assert.Equal(pages, PageRow().Matches(File.ReadAllText(Path.Combine(Root(), "README.md"))).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_link_of_a_page_leads_somewhere()
    {
        var docs = Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories);
        foreach (var page in Directory.GetFiles(Root(), "*.md").Concat(docs))
        {
            foreach (var target in Link().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value).Where(target => !target.Contains(':', StringComparison.Ordinal)))
            {
                var (path, anchor) = target.Split('#') is [var first, var second] ? (first, second) : (target, "");
                var file = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
                Assert.True(Path.Exists(file), $"{Path.GetFileName(page)}: {target}");
                Assert.True(anchor.Length == 0 || Heading().Matches(File.ReadAllText(file)).Any(match => Anchor(match.Groups[1].Value) == anchor), $"{Path.GetFileName(page)}: {target}");
            }
        }
    }

    /// <summary>The anchor that a heading gets.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| \[(docs/[^\]]*)\]\(\1\) \|", RegexOptions.Multiline)]
    private static partial Regex PageRow();

    [GeneratedRegex("^```json\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex JsonFence();

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
