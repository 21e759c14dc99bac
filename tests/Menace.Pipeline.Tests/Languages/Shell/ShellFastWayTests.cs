using Menace.Model.Tasks;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Shell bots have the same results when the setup script is left out.</summary>
public sealed class ShellFastWayTests
{
    private static readonly (string Folder, IReadOnlyList<string> Names) Corpus = TestWays.Corpus("shell", ".bats");

    [Fact]
    public async Task Suite_has_the_same_results_both_ways()
    {
        await using var ways = new TestWays(ShellBots.Language);
        IReadOnlyList<string> suites = Nightly.Is ? Corpus.Names : ["fails", "setup_file", "tap_like_output"];

        await ways.AssertSameAsync(suites, name => TestWays.Sample(BotLanguage.Shell, Corpus.Folder, name, ".sh", ".bats"));
    }

    [Fact]
    public void Corpus_has_at_least_sixty_suites() => Assert.True(Corpus.Names.Count >= 60);

    [Fact]
    public async Task Changed_setup_script_is_an_obstacle_and_another_name_is_the_same_kind()
    {
        await using var ways = new TestWays(ShellBots.Language);
        var bot = TestWays.Bot(BotLanguage.Shell, "gross() {\n    echo 1\n}\n");
        var other = bot with { Name = "bats" };
        await ways.WriteAsync(bot);
        await ways.WriteAsync(other);

        var (_, generated) = await ways.PlanAsync(bot);
        var (_, changed) = await ways.PlanAsync(bot, _ => false);
        var (_, renamed) = await ways.PlanAsync(other);

        Assert.Null(generated.Obstacle);
        Assert.Equal("its scripts/setup_tests.sh is not the generated one", changed.Obstacle);
        Assert.Null(renamed.Obstacle);
        Assert.NotEqual("", generated.Kind);
    }
}
