using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The catalog and the findings of analyzer, generator and pipeline in real builds.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class CatalogBuildTests(PackedSdk sdk)
{
    private const string Unreadable = """
        [
          { "name": "Alpha", "code": "print('a')", "metadata": { "purpose": "a", "functions": ["run"] } },
          { "name": "Beta", "code": None }
        ]
        """;

    private const string BrokenCSharp = """
        [
          { "name": "Alpha", "code": "return 1 +;", "metadata": { "language": "csharp", "purpose": "a", "functions": ["Run"] } }
        ]
        """;

    [Fact]
    public void A_program_names_the_bots_of_its_list()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Replace("bots.csproj", "<TargetFramework>", "<OutputType>Exe</OutputType><RootNamespace>My.Fleet</RootNamespace><TreatWarningsAsErrors>true</TreatWarningsAsErrors><TargetFramework>");
        project.Write("Program.cs", "using My.Fleet;\n\nSystem.Console.WriteLine($\"{Bots.DemoBot.Name} {Bots.DemoBot.Schedule} {Bots.All.Count}\");\n");

        project.Build().Succeeded();

        Assert.Equal("DemoBot once 1", Programs.Run(project.Folder, "dotnet", ["bin/Debug/net10.0/bots.dll"]).Output.Trim());
    }

    [Fact]
    public void A_project_without_a_source_file_for_two_frameworks_has_the_catalog_in_both()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Replace("bots.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");

        project.Build().Succeeded();

        foreach (var framework in new[] { "net10.0", "netstandard2.0" })
        {
            Assert.Contains("DemoBot", File.ReadAllText(project[$"bin/Debug/{framework}/bots.dll"], System.Text.Encoding.Latin1), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-p:RunAnalyzers=true")]
    [InlineData("-p:RunAnalyzers=false")]
    [InlineData("-p:RunAnalyzersDuringBuild=false")]
    [InlineData("-p:IsImplicitlyTriggeredBuild=true")]
    public void A_task_that_cannot_be_read_is_reported_once(string property)
    {
        using var project = new TaskProject(sdk, Unreadable);

        Assert.Equal(["MENACE1009"], project.Build(property).Failed().LoggedCodes);
    }

    [Theory]
    [InlineData("-p:RunAnalyzers=true")]
    [InlineData("-p:RunAnalyzers=false")]
    public void Broken_csharp_is_reported_once_at_its_place(string property)
    {
        using var project = new TaskProject(sdk, BrokenCSharp);

        var build = project.Build(property).Failed();

        Assert.Equal(["MENACE1701"], build.LoggedCodes);
        Assert.Equal(["tasks.json(2,41): MENACE1701"], build.Diagnostics);
    }

    [Fact]
    public void A_warning_of_the_list_is_printed_once_where_the_build_leaves_analyzers_out()
    {
        using var project = new TaskProject(sdk, "[]");

        Assert.Equal(["MENACE1105"], project.Build("-p:IsImplicitlyTriggeredBuild=true").Succeeded().LoggedCodes);
    }
}
