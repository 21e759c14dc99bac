using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// The call of a scheduled run: the bot's command with the first function that needs no arguments, or the bot's own program.
/// </summary>
/// <param name="Command">The command.</param>
/// <param name="Arguments">The function; empty if the code is a program of its own.</param>
/// <param name="Problem">Why the run cannot succeed, or null.</param>
internal sealed record BotRun(BotCommand Command, IReadOnlyList<string> Arguments, string? Problem)
{
    /// <summary>The run of the bot of <paramref name="request"/>, whose files are <paramref name="own"/>.</summary>
    public static BotRun Of(EmitRequest request, LanguageFiles own)
    {
        var (spec, analysis) = (request.Spec, request.Analysis);
        var command = BotCommand.Of(new EmitDependency(spec, analysis));
        if (command.IsProgram)
        {
            return new(command, [], NeedsArguments(analysis, BotCommand.ProgramFunction) ? "runs its program, which needs arguments"
                : null);
        }

        var notCallable = own.NotCallable.Select(function => function.Function).ToHashSet(StringComparer.Ordinal);
        List<string> callable = [.. spec.Functions.Where(function => !notCallable.Contains(function))];
        if (callable.Count == 0)
        {
            return new(command, [spec.Functions[0]], $"calls '{spec.Functions[0]}', which cannot be called from the command line");
        }

        return callable.Find(function => !NeedsArguments(analysis, function)) is { } ready
            ? new(command, [ready], null)
            : new(command, [callable[0]], $"calls '{callable[0]}', which needs arguments");
    }

    /// <summary>The words of the command line, with the repository at <paramref name="root"/>.</summary>
    public IReadOnlyList<string> Words(string root) => [.. Command.WordsAt(root), .. Arguments];

    private static bool NeedsArguments(CodeAnalysis analysis, string function) =>
        analysis.Functions.FirstOrDefault(known => known.Name == function) is { CallableWithoutArguments: false };
}
