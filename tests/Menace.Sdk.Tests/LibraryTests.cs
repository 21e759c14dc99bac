using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The library package, in a program that has nothing else.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class LibraryTests(PackedSdk sdk)
{
    [Fact]
    public void The_examples_of_the_page_run_from_the_package()
    {
        var page = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/library.md"));
        var snippets = page.Split("```csharp\n")[1..].Select(text => text[..text.IndexOf("```", StringComparison.Ordinal)]);
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
            {string.Concat(snippets)}
            Console.WriteLine(string.Join('\n', result.BuiltFiles));
            """);

        var (code, output) = Programs.Run(project.Folder, "dotnet", ["run"], sdk.Environment);

        Assert.True(code == 0, output);
        Assert.Equal(project["dev_repos/DemoBot/DemoBot.py"], output.Trim().Split('\n')[^1].Trim());
    }
}
