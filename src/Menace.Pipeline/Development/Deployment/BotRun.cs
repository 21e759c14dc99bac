using System.Text.Json;
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

        var notCallable = own.NotCallable.Select(function => function.Function).ToHashSet(StringComparer.Ordinal);
        var candidates = settings.Call?.Function is { } named ? [named] : spec.Functions;
        List<string> callable = [.. candidates.Where(function => !notCallable.Contains(function))];
        var function = callable.Find(function => Mismatch(spec, analysis, function, values.Count) is null) ?? callable.FirstOrDefault()
            ?? candidates[0];
        var problem = callable.Count == 0 ? $"calls '{function}', which cannot be called from the command line"
            : Mismatch(spec, analysis, function, values.Count) is { } mismatch ? $"calls '{function}', which {mismatch}" : null;
        return new(command, [function, .. values.Select(WordOf)], problem) { Settings = settings };
    }

    /// <summary>The words of the command line, with the repository at <paramref name="root"/>.</summary>
    public IReadOnlyList<string> Words(string root) => [.. Command.WordsAt(root), .. Arguments];

    /// <summary>The command line for a POSIX shell in the folder of the repository.</summary>
    public string Line() => string.Join(' ', Words(".").Select(ShellText.Word));

    /// <summary>The command line, which is repeated as often as the settings say if it fails.</summary>
    public string RepeatedLine() => Settings.Retries == 0
        ? Line()
        : $"n=0; until {Line()}; do n=$((n + 1)); [ \"$n\" -le {Settings.Retries} ] || exit 1; done";

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

    /// <summary>The value as a person would type it, where that is not read as something else.</summary>
    private static string WordOf(JsonValue value)
    {
        var json = CanonicalJson.Write(value);
        return value.Kind == JsonKind.String && value.Text is { Length: > 0 } text && text[0] is not ('-' or '@' or '"') && !IsJson(text)
            ? text : json;
    }

    private static string TextOf(JsonValue value) => value.Kind == JsonKind.String ? value.Text : CanonicalJson.Write(value);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
