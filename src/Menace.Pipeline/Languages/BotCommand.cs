using Menace.Model.Languages;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages;

/// <summary>
/// A bot as a command: how bots of other languages, and all shell bots, call it. Nothing of it is loaded into their processes.
/// </summary>
/// <param name="Spec">The bot.</param>
/// <param name="IsProgram">True if its code is a program of its own, which takes strings and whose output is the result.</param>
/// <param name="Functions">What can be called, as the command names it; of a program <c>main</c>.</param>
/// <param name="Words">The words that start the command.</param>
internal sealed record BotCommand(BotSpec Spec, bool IsProgram, IReadOnlyList<string> Functions, IReadOnlyList<CommandWord> Words)
{
    /// <summary>What the call of a program names instead of a function.</summary>
    public const string ProgramFunction = "main";

    /// <summary>Gets how callers start the command if it must be built first; null if the repository is all that it takes.</summary>
    public BuiltCommand? Built { get; init; }

    /// <summary>Returns the command of <paramref name="bot"/>.</summary>
    public static BotCommand Of(EmitDependency bot) => bot.Analysis.Command(bot.Spec);

    /// <summary>Returns the words that start the command if the repository is at <paramref name="root"/>.</summary>
    public IReadOnlyList<string> WordsAt(string root) => [.. Words.Select(word => word.At(root))];

    /// <summary>Returns why code of <paramref name="caller"/> cannot call the bot, or null if it can.</summary>
    public string? ObstacleIn(LanguageProfile caller)
    {
        if (Functions.Count == 0)
        {
            return "its command has no function that JSON arguments can call";
        }

        if (caller.ImportObstacle(Spec.Identifier) is { } obstacle)
        {
            return $"'{Spec.Identifier}' {obstacle}. Rename it, for example to '{Spec.Name}_bot'";
        }

        return Functions.GroupBy(caller.CallerName).FirstOrDefault(group => group.Count() > 1) is { } clash
            ? $"its functions {string.Join(" and ", clash.Select(function => $"'{function}'"))} would both be '{clash.Key}' there. " +
                $"Rename one of them"
            : null;
    }
}

/// <summary>How a command that must be built is started by bots of other languages.</summary>
/// <param name="Artifact">What a verification has built, inside the folder that the variable MENACE_ARTIFACTS names.</param>
/// <param name="Runner">The words that run the artifact, which follows them.</param>
/// <param name="Otherwise">The words that build and run the bot outside its repository.</param>
internal sealed record BuiltCommand(string Artifact, IReadOnlyList<string> Runner, IReadOnlyList<CommandWord> Otherwise);

/// <summary>A word of a command.</summary>
internal abstract record CommandWord
{
    /// <summary>Returns the word if the repository is at <paramref name="root"/>.</summary>
    public abstract string At(string root);

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : CommandWord
    {
        /// <inheritdoc/>
        public override string At(string root) => Value;
    }

    /// <summary>A path inside the bot's repository; empty for its root.</summary>
    public sealed record InRepository(string Path) : CommandWord
    {
        /// <inheritdoc/>
        public override string At(string root) => Path.Length == 0 ? root : $"{root}/{Path}";
    }

    /// <summary>A program that an environment variable may name.</summary>
    public sealed record Program(string Variable, string Default) : CommandWord
    {
        /// <inheritdoc/>
        public override string At(string root) => Default;
    }

    /// <summary>The folder <c>menace/BOT</c> in the user's cache.</summary>
    public sealed record Cache : CommandWord
    {
        /// <inheritdoc/>
        public override string At(string root) => throw new InvalidOperationException("A cache has no place in a repository.");
    }
}
