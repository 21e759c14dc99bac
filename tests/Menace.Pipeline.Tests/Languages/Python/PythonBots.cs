using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Python;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>What the tests of Python bots begin with.</summary>
internal static class PythonBots
{
    public static PythonInterpreter Interpreter { get; } = new(new ProcessRunner());

    public static PythonLanguage Language { get; } = new(new ProcessRunner(), Interpreter);

    public static BotSpec Bot(string code, params string[] functions) => new()
    {
        Name = "DemoBot",
        Language = BotLanguage.Python,
        Code = code,
        Purpose = "demo",
        Functions = functions.Length > 0 ? functions : ["run"],
    };

    public static async Task<PythonAnalysis> AnalyseAsync(string code, params string[] functions) =>
        (PythonAnalysis)(await Language.AnalyseAsync([new CodeSource("DemoBot", "DemoBot", code, functions)], default))[0];

    public static async Task<string> EmitAsync(BotSpec bot, string? path = null)
    {
        var emitted = Language.Emit(new EmitRequest(bot, await EmittedFleet.AnalyseAsync(Language, bot), []));
        return System.Text.Encoding.UTF8.GetString(emitted.Files.Single(file => file.Path == (path ?? emitted.MainFile)).Content.Span);
    }

    public static async Task<string> InterpreterPathAsync() => await Interpreter.ForTestsAsync(default);
}
