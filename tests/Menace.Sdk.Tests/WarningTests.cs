using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>What a project says of warnings is said of those of Menace too.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class WarningTests(PackedSdk sdk)
{
    private const string Lint = """[{"name":"Base","code":"import os\n\n\ndef f(x):\n    return x is 1\n","metadata":{"purpose":"adds","language":"python","functions":["f"]}}]""";

    [Fact]
    public void Warnings_follow_the_properties_of_the_project_in_every_build()
    {
        using var project = new TaskProject(sdk, Lint);

        // A property that does not exist changes no file, and the last stage has a warning that is still true.
        Assert.Equal(["MENACE0004", "MENACE5020"], project.Build("-p:MenaceLnt=x").Succeeded().WarningCodes);
        Assert.Equal(["MENACE0004", "MENACE5020"], project.Build("-p:MenaceLnt=x").Succeeded().WarningCodes);

        project.Replace("bots.csproj", "<TargetFramework>", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><TargetFramework>");
        var strict = project.Build("-p:MenaceLnt=x").Failed();
        Assert.Equal(["MENACE0004", "MENACE5020"], strict.ErrorCodes);
        Assert.Empty(strict.WarningCodes);
        Assert.Equal(["MENACE5007"], project.Build("-p:MenaceVerifyEnabled=false").Failed().ErrorCodes);

        var not = project.Build("-p:WarningsNotAsErrors=MENACE5020").Succeeded();
        Assert.Equal(["MENACE5020"], not.WarningCodes);
        Assert.Empty(project.Build("-p:NoWarn=MENACE5020").Succeeded().WarningCodes);

        project.Replace("bots.csproj", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "<WarningsAsErrors>MENACE5020</WarningsAsErrors>");
        Assert.Equal(["MENACE5020"], project.Build().Failed().ErrorCodes);

        // The outer build of several frameworks.
        project.Replace("bots.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");
        Assert.Equal(["MENACE5020"], project.Build().Failed().ErrorCodes);
        Assert.Empty(project.Build("-p:NoWarn=MENACE5020").Succeeded().WarningCodes);
    }
}
