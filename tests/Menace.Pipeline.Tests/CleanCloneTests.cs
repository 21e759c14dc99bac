using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Tests.Languages.Python;

namespace Menace.Pipeline.Tests;

/// <summary>Repositories of a chain of two languages, built by the pipeline and then cloned as a colleague does.</summary>
public sealed class CleanCloneTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static TaskInfo[] Chain { get; } =
    [
        new()
        {
            Name = "base-bot",
            Code = "value() {\n    echo one\n}\n",
            Metadata = new() { Language = BotLanguage.Shell, Purpose = "base" },
        },
        new()
        {
            Name = "Middle",
            Dependencies = ["base-bot"],
            Code = "import base_bot\n\ndef value():\n    return base_bot.value() + ' two'\n",
            Metadata = new() { Language = BotLanguage.Python, Purpose = "middle", Examples = [new() { Function = "value", Returns = "one two" }] },
        },
        new()
        {
            Name = "top",
            Dependencies = ["Middle"],
            Code = "value() {\n    echo \"$(Middle_value) three\"\n}\n",
            Metadata = new() { Language = BotLanguage.Shell, Purpose = "top", Examples = [new() { Function = "value", Returns = "one two three" }] },
        },
    ];

    public async Task InitializeAsync() =>
        await new ImplementationPipeline(config: new() { SourceDirectory = _folder.Path, Python = await PythonBots.InterpreterPathAsync() }).RunAsync(Chain);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_lock_file_pins_the_dependency_in_another_language()
    {
        var tree = Shell.Git(_folder["dev_repos/base-bot"], "rev-parse", "HEAD^{tree}").Trim();

        Assert.Contains($"\"base-bot\": {{\n      \"tree\": \"{tree}\"", File.ReadAllText(_folder["dev_repos/Middle/menace.lock.json"]), StringComparison.Ordinal);
        Assert.Contains("- [Middle](../Middle)", File.ReadAllText(_folder["dev_repos/top/README.md"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".git")]
    public async Task The_setup_clones_direct_and_indirect_siblings_from_where_the_repository_comes_from(string suffix)
    {
        foreach (var bot in Chain)
        {
            Shell.Git(_folder.Path, "clone", "--quiet", "--bare", "dev_repos/" + bot.Name, $"server/{bot.Name}{suffix}");
        }

        Shell.Git(_folder.Path, "clone", "--quiet", _folder[$"server/top{suffix}"], "clones/top");
        var setup = await SetUpAsync("clones/top");

        Assert.True(setup.ExitCode == 0, setup.Error);
        Assert.Equal(["Middle", "base-bot", "top"], Directory.GetDirectories(_folder["clones"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("\"one two three\"\n", Shell.Run(_folder["clones/top"], null, "sh", "main.sh", "value"));
    }

    [Fact]
    public async Task A_sibling_that_is_neither_here_nor_there_is_named()
    {
        Shell.Git(_folder.Path, "clone", "--quiet", "--bare", "dev_repos/top", "server/top");
        Shell.Git(_folder.Path, "clone", "--quiet", _folder["server/top"], "clones/top");
        var setup = await SetUpAsync("clones/top");

        Assert.Equal(66, setup.ExitCode);
        Assert.Contains($"top needs its sibling repository Middle, but there is no {_folder["clones"]}/Middle and {_folder["server/Middle"]} cannot be cloned", setup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_origin_a_missing_indirect_sibling_is_named()
    {
        Directory.Move(_folder["dev_repos/base-bot"], _folder["moved"]);
        var setup = await SetUpAsync("dev_repos/top");

        Assert.Equal(66, setup.ExitCode);
        Assert.Contains($"top needs its sibling repository base-bot, but there is no {_folder["dev_repos"]}/base-bot", setup.Error, StringComparison.Ordinal);
    }

    private Task<ProcessResult> SetUpAsync(string repository) =>
        new ProcessRunner().RunAsync(new ProcessCommand("sh", ["scripts/setup_tests.sh"], _folder[repository]), TimeSpan.FromMinutes(1), default);
}
