using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>What the tests of shell bots begin with.</summary>
internal static class ShellBots
{
    public static ShellLanguage Language { get; } = new(new ProcessRunner());

    public static BotSpec Bot(string code, params string[] functions) => new()
    {
        Name = "DemoBot",
        Language = BotLanguage.Shell,
        Code = code,
        Purpose = "demo",
        Functions = functions.Length > 0 ? functions : ["run"],
    };

    public static async Task<ShellAnalysis> AnalyseAsync(string code, params string[] functions) =>
        (ShellAnalysis)(await Language.AnalyseAsync([new CodeSource("DemoBot", "DemoBot", code, functions)], default))[0];

    public static async Task<string> EmitAsync(BotSpec bot)
    {
        var emitted = Language.Emit(new EmitRequest(bot, await EmittedFleet.AnalyseAsync(Language, bot), []));
        return Encoding.UTF8.GetString(emitted.Files.Single(file => file.Path == emitted.MainFile).Content.Span);
    }
}
