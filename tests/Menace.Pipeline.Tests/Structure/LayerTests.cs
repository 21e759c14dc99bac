namespace Menace.Pipeline.Tests.Structure;

/// <summary>The picture on docs/architecture.md is the picture in the code: imports go down only.</summary>
public sealed class LayerTests
{
    private static readonly SourceLayers[] Projects =
    [
        new("Menace.Model", [["Text", "Json"], ["Tasks", "Diagnostics"], ["Languages"], ["Reading"], ["Checks"], ["TaskFiles"], ["Fixes"]]),
        new("Menace.Pipeline",
        [
            ["Contracts"], ["Infrastructure"], ["Expressions", "Storage", "Merging"], ["Repositories"], ["Languages"], ["Documentation", "Knowledge", "Templating"], ["Incremental"], ["Testing"],
            ["Reporting"], ["Coding", "Handoff", "Optimisation", "Planning", "Development", "Verification"], ["Completion"], ["Research"], ["Remote"], [SourceLayers.Root],
        ]),
        new("Menace.Server",
        [
            ["Hosting", "Storage"], ["ContentStore", "Telemetry", "Stage3"], ["Stage4"], ["Queue"], ["Services"], ["Diagnostics"], ["Commands"], [SourceLayers.Root],
        ]),
    ];

    [Fact]
    public void Imports_go_down_the_layers_only()
    {
        var violations = Projects.SelectMany(project => project.Violations(SourcesOf(project.Project)).Select(violation => $"{project.Project}: {violation}"));

        Assert.Empty(violations);
    }

    [Fact]
    public void Architecture_page_names_the_same_layers()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "architecture.md"));

        foreach (var project in Projects)
        {
            var start = page.IndexOf($"\n{project.Project}", page.IndexOf("## Layers", StringComparison.Ordinal), StringComparison.Ordinal);
            var table = page[start..].Split('\n').SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith('|'));
            Assert.Equal(project.Rows.Select(row => string.Join(", ", row)), table.Select(line => line.Split('|')[1].Trim()));
        }
    }

    [Theory]
    [InlineData("Low/A.cs", "using P.High;", "Low/A.cs (Low) imports High")]
    [InlineData("Low/A.cs", "using static P.High.B;", "Low/A.cs (Low) imports High")]
    [InlineData("Low/A.cs", "using B = P.High.B;", "Low/A.cs (Low) imports High")]
    [InlineData("Low/A.cs", "class A { object _b = new P.High.B(); }", "Low/A.cs (Low) imports High")]
    [InlineData("High/A.cs", "using P.Beside;", "High/A.cs (High) imports Beside")]
    [InlineData("High/A.cs", "using P;", "High/A.cs (High) imports (root)")]
    [InlineData("Other/A.cs", "", "Other/A.cs is in a folder that no layer names")]
    [InlineData("Low/Deep/A.cs", "namespace P.Low;", "Low/Deep/A.cs has the namespace P.Low, not P.Low.Deep")]
    public void Violation_is_reported(string path, string text, string expected) => Assert.Equal([expected], Violations(path, text));

    [Theory]
    [InlineData("High/A.cs", "using P.Low;\nusing P.Low.Deep;\nnamespace P.High;")]
    [InlineData("Low/A.cs", "// using P.High;\n/// <see cref=\"P.High.B\"/>\nnamespace P.Low;")]
    [InlineData("A.cs", "using P.High;\nusing P.Beside;\nnamespace P;")]
    public void Import_of_a_lower_layer_is_allowed(string path, string text) => Assert.Empty(Violations(path, text));

    private static IEnumerable<string> Violations(string path, string text) =>
        new SourceLayers("P", [["Low"], ["High", "Beside"], [SourceLayers.Root]]).Violations([new(path, text)]);

    private static IEnumerable<KeyValuePair<string, string>> SourcesOf(string project)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src", project);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(folder, path).Replace('\\', '/'), Full: path))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(file => new KeyValuePair<string, string>(file.Path, File.ReadAllText(file.Full)));
    }
}
