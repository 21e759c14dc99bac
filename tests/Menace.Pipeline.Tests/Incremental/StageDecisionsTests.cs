using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental.Decisions;

namespace Menace.Pipeline.Tests.Incremental;

/// <summary>What stages keep of their decisions, for explanations.</summary>
public sealed class StageDecisionsTests : IDisposable
{
    private static readonly Dictionary<string, string> Common = new() { ["tool bash"] = "t1" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decision_is_compared_with_the_one_before_it_and_read_again()
    {
        StageDecisions.Record(_folder.Path, PipelineStage.Verify, [Decision("a", "1", ("file x", "x1"), ("file y", "y1"))], null);

        StageDecisions.Record(_folder.Path, PipelineStage.Verify, [Decision("a", "2", ("file x", "x2"), ("file z", "z1"))], null);

        var read = StageDecisions.Read(_folder.Path, PipelineStage.Verify).Bots["a"];
        Assert.Equal(["file x changed (x1 to x2)", "file y removed (y1)", "file z added (z1)"], read.Changes.Select(change => change.ToString()));
        Assert.False(read.IsFirst);
    }

    [Fact]
    public void Ingredients_of_the_same_key_are_neither_computed_nor_changed()
    {
        var before = new StageDecisions().After([Decision("a", "1", ("file x", "x1"))]);

        var after = before.After([Decision("a", "1") with { Ingredients = () => throw new InvalidOperationException("They are known.") }]);

        Assert.Empty(after.Bots["a"].Changes);
        Assert.Equal(before.IngredientsOf(before.Bots["a"].Groups), after.IngredientsOf(after.Bots["a"].Groups));
    }

    [Fact]
    public void Ingredients_that_bots_have_in_common_are_kept_once_and_those_of_a_removed_bot_not_at_all()
    {
        var both = new StageDecisions().After([Decision("a", "1", ("file x", "x1")), Decision("b", "2", ("file y", "y1"))]);
        Assert.Equal(3, both.Groups.Count);

        var one = both.After([Decision("a", "1", ("file x", "x1"))]);

        Assert.Equal("a", Assert.Single(one.Bots.Keys));
        Assert.Equal(2, one.Groups.Count);
    }

    [Fact]
    public void Key_of_the_store_explains_a_decision_about_the_same_verdict()
    {
        var before = new StageDecisions().After([Decision("a", "1", ("file x", "x1")) with { OfStore = [new Dictionary<string, string> { ["MenaceLint"] = "on" }] }]);

        var after = before.After([Decision("a", "1", ("file x", "x1")) with { OfStore = [new Dictionary<string, string> { ["MenaceLint"] = "off" }] }]);

        Assert.Equal("MenaceLint changed (on to off)", Assert.Single(after.Bots["a"].Changes).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"Bots\": null }")]
    [InlineData("[]")]
    public void Damaged_file_is_as_if_nothing_was_decided(string text)
    {
        _folder.Write("decisions.verify.json", text);

        Assert.Empty(StageDecisions.Read(_folder.Path, PipelineStage.Verify).Bots);
    }

    private static BotDecision Decision(string bot, string key, params (string Name, string Digest)[] own) => new(bot, "test", key)
    {
        Ingredients = () => [Common, own.ToDictionary(one => one.Name, one => one.Digest)],
    };
}
