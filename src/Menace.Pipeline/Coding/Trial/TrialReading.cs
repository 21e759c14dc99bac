using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Coding.Trial;

/// <summary>Reads a candidate before anything of it runs, and decides what of it may be run.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="candidate">The candidate.</param>
internal sealed class TrialReading(CodeRequest request, CodeCandidate candidate)
{
    private readonly IReadOnlyList<string> _reach = Reach.Named(request.Task.Metadata.Capabilities);

    /// <summary>Gets the examples of all functions.</summary>
    public IReadOnlyList<TaskExample> Examples { get; } = [.. request.Functions.SelectMany(function => function.Examples)];

    /// <summary>
    /// True if the task lets its bot do more than compute: then functions may run that reading did not prove harmless, and whose code names
    /// nothing that the capabilities do not (<see cref="Reach"/>).
    /// </summary>
    public bool MayDoMore => _reach.Count > 0;

    /// <summary>True if the task lets its bot use the network.</summary>
    public bool MayUseNetwork => _reach.Contains("network", StringComparer.Ordinal);

    /// <summary>Returns why the task cannot be tried, whatever the candidate, or null.</summary>
    public string? Untriable() =>
        request.Task.Metadata.Packages.Count > 0 ? "The bot has third-party packages, which are not installed for a trial"
        : request.Task.Metadata.TestsFiles.Count > 0 ? "The tests of the task are in files, which a trial does not read"
        : request.Functions.FirstOrDefault(function => function.Examples.Count == 0) is { } unproved
            ? $"'{unproved.Name}' has no example, so nothing can prove its code"
        : null;

    /// <summary>Returns why the text of the candidate is refused before it is parsed, or null.</summary>
    public string? RefusedText() =>
        string.IsNullOrWhiteSpace(candidate.Code) ? "The code is empty"
        : ReadCode.Unreadable(candidate.Code) is { } unreadable ? Sentence(unreadable)
        : Redaction.Redact(candidate.Code) != candidate.Code
            ? "The code has a secret, or a text that looks like one. Code reads secrets from variables that are named in the task"
        : candidate.License is { } license && !LicenseText.AllowsReuse(license)
            ? $"The code is under '{license}', which is not a licence whose code may be reused"
        : null;

    /// <summary>The text, for the parser of its language.</summary>
    public CodeSource Source() => new(
        request.Task.Name, request.Task.Identifier, candidate.Code, [.. request.Functions.Select(function => function.Name)])
    {
        Dependencies = [.. request.Task.Dependencies.Select(TaskNames.ToIdentifier)],
    };

    /// <summary>Returns why the code is refused, or null if its functions may be run.</summary>
    public string? Refused(ReadCode code) =>
        code.Unread is { } unread ? Sentence(unread)
        : request.Functions.Select(function => Mistake(code, function)).FirstOrDefault(mistake => mistake is not null)
            ?? (MayDoMore ? null : Harm(code.Analysis!))
            ?? SentenceOrNull(Reach.Beyond(candidate.Code, request.Language, request.Task.Metadata.Capabilities)
                ?? ExampleTable.Find(candidate.Code, request.Language, request.Functions));

    /// <summary>Returns why <paramref name="function"/> may not be called, or null if it may.</summary>
    public string? ObstacleTo(ReadCode code, string function) =>
        MayDoMore && code.Definitions(function).Any(definition => !definition.IsType) ? null : code.ObstacleTo(function);

    private string? Mistake(ReadCode code, CodeFunction function)
    {
        if (code.Definitions(function.Name).Count == 0)
        {
            var defined = code.Analysis!.Functions.Select(known => $"'{known.Name}'").Distinct(StringComparer.Ordinal).ToArray();
            return $"'{function.Name}' is not defined. The code defines {(defined.Length == 0 ? "nothing" : string.Join(", ", defined))}";
        }

        if (function.Examples.FirstOrDefault(example => !code.Takes(function.Name, example.Args.Count)) is { } example)
        {
            var count = example.Args.Count.ToString(CultureInfo.InvariantCulture);
            var noun = example.Args.Count == 1 ? "argument" : "arguments";
            return $"'{function.Name}' does not take {count} {noun}, as an example gives it";
        }

        return ObstacleTo(code, function.Name) is { } obstacle ? $"'{function.Name}' may not be run: {obstacle}{Allowed()}" : null;
    }

    /// <summary>Reading has to prove the rest harmless too: the bot that gets the code offers it, although no example calls it.</summary>
    private static string? Harm(CodeAnalysis analysis) =>
        analysis.Functions.FirstOrDefault(function => !function.IsType && function.Obstacle is not null) is { } other
            ? $"'{other.Name}' was not asked for, and may not be run: {other.Obstacle}{Allowed()}"
        : analysis.PublicUse is { Obstacle: { } obstacle } ? $"What other code can reach here may not be run: {obstacle}{Allowed()}"
        : null;

    private static string Allowed() => ". Code of a task without capabilities only computes";

    private static string? SentenceOrNull(string? clause) => clause is null ? null : Sentence(clause);

    private static string Sentence(string clause) => char.ToUpperInvariant(clause[0]) + clause[1..];
}
