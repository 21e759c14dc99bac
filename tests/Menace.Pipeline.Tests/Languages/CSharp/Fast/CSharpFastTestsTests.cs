using System.Text.Json.Nodes;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.CSharp.Fast;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Languages.CSharp.Fast;

public sealed class CSharpFastTestsTests(BuiltFleet fleet) : IClassFixture<BuiltFleet>
{
    public static TheoryData<string> Bots =>
        ["Delta", "Zeta", "Beta", "Alpha", "data-loader", "lower", "Packaged", "Copying", "Spaced", "Regular", "Tested",
            "Warned", "Calling"];

    [Theory]
    [MemberData(nameof(Bots))]
    public void Fast_build_makes_the_bytes_of_dotnet_build(string bot)
    {
        Assert.Equal((0, ""), (fleet.Fast(bot).ExitCode, fleet.Fast(bot).Output));
        var assembly = $"MenaceBots.{fleet[bot].Spec.Identifier}";

        foreach (var file in (string[])[assembly + ".dll", assembly + ".pdb", assembly + ".runtimeconfig.json", assembly])
        {
            Assert.True(
                File.ReadAllBytes(fleet.RealOutput(bot, file)).AsSpan().SequenceEqual(File.ReadAllBytes(fleet.FastOutput(bot, bot, file))), file);
        }

        Assert.Equal(Text(fleet.RealOutput(bot, assembly + ".deps.json")), Text(fleet.FastOutput(bot, bot, assembly + ".deps.json")));
        Assert.Equal(Files(fleet.RealOutput(bot)), Files(fleet.FastOutput(bot, bot)));
    }

    [Theory]
    [MemberData(nameof(Bots))]
    public void Fast_tests_have_the_code_and_references_of_dotnet_build(string bot)
    {
        var tests = bot + ".Tests";

        Assert.Equal(
            AssemblyContent.Of(fleet.RealOutput(tests, tests + ".dll")), AssemblyContent.Of(fleet.FastOutput(bot, tests, tests + ".dll")));
        Assert.Equal(Text(fleet.RealOutput(tests, tests + ".deps.json")), Text(fleet.FastOutput(bot, tests, tests + ".deps.json")));
        Assert.Equal(
            Files(fleet.RealOutput(tests)).Where(file => !IsFramework(file)).Append(tests + ".runtimeconfig.dev.json").Order(StringComparer.Ordinal),
            Files(fleet.FastOutput(bot, tests)));
        Assert.Equal(
            File.ReadAllBytes(fleet.RealOutput(tests, tests)), File.ReadAllBytes(fleet.FastOutput(bot, tests, tests)));

        static bool IsFramework(string file) => file.StartsWith("xunit.", StringComparison.Ordinal) || file.StartsWith("Microsoft.", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Broken", "Broken")]
    [InlineData("Caller", "Broken")]
    [InlineData("Misused", "Misused")]
    public void Errors_are_those_of_dotnet_build(string bot, string faulty)
    {
        var real = fleet.Printed.Split('\n').Where(line => line.Contains($"[{fleet.PathOf(faulty)}/", StringComparison.Ordinal)
            && line.Contains(": error ", StringComparison.Ordinal));

        Assert.Equal(1, fleet.Fast(bot).ExitCode);
        Assert.Equal(OutputSummary.Of(string.Join('\n', real)), OutputSummary.Of(fleet.Fast(bot).Output));
    }

    [Theory]
    [InlineData("Alpha")]
    [InlineData("Packaged")]
    [InlineData("Tested")]
    public async Task Built_tests_run(string bot)
    {
        var tests = bot + ".Tests";

        var run = await new ProcessRunner().RunAsync(
            new ProcessCommand(CSharpTestRun.Dotnet!, ["exec", fleet.FastOutput(bot, tests, tests + ".dll"), "-noLogo"], "/"),
            TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task Later_run_needs_no_build_and_has_warnings_if_asked_for()
    {
        var records = fleet.Records().ToList();

        await using var tests = fleet.Begin(warnings: true);
        var ended = await fleet.SetUpAsync(tests, "Warned");

        Assert.Equal(records, fleet.Records());
        Assert.Equal(("", 0), (fleet.Fast("Warned").Output, ended.ExitCode));
        var warnings = CSharpLint.Read(ended.Output.Split('\n'), fleet.PathOf("Warned").TrimEnd('/'));
        Assert.Equal(["CS0168"], warnings.Select(warning => warning.Id));
        Assert.Equal(CSharpLint.Read(fleet.Printed.Split('\n'), fleet.PathOf("Warned").TrimEnd('/')), warnings);
    }

    [Theory]
    [InlineData("src/Demo/Demo.csproj", "src/Demo/Demo.csproj of Demo is not as it was generated")]
    [InlineData("tests/Demo.Tests/Demo.Tests.csproj", "tests/Demo.Tests/Demo.Tests.csproj of Demo is not as it was generated")]
    [InlineData("Directory.Build.props", "Directory.Build.props of Demo is not as it was generated")]
    [InlineData("global.json", "global.json of Demo is not as it was generated")]
    [InlineData(".editorconfig", ".editorconfig of Demo is not as it was generated")]
    [InlineData("src/Demo/.editorconfig", "src/Demo/.editorconfig of Demo is a file that the build may read")]
    [InlineData("nuget.config", "nuget.config of Demo is a file that the build may read")]
    [InlineData("src/Directory.Build.props", "src/Directory.Build.props of Demo is a file that the build may read")]
    [InlineData("src/Demo/Demo.csproj.user", "src/Demo/Demo.csproj.user of Demo is a file that the build may read")]
    [InlineData("tests/Demo.Tests/xunit.runner.json", "tests/Demo.Tests/xunit.runner.json of Demo is a file that the build may read")]
    [InlineData("src/Demo/obj/Old.cs", "it is not certain whether the build compiles src/Demo/obj/Old.cs of Demo")]
    [InlineData("src/Demo/a;b.cs", "it is not certain whether the build compiles src/Demo/a;b.cs of Demo")]
    public void Changed_build_is_an_obstacle(string file, string obstacle)
    {
        using var folder = new TemporaryFolder();
        var bot = CSharpBots.Emit(CSharpBots.Spec("return 1;", "Run"));
        foreach (var emitted in bot.Files.Files)
        {
            folder.Write(Path.Combine("Demo", emitted.Path), System.Text.Encoding.UTF8.GetString(emitted.Content.Span));
        }

        var untouched = CSharpTree.Read(folder["Demo"], "Demo");
        File.AppendAllText(folder.Write("Demo/extra.txt", ""), "harmless");
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"Demo/{file}"])!);
        File.AppendAllText(folder[$"Demo/{file}"], "\n");

        Assert.Equal(["BotCommand.cs", "Demo.cs", "Program.cs"], untouched.Sources);
        Assert.Equal(obstacle, Assert.Throws<FastObstacleException>(() => CSharpTree.Read(folder["Demo"], "Demo")).Message);
    }

    [Fact]
    public async Task Setup_script_that_was_edited_is_an_obstacle()
    {
        await using var tests = fleet.Begin();

        var plan = await fleet.PlanAsync(tests, "Delta", isGenerated: _ => false);

        Assert.Equal("scripts/setup_tests.sh is not as it was generated", plan.Obstacle);
    }

    private static string Text(string path) => JsonNode.Parse(File.ReadAllText(path))!.ToJsonString();

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);
}
