using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests.Hosts;

/// <summary>A real MSBuild 17, from its packages: it must understand the targets well enough to be told that it is too old.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class OldMSBuildTests(PackedSdk sdk)
{
    private const string Program = """
        using Microsoft.Build.Evaluation;
        using Microsoft.Build.Execution;
        using Microsoft.Build.Framework;
        using Microsoft.Build.Logging;

        Environment.SetEnvironmentVariable("MSBUILD_EXE_PATH", Path.Combine(AppContext.BaseDirectory, "MSBuild.dll"));
        var parameters = new BuildParameters(new ProjectCollection()) { Loggers = [new ConsoleLogger(LoggerVerbosity.Normal)] };
        var request = new BuildRequestData(args[0], new Dictionary<string, string?>(), null, ["PrepareForRun"], null);
        var result = BuildManager.DefaultBuildManager.Build(parameters, request);
        Console.WriteLine($"{result.OverallResult} {ProjectCollection.Version}");
        """;

    private const string ProgramProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Microsoft.Build" Version="17.7.2" />
            <PackageReference Include="Microsoft.Build.Tasks.Core" Version="17.7.2" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public void MSBuild_17_gets_a_readable_error()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Write("host/host.csproj", ProgramProject);
        project.Write("host/Program.cs", Program);
        var targets = Path.Combine(PackedSdk.RepositoryRoot, "src/Menace.Sdk/Sdk");
        project.Write("old.proj", $"""
            <Project>
              <!-- Stands for Microsoft.NET.Sdk, of which each version takes its own MSBuild only. -->
              <UsingTask TaskName="Microsoft.Build.Tasks.Error" AssemblyName="Microsoft.Build.Tasks.Core" />
              <Import Project="{targets}/Menace.Defaults.props" />
              <Import Project="{targets}/Menace.Items.targets" />
              <Target Name="PrepareForRun" />
              <Import Project="{targets}/Menace.Pipeline.targets" />
            </Project>
            """);

        var (_, output) = Programs.Run(project.Folder, "dotnet", ["run", "--project", "host", "--", project["old.proj"]], sdk.Environment);

        Assert.Contains("error MENACE0002: Menace.Sdk needs MSBuild 18 (.NET SDK 10) or newer, but this is MSBuild 17.7.2", output, StringComparison.Ordinal);
        Assert.Contains("Failure 17.7.2", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project["dev_repos"]));
    }
}
