using Menace.Model.Tasks;
using Menace.Pipeline.Research;

namespace Menace.Pipeline.Tests.Research;

/// <summary>The documentation of packages in a folder as NuGet lays it out.</summary>
public sealed class PackageDocsSourceTests : IDisposable
{
    private const string Docs = """
        <doc><assembly><name>Acme.Slugs</name></assembly><members>
        <member name="T:Acme.Slugs.Slugger"><summary>Makes slugs.</summary></member>
        <member name="M:Acme.Slugs.Slugger.Slugify(System.String,System.Int32)"><summary>Joins the words of a title,
          see <see cref="T:Acme.Slugs.Slugger"/>.</summary><param name="a">not shown</param><example><code>Slugger.Slugify("A b", 9)</code></example></member>
        <member name="M:Acme.Slugs.Other.Weigh"><summary>Weighs hives.</summary></member>
        </members></doc>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Members_that_the_task_is_about_are_shown_with_signature_summary_and_example()
    {
        _folder.Write("acme.slugs/2.1.0/lib/netstandard2.0/Acme.Slugs.xml", Docs);
        _folder.Write("acme.slugs/1.9.0/lib/netstandard2.0/Acme.Slugs.xml", "<doc/>");

        var findings = await SearchAsync(new() { Name = "titles", Metadata = new() { Functions = ["slugify"], Packages = ["Acme.Slugs@2.1.0"] } });

        var finding = Assert.Single(findings);
        Assert.Equal("Acme.Slugs.Slugger.Slugify(String,Int32)", finding.Title);
        Assert.Equal(
            "Acme.Slugs.Slugger.Slugify(String,Int32)\nJoins the words of a title,\nsee Slugger.\nSlugger.Slugify(\"A b\", 9)", finding.Text);
        Assert.Equal("Acme.Slugs@2.1.0 Acme.Slugs.xml", finding.Place);
        Assert.Null(finding.Value);
    }

    [Fact]
    public async Task Package_of_a_using_directive_is_found_in_its_last_version()
    {
        _folder.Write("acme.slugs/10.0.0/lib/net8.0/Acme.Slugs.xml", Docs);
        _folder.Write("acme.slugs/9.0.0/lib/net8.0/Acme.Slugs.xml", Docs);

        var findings = await SearchAsync(new() { Name = "titles", Code = "using Acme.Slugs.Text;\nvar s = Slugger.Slugify(\"a\", 1);" });

        Assert.All(findings, finding => Assert.StartsWith("Acme.Slugs@10.0.0", finding.Place, StringComparison.Ordinal));
        Assert.Equal(2, findings.Count);
    }

    [Theory]
    [InlineData("../secret@1.0.0")]
    [InlineData("a..b@1.0.0")]
    [InlineData("acme@../../x")]
    public async Task Name_that_leads_out_of_the_folder_is_not_followed(string package)
    {
        _folder.Write("secret/1.0.0/lib/net8.0/secret.xml", Docs);
        var source = new PackageDocsSource(_folder["packages"]);

        Assert.Empty(await source.SearchAsync(new(new TaskInfo { Name = "slugify", Metadata = new() { Packages = [package] } }, "metadata.purpose", ""), default));
    }

    [Fact]
    public async Task Documentation_with_a_document_type_is_refused()
    {
        _folder.Write("acme.slugs/1.0.0/lib/net8.0/Acme.Slugs.xml", """
            <!DOCTYPE doc [<!ENTITY a SYSTEM "file:///etc/passwd">]><doc><members><member name="M:A.Slugify"><summary>&a;</summary></member></members></doc>
            """);

        await Assert.ThrowsAsync<FormatException>(() => SearchAsync(
            new() { Name = "slugify", Metadata = new() { Packages = ["Acme.Slugs@1.0.0"] } }));
    }

    [Fact]
    public async Task Python_bot_is_not_looked_up()
    {
        _folder.Write("acme.slugs/1.0.0/lib/net8.0/Acme.Slugs.xml", Docs);

        Assert.Empty(await SearchAsync(
            new() { Name = "slugify", Metadata = new() { Language = BotLanguage.Python, Packages = ["Acme.Slugs@1.0.0"] } }));
    }

    private Task<IReadOnlyList<ResearchFinding>> SearchAsync(TaskInfo task) =>
        new PackageDocsSource(_folder.Path).SearchAsync(new(task, "", "joining words"), default);
}
