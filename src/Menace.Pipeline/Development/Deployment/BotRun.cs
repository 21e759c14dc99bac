using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// The call of a scheduled run: the bot's command with the function and the arguments of <c>run</c>, else with the first function that
/// needs no arguments; or the bot's own program.
/// </summary>
/// <param name="Command">The command.</param>
/// <param name="Arguments">The function and its arguments, as docs/command-line.md has them.</param>
/// <param name="Problem">Why the run cannot succeed, or null.</param>
internal sealed record BotRun(BotCommand Command, IReadOnlyList<string> Arguments, string? Problem)
{
    /// <summary>Gets the settings that the task gives.</summary>
    public RunSettings Settings { get; init; } = new();

    /// <summary>Gets the names of all variables that the run needs, secrets included.</summary>
    public IEnumerable<string> Variables => Settings.Env.Concat(Settings.Secrets);

    /// <summary>The run of the bot of <paramref name="request"/>, whose files are <paramref name="own"/>.</summary>
    public static BotRun Of(EmitRequest request, LanguageFiles own)
    {
        var (spec, analysis) = (request.Spec, request.Analysis);
        var settings = spec.Run ?? new();
        var values = settings.Call?.Args ?? [];
        var command = BotCommand.Of(new EmitDependency(spec, analysis));
        if (command.IsProgram)
        {
            var isMissing = values.Count == 0 && Mismatch(spec, analysis, BotCommand.ProgramFunction, 0) is not null;
            return new(command, [.. values.Select(TextOf)], isMissing ? "runs its program, which needs arguments" : null)
            {
                Settings = settings,
            };
        }

        var named = settings.Call?.Function;
        if (named is not null && !spec.Functions.Contains(named))
        {
            return new(command, [named], $"calls '{named}', which is not one of its functions") { Settings = settings };
        }

        var notCallable = own.NotCallable.Select(function => function.Function).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string> candidates = named is null ? spec.Functions : [named];
        List<string> callable = [.. candidates.Where(function => !notCallable.Contains(function))];
        var function = callable.Find(function => Mismatch(spec, analysis, function, values.Count) is null) ?? callable.FirstOrDefault()
            ?? candidates[0];
        var problem = callable.Count == 0 ? $"calls '{function}', which cannot be called from the command line"
            : Mismatch(spec, analysis, function, values.Count) is { } mismatch ? $"calls '{function}', which {mismatch}" : null;
        var parameters = analysis.Functions.FirstOrDefault(known => known.Name == function)?.Parameters ?? [];
        return new(command, [function, .. values.Select((value, place) => WordOf(spec, parameters, value, place))], problem)
        {
            Settings = settings,
        };
    }

    /// <summary>The words of the command line, with the repository at <paramref name="root"/>.</summary>
    public IReadOnlyList<string> Words(string root) => [.. Command.WordsAt(root), .. Arguments];

    /// <summary>The command line for a POSIX shell in the folder of the repository.</summary>
    public string Line() => string.Join(' ', Words(".").Select(ShellText.Word));

    /// <summary>
    /// The command line with a limit of time for each run, repeated as often as the settings say if it fails: for platforms that have
    /// neither.
    /// </summary>
    /// <param name="seconds">The limit; 0 for none.</param>
    public string RepeatedLine(long seconds = 0)
    {
        var line = seconds > 0 ? $"timeout {seconds} {Line()}" : Line();
        return Settings.Retries == 0 ? line
            : $"_menace_runs=0; until {line}; do _menace_code=$?; _menace_runs=$((_menace_runs + 1)); "
                + $"[ \"$_menace_runs\" -le {Settings.Retries} ] || exit \"$_menace_code\"; done";
    }

    /// <summary>Why <paramref name="count"/> arguments do not fit the function, or null.</summary>
    private static string? Mismatch(BotSpec spec, CodeAnalysis analysis, string function, int count)
    {
        List<FunctionSignature> known = [.. analysis.Functions.Where(known => known.Name == function)];
        if (known.Count == 0 || known.Any(Fits))
        {
            return null;
        }

        var most = known[0].Parameters.Count;
        return count == 0 ? "needs arguments" : $"takes {most} {(most == 1 ? "argument" : "arguments")} instead of {count}";

        bool Fits(FunctionSignature overload) => count == 0 ? overload.CallableWithoutArguments
            : LanguageTable.RowOf(spec.Language).CallsAreCommands
                || (count >= overload.Parameters.Count(IsRequired)
                    && (count <= overload.Parameters.Count || overload.Parameters.Any(TakesMany)));
    }

    private static bool IsRequired(FunctionParameter parameter) => !parameter.IsOptional && !TakesMany(parameter);

    /// <summary>Any number of values: <c>*values</c> in Python, an array that may be <c>params</c> in C#.</summary>
    private static bool TakesMany(FunctionParameter parameter) =>
        parameter.Name.StartsWith('*') || parameter.Type?.EndsWith("[]", StringComparison.Ordinal) == true;

    /// <summary>The value as a person would type it, written so that it means the same whatever the parameter takes.</summary>
    private static string WordOf(BotSpec spec, IReadOnlyList<FunctionParameter> parameters, JsonValue value, int place)
    {
        var word = LanguageTable.RowOf(spec.Language).CommandArgument(place < parameters.Count ? parameters[place] : null, value);
        return word.StartsWith("--", StringComparison.Ordinal) ? "@text:" + word : word;
    }

    private static string TextOf(JsonValue value) => value.Kind == JsonKind.String ? value.Text : CanonicalJson.Write(value);
}
