using Menace.Model.Checks;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Languages;

/// <summary>A bot as a command: how bots of other languages, and all shell bots, call it. Nothing of it is loaded into their processes.</summary>
/// <param name="Spec">The bot.</param>
/// <param name="IsProgram">True if its code is a program of its own, which takes strings and whose output is the result.</param>
/// <param name="Functions">What can be called, as the command names it; of a program <c>main</c>.</param>
internal sealed record BotCommand(BotSpec Spec, bool IsProgram, IReadOnlyList<string> Functions)
{
    /// <summary>
    /// Of a shell bot: the words that start the command, the last of them a path inside its repository. One word is a script that
    /// is started by its shebang.
    /// </summary>
    public IReadOnlyList<string> ShellWords { get; private init; } = [];

    /// <summary>Of a C# bot: where a verification has built it, inside the folder that the variable MENACE_ARTIFACTS names.</summary>
    public string Assembly => $"{Spec.Name}/artifacts/bin/{Spec.Name}/release/{CSharpNames.Namespace}.{Spec.Identifier}.dll";

    /// <summary>The command of <paramref name="bot"/>.</summary>
    public static BotCommand Of(EmitDependency bot)
    {
        var (spec, analysis) = bot;
        var functions = analysis switch
        {
            { HasEntryPoint: true } => ["main"],
            CSharpAnalysis => CSharpCommand.Functions(CSharpBot.From(new EmitRequest(spec, analysis, []))).Select(function => function.Name).ToList(),
            PythonAnalysis python => PythonEmitter.Callable(spec, python),
            _ => spec.Functions.Distinct(StringComparer.Ordinal).ToList(),
        };
        return new BotCommand(spec, analysis.HasEntryPoint, functions)
        {
            ShellWords = !analysis.HasEntryPoint || spec.Dependencies.Count > 0 ? ["sh", "main.sh"]
                : analysis is ShellAnalysis { HasShebang: true } ? [spec.Name + ".sh"]
                : ["sh", spec.Name + ".sh"],
        };
    }

    /// <summary>Returns the words that start the command of the repository at <paramref name="root"/>.</summary>
    public IReadOnlyList<string> WordsAt(string root) => Spec.Language switch
    {
        BotLanguage.CSharp => ["dotnet", "run", "--project", $"{root}/src/{Spec.Name}", "--"],
        BotLanguage.Python => ["python3", root],
        _ => [.. ShellWords.SkipLast(1), $"{root}/{ShellWords[^1]}"],
    };

    /// <summary>
    /// What <paramref name="function"/> is called in code of <paramref name="caller"/>: the same, but with '_' for what cannot be
    /// part of a name there, and behind a keyword of Python (PEP 8). Keywords of C# stay, to be written with '@'.
    /// </summary>
    public static string NameIn(BotLanguage caller, string function)
    {
        if (caller == BotLanguage.Shell)
        {
            return TaskNames.ToIdentifier(function);
        }

        var name = Identifiers.IsValid("_" + function, caller) ? function : TaskNames.ToIdentifier(function);
        name = char.IsDigit(name[0]) ? "_" + name : name;
        return caller == BotLanguage.Python && !Identifiers.IsValid(name, caller) ? name + "_" : name;
    }

    /// <summary>Why code of <paramref name="caller"/> cannot call the bot, or null if it can.</summary>
    public string? ObstacleIn(BotLanguage caller)
    {
        if (Functions.Count == 0)
        {
            return "its command has no function that JSON arguments can call";
        }

        if (caller == BotLanguage.Python && !Identifiers.IsValid(Spec.Identifier, caller))
        {
            return $"'{Spec.Identifier}' is a keyword of Python. Rename it, for example to '{Spec.Name}_bot'";
        }

        if (caller == BotLanguage.Python && PythonStandardLibrary.Contains(Spec.Identifier))
        {
            return $"'{Spec.Identifier}' is a module of Python's standard library. Rename it, for example to '{Spec.Name}_bot'";
        }

        return Functions.GroupBy(function => NameIn(caller, function)).FirstOrDefault(group => group.Count() > 1) is { } clash
            ? $"its functions {string.Join(" and ", clash.Select(function => $"'{function}'"))} would both be '{clash.Key}' there. Rename one of them"
            : null;
    }
}
