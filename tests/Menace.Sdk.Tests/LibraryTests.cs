using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The library package, in a program that has nothing else.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class LibraryTests(PackedSdk sdk)
{
    [Fact]
    public void The_example_of_the_page_runs_from_the_package()
    {
        var page = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/library.md"));
        var start = page.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        using var project = new TaskProject(sdk, tasks: null);
        project.Write("bots.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Menace.Pipeline" Version="{sdk.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write("Program.cs", $"""
            using Menace.Model.Tasks;
            using Menace.Pipeline;

            {page[start..page.IndexOf("```", start, StringComparison.Ordinal)]}
            Console.WriteLine(string.Join('\n', result.BuiltFiles));
            """);

        var (code, output) = Programs.Run(project.Folder, "dotnet", ["run"], sdk.Environment);

        Assert.True(code == 0, output);
        Assert.Equal(project["dev_repos/DemoBot/DemoBot.py"], output.Trim().Split('\n')[^1].Trim());
    }
}
