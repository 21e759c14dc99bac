using Menace.Pipeline.Development;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Emitted repositories, written to disk, set up, tested and called.</summary>
public sealed class PythonRepositoryTests : IDisposable
{
    private readonly EmittedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task The_seeds_demo_bot_prints_hello_and_its_test_passes()
    {
        var bot = Bot("print('hello')");
        await _fleet.WriteAsync(Language, bot);

        Assert.Equal(["tests.test_DemoBot::test_run_prints: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
        Assert.Equal("hello\nnull\n", (await CommandAsync(bot, "run")).Output);
    }

    private async Task<Processes.ProcessResult> CommandAsync(BotSpec bot, params string[] arguments) =>
        await _fleet.RunAsync(await InterpreterPathAsync(), [_fleet.PathOf(bot), .. arguments]);
}
