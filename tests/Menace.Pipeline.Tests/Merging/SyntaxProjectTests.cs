namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges of project files by element.</summary>
public sealed class SyntaxProjectTests
{
    private const string Path = "bot.csproj";

    [Fact]
    public void Packages_that_both_add_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "    <!-- Ours -->", "    <PackageReference Include=\"B\" Version=\"1\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "    <PackageReference Include=\"C\" Version=\"1\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "    <!-- Ours -->", "    <PackageReference Include=\"B\" Version=\"1\" />",
            "    <PackageReference Include=\"C\" Version=\"1\" />", "  </ItemGroup>"));

    [Fact]
    public void Version_that_one_raises_and_package_that_the_other_adds_beside_it_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"2\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "    <PackageReference Include=\"C\" Version=\"1\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"2\" />", "    <PackageReference Include=\"C\" Version=\"1\" />", "  </ItemGroup>"));

    [Fact]
    public void Version_that_both_raise_is_a_conflict() => SyntaxMergers.AssertConflict(
        Path,
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"1\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"2\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <PackageReference Include=\"A\" Version=\"3\" />", "  </ItemGroup>"),
        "PackageReference A in ItemGroup 1",
        Project("  <ItemGroup>", "<<<<<<< ours", "    <PackageReference Include=\"A\" Version=\"2\" />", "||||||| base", "    <PackageReference Include=\"A\" Version=\"1\" />",
            "=======", "    <PackageReference Include=\"A\" Version=\"3\" />", ">>>>>>> theirs", "  </ItemGroup>"));

    [Fact]
    public void Group_in_front_of_another_does_not_take_its_place() => SyntaxMergers.AssertClean(
        Path,
        Project("  <PropertyGroup>", "    <Version>1</Version>", "  </PropertyGroup>"),
        Project("  <PropertyGroup>", "    <Ours>1</Ours>", "  </PropertyGroup>", "  <PropertyGroup>", "    <Version>1</Version>", "  </PropertyGroup>"),
        Project("  <PropertyGroup>", "    <Version>2</Version>", "    <Theirs>1</Theirs>", "  </PropertyGroup>"),
        Project("  <PropertyGroup>", "    <Ours>1</Ours>", "  </PropertyGroup>", "  <PropertyGroup>", "    <Version>2</Version>", "    <Theirs>1</Theirs>", "  </PropertyGroup>"));

    [Fact]
    public void Groups_that_both_add_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        Project("  <PropertyGroup>", "    <Version>1</Version>", "  </PropertyGroup>"),
        Project("  <PropertyGroup>", "    <Version>1</Version>", "  </PropertyGroup>", "", "  <ItemGroup>", "    <None Include=\"x\" />", "  </ItemGroup>"),
        Project("  <PropertyGroup>", "    <Version>1</Version>", "  </PropertyGroup>", "", "  <ItemGroup Condition=\"'$(A)' == ''\">", "    <None Include=\"y\" />", "  </ItemGroup>"),
        Project("  <PropertyGroup>", "    <Version>1</Version>", "  </PropertyGroup>", "", "  <ItemGroup>", "    <None Include=\"x\" />", "  </ItemGroup>",
            "", "  <ItemGroup Condition=\"'$(A)' == ''\">", "    <None Include=\"y\" />", "  </ItemGroup>"));

    [Fact]
    public void Elements_of_one_name_are_known_by_what_they_include_and_their_condition() => SyntaxMergers.AssertClean(
        Path,
        Project("  <ItemGroup>", "    <Compile Include=\"a\" />", "    <Compile Remove=\"a\" />", "    <Compile Update=\"b\" Condition=\"1 &gt; 0\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <Compile Include=\"a\" Link=\"c\" />", "    <Compile Remove=\"a\" />", "    <Compile Update=\"b\" Condition=\"1 &gt; 0\" />", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <Compile Include=\"a\" />", "    <Compile Update=\"b\" Condition=\"1 &gt; 0\">", "      <Link>d</Link>", "    </Compile>", "  </ItemGroup>"),
        Project("  <ItemGroup>", "    <Compile Include=\"a\" Link=\"c\" />", "    <Compile Update=\"b\" Condition=\"1 &gt; 0\">", "      <Link>d</Link>", "    </Compile>", "  </ItemGroup>"));

    [Fact]
    public void Tasks_of_a_target_are_merged_by_lines_if_they_have_no_names() => SyntaxMergers.AssertClean(
        Path,
        Project("  <Target Name=\"T\">", "    <Exec Command=\"a\" />", "    <Message Text=\"x\" />", "    <Exec Command=\"b\" />", "  </Target>"),
        Project("  <Target Name=\"T\">", "    <Exec Command=\"a > 'c'\" />", "    <Message Text=\"x\" />", "    <Exec Command=\"b\" />", "  </Target>"),
        Project("  <Target Name=\"T\">", "    <Exec Command=\"a\" />", "    <Message Text=\"x\" />", "    <Exec Command=\"d\" />", "  </Target>"),
        Project("  <Target Name=\"T\">", "    <Exec Command=\"a > 'c'\" />", "    <Message Text=\"x\" />", "    <Exec Command=\"d\" />", "  </Target>"));

    [Fact]
    public void Projects_of_a_solution_are_known_by_their_path() => SyntaxMergers.AssertClean(
        "all.slnx",
        "<Solution>\n  <Project Path=\"a.csproj\" />\n</Solution>\n",
        "<Solution>\n  <Project Path=\"a.csproj\" />\n  <Project Path=\"b.csproj\" />\n</Solution>\n",
        "<Solution>\n  <Project Path=\"a.csproj\" />\n  <Project Path=\"c.csproj\" />\n</Solution>\n",
        "<Solution>\n  <Project Path=\"a.csproj\" />\n  <Project Path=\"b.csproj\" />\n  <Project Path=\"c.csproj\" />\n</Solution>\n");

    [Theory]
    [InlineData("<a><b></a>", "<a><c></a>", "<a><d></a>")]
    [InlineData("<!DOCTYPE a><a x=\"1\"><b /></a>", "<!DOCTYPE a><a x=\"1\"><b /><c /></a>", "<!DOCTYPE a><a x=\"2\"><b /></a>")]
    [InlineData("<a>text<b /></a>", "<a>text<b /><c /></a>", "<a>text, more<b /></a>")]
    public void File_that_cannot_be_cut_into_elements_is_left_to_lines(string original, string ours, string theirs) =>
        Assert.Null(SyntaxMergers.Merge("a.xml", original, ours, theirs));

    private static string Project(params string[] lines) => string.Join('\n', ["<Project Sdk=\"Microsoft.NET.Sdk\">", .. lines, "</Project>", ""]);
}
