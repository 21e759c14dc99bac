using CsCheck;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Menace.Pipeline.Tests.Languages.Foreign;

/// <summary>Bots call bots of other languages, by real builds, interpreters and shells.</summary>
public sealed class ForeignCallTests(MixedFleet fleet) : IClassFixture<MixedFleet>
{
    private static readonly Gen<string> Text = HostileText.Gen.Select(text => text.Replace("\0", "", StringComparison.Ordinal));

    /// <summary>Arguments of one call: values that the shell can take as well, so no NUL.</summary>
    private static readonly Gen<JsonValue[]> Values = Value(depth: 2).Array[20];

    [Theory]
    [InlineData("Sharp")]
    [InlineData("SharpCaller")]
    [InlineData("snake-caller")]
    [InlineData("shell-caller")]
    public void The_tests_of_a_bot_pass_with_its_dependencies_in_other_languages(string bot)
    {
        Assert.Null(fleet.ReportOf(bot).Problem);
        Assert.NotEmpty(fleet.ReportOf(bot).Tests);
        Assert.All(fleet.ReportOf(bot).Tests, test => Assert.True(test.Outcome == TestOutcome.Passed, $"{test.Name}: {test.Message}"));
    }

    [Theory]
    [MemberData(nameof(MixedFleet.Directions), MemberType = typeof(MixedFleet))]
    public Task Every_JSON_value_arrives_and_comes_back(string bot, string function) =>
        Values.SampleAsync(values => AssertSameAsync(bot, function, values), iter: Nightly.Choose(1, 25), threads: 1);

    [Theory]
    [MemberData(nameof(MixedFleet.Directions), MemberType = typeof(MixedFleet))]
    public Task An_argument_of_100_KB_arrives_and_comes_back(string bot, string function) =>
        AssertSameAsync(bot, function, [new string('x', 100_000) + HostileText.Worst + "\n\n"]);

    [Theory]
    [InlineData("SharpCaller", "ToPython")]
    [InlineData("snake-caller", "to_csharp")]
    public async Task NUL_passes_between_languages_that_know_it(string bot, string function)
    {
        var call = await fleet.CallAsync(bot, function, "\"a\\u0000b\"");

        Assert.Equal("a\0b", (string?)JsonNode.Parse(LastLine(call.Output))![0]);
    }

    [Theory]
    [InlineData("SharpCaller", "Fail", "snake-bot.fail failed with exit code 1: ", "ValueError: because")]
    [InlineData("snake-caller", "fail", "Sharp.Fail failed with exit code 1: ", "ArgumentException: because")]
    [InlineData("shell-caller", "fail", "fail failed with exit code 1.", "ArgumentException: because")]
    public async Task A_failure_of_the_other_bot_is_one_here_with_its_name_function_and_message(string bot, string function, string who, string what)
    {
        var call = await fleet.CallAsync(bot, function, "\"because\"");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains(who, call.Error, StringComparison.Ordinal);
        Assert.Contains(what, call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("went on", call.Output + call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SharpCaller", "Say", "saying\n\n\"x\"\n", "")]
    [InlineData("snake-caller", "say", "saying\n\n\"x\"\n", "")]
    [InlineData("shell-caller", "say", "\"x\"\n", "saying\n\n")]
    public async Task What_the_other_bot_printed_is_passed_on(string bot, string function, string output, string error)
    {
        var call = await fleet.CallAsync(bot, function, "\"x\"");

        Assert.Equal((output, error), (call.Output, call.Error));
    }

    [Theory]
    [InlineData("SharpCaller", "Long")]
    [InlineData("snake-caller", "long")]
    [InlineData("shell-caller", "long")]
    public async Task An_argument_longer_than_the_system_allows_is_an_error_that_says_so(string bot, string function)
    {
        var call = await fleet.CallAsync(bot, function, "200000");

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("Argument list too long", call.Error, StringComparison.Ordinal);
    }

    /// <summary>The result of a function that gives its arguments back; a shell gives text, and of what is no string its JSON.</summary>
    private async Task AssertSameAsync(string bot, string function, JsonValue[] values)
    {
        var isFromShell = bot == "shell-caller";
        var sent = isFromShell ? [.. values.Select(value => value.Kind == JsonKind.String ? value : CanonicalJson.WriteInOrder(value))] : values;
        var call = await fleet.CallAsync(bot, function, [.. values.Select(value => CanonicalJson.WriteInOrder(value))]);
        Assert.True(call.ExitCode == 0, call.Error);

        var result = JsonNode.Parse(LastLine(call.Output));
        var received = (isFromShell ? JsonNode.Parse((string)result!) : result)!.AsArray();
        var isToShell = function is "ToShell" or "to_shell";
        Assert.Equal(sent.Length, received.Count);
        Assert.All(sent.Zip(received), pair =>
        {
            var back = isToShell && pair.First.Kind != JsonKind.String ? JsonNode.Parse((string)pair.Second!) : pair.Second;
            var text = CanonicalJson.WriteInOrder(pair.First);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), back), $"sent {text}, received {back?.ToJsonString()}");
        });
    }

    private static string LastLine(string output) => output.TrimEnd('\n').Split('\n')[^1];

    private static Gen<JsonValue> Value(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Const(JsonValue.Null),
            Gen.Bool.Select(value => (JsonValue)value),
            Gen.Int.Select(value => (JsonValue)value),
            Gen.Double[-1e30, 1e30].Select(value => (JsonValue)value),
            Text.Select(value => (JsonValue)value));
        return depth == 0 ? scalar : Gen.OneOf(
            scalar,
            Value(depth - 1).List[0, 3].Select(items => JsonValue.FromItems(items)),
            Gen.Select(Text, Value(depth - 1)).List[0, 3].Select(members => JsonValue.FromMembers(
                [.. members.DistinctBy(member => member.Item1).Select(member => new KeyValuePair<string, JsonValue>(member.Item1, member.Item2))])));
    }
}
