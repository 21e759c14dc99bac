using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests.Optimisation;

public sealed class ExerciseTests
{
    private static readonly FunctionProof Harmless = new(null, null, []);
    private static readonly FunctionProof Purge = new(null, "calls 'shutil.rmtree', which reading cannot prove harmless", []);

    [Fact]
    public void Harmless_function_is_exercised() => Assert.Empty(Decide(Bot("a", ("f", Harmless)))[0].NotExercised);

    [Fact]
    public void Unproved_function_is_not_exercised_and_says_why() =>
        Assert.Equal("calls 'shutil.rmtree', which reading cannot prove harmless", Decide(Bot("a", ("purge", Purge)))[0].NotExercised["purge"]);

    [Theory]
    [InlineData("purge")]
    [InlineData(TaskMetadata.AllFunctions)]
    public void Smoke_exercises_an_unproved_function(string smoke) =>
        Assert.Empty(Decide(Bot("a", new TaskMetadata { Smoke = [smoke] }, ("purge", Purge)))[0].NotExercised);

    [Fact]
    public void Smoke_of_another_function_exercises_nothing() =>
        Assert.True(Decide(Bot("a", new TaskMetadata { Smoke = ["other"] }, ("purge", Purge)))[0].NotExercised.ContainsKey("purge"));

    [Fact]
    public void Smoke_cannot_give_arguments() =>
        Assert.Equal("it needs arguments", Decide(Bot("a", new TaskMetadata { Smoke = ["f"] }, ("f", new("it needs arguments", null, []))))[0].NotExercised["f"]);

    [Fact]
    public void Example_exercises_an_unproved_function()
    {
        var bot = Bot("a", new TaskMetadata { Examples = [new() { Function = "purge" }] }, ("purge", Purge));

        Assert.Empty(Decide(bot)[0].NotExercised);
    }

    [Fact]
    public void Tests_of_the_task_decide_themselves()
    {
        var bot = Bot("a", new TaskMetadata { Tests = "def test_purge(): pass" }, ("purge", Purge));

        Assert.Empty(Decide(bot)[0].NotExercised);
    }

    [Fact]
    public void Function_without_a_definition_is_not_exercised() => Assert.True(Decide(Bot("a") with { Functions = ["f"] })[0].NotExercised.ContainsKey("f"));

    [Fact]
    public void Dependency_that_is_not_proved_spreads_to_everything_above_it()
    {
        var low = Bot("low", ("purge", Purge));
        var middle = Using("low", Bot("middle", ("f", new(null, null, ["low"])), ("g", Harmless)));
        var high = Using("middle", Bot("high", ("h", new(null, null, ["middle"]))));

        var decided = Decide(high, middle, low);

        Assert.Equal("it uses 'middle', which reading did not prove harmless", decided[0].NotExercised["h"]);
        Assert.Equal(["f"], decided[1].NotExercised.Keys);
    }

    [Fact]
    public void Dependency_that_is_proved_is_no_obstacle()
    {
        var low = Bot("low", ("f", Harmless));
        var high = Using("low", Bot("high", ("h", new(null, null, ["low"]))));

        Assert.All(Decide(low, high), bot => Assert.Empty(bot.NotExercised));
    }

    [Fact]
    public void Signature_is_an_obstacle_unless_a_language_proves_it() => Assert.NotNull(new FunctionSignature("f").Obstacle);

    [Fact]
    public void Type_and_required_arguments_cannot_be_exercised()
    {
        var proofs = Exercise.Prove(new CodeAnalysis
        {
            Functions = [new("T") { IsType = true, Obstacle = null }, new("f") { Parameters = [new("x", null, false)], Obstacle = null }],
        });

        Assert.Equal("it is a type", proofs["T"].Unexercisable);
        Assert.Equal("it needs arguments and has no example", proofs["f"].Unexercisable);
    }

    [Fact]
    public void Mutants_are_of_harmless_functions_with_an_example()
    {
        static FunctionProof Proof(string function, string? obstacle = null, params string[] uses) =>
            new(null, obstacle, uses) { Mutants = [new(function, 0, 1, "", "")] };
        var metadata = new TaskMetadata
        {
            Smoke = ["smoke"],
            Examples = [.. new[] { "pure", "purge", "smoke", "calls" }.Select(function => new TaskExample { Function = function })],
        };
        var low = Bot("low", ("purge", Purge));
        var bot = Using("low", Bot("a", metadata, ("pure", Proof("pure")), ("purge", Proof("purge", "calls 'x'")), ("smoke", Proof("smoke")), ("calls", Proof("calls", null, "low")), ("other", Proof("other"))));

        Assert.Equal(["pure"], Decide(low, bot)[1].Mutants.Select(mutant => mutant.Function));

        bot = bot with { Task = bot.Task with { Metadata = metadata with { Tests = "import a", Examples = [] } } };
        Assert.Equal(["pure", "other"], Decide(low, bot)[1].Mutants.Select(mutant => mutant.Function));
        Assert.Empty(Exercise.Prove(new CodeAnalysis { Functions = [new("f") { Mutants = [new("f", 0, 1, "", "")] }] })["f"].Mutants);
    }

    private static IReadOnlyList<BotSpec> Decide(params BotDraft[] bots) => Exercise.Decide(bots);

    private static BotDraft Bot(string name, params (string Function, FunctionProof Proof)[] functions) => Bot(name, new(), functions);

    private static BotDraft Bot(string name, TaskMetadata metadata, params (string Function, FunctionProof Proof)[] functions) =>
        new(new TaskInfo { Name = name, Metadata = metadata }, new Dictionary<string, FileContent>(), "code")
        {
            Language = BotLanguage.Python,
            Purpose = "p",
            Functions = [.. functions.Select(function => function.Function)],
            Proofs = functions.ToDictionary(function => function.Function, function => function.Proof),
        };

    private static BotDraft Using(string dependency, BotDraft bot) => bot with { Task = bot.Task with { Dependencies = [dependency] } };
}
