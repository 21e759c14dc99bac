using Menace.Model.Tasks;
using Menace.Pipeline.Development;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Languages;

/// <summary>How a bot of any language is called from another repository.</summary>
/// <param name="Program">The words in front of the file.</param>
/// <param name="File">The file's path inside the bot's repository.</param>
/// <param name="Rest">The words behind the file.</param>
internal sealed record BotCommand(IReadOnlyList<string> Program, string File, IReadOnlyList<string> Rest)
{
    /// <summary>The command of the bot <paramref name="spec"/>.</summary>
    public static BotCommand Of(BotSpec spec, CodeAnalysis analysis) => spec.Language switch
    {
        BotLanguage.CSharp => new(["dotnet", "run", "--project"], $"src/{spec.Name}", ["--"]),
        BotLanguage.Python => new(["python3"], "", []),
        _ when !analysis.HasEntryPoint || spec.Dependencies.Count > 0 => new(["sh"], "main.sh", []),
        _ when analysis is ShellAnalysis { HasShebang: true } => new([], spec.Name + ".sh", []),
        _ => new(["sh"], spec.Name + ".sh", []),
    };
}
