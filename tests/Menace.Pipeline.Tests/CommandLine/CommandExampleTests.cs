using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests.Languages;
using Menace.Pipeline.Tests.Languages.Python;

namespace Menace.Pipeline.Tests.CommandLine;

/// <summary>In a build the examples come from the record of another stage, where every example has a value for each outcome.</summary>
public sealed class CommandExampleTests
{
    private static readonly BotSpec Bot = StageFile.Parse<BotSpec>(Encoding.UTF8.GetBytes(StageFile.Text(new BotSpec
    {
        Name = "Teller",
        Language = BotLanguage.Python,
        Code = "def tell(name):\n    print('hi ' + name)\n\ndef fail(name):\n    raise KeyError(name)\n",
        Purpose = "tells",
        Functions = ["tell", "fail"],
        Examples = [new() { Function = "tell", Args = ["Ada"], Prints = "hi Ada" }, new() { Function = "fail", Args = ["Ada"], Raises = "KeyError" }],
    })));

    [Fact]
    public void Call_that_prints_or_raises_is_not_shown_with_a_result()
    {
        Assert.All(Bot.Functions, function => Assert.Null(CommandExample.Of(Bot, new(function) { Parameters = [new("name", null, false)] })));
    }

    [Fact]
    public async Task Tests_of_Python_check_what_is_printed_and_raised()
    {
        var analysis = await EmittedFleet.AnalyseAsync(PythonBots.Language, Bot);

        var files = PythonBots.Language.Emit(new EmitRequest(Bot, analysis, [])).Files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetString(file.Content.Span));

        Assert.Contains("hi Ada", files["tests/test_Teller.py"], StringComparison.Ordinal);
        Assert.Contains("KeyError", files["tests/test_Teller.py"], StringComparison.Ordinal);
        Assert.DoesNotContain("is None", files["tests/test_Teller.py"], StringComparison.Ordinal);
        Assert.Contains("\"prints\", \"hi Ada\"", files["_Teller_command.py"].Replace("'", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
