using Menace.Model.Diagnostics;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding;

/// <summary>Finds code with the generators of an engine, and uses only what passed its trial (docs/self-coding.md).</summary>
/// <param name="generators">Makes the generators of a run.</param>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="runner">Runs processes.</param>
internal sealed class ProvedCode(
    Func<CodeGenerators> generators, BotDevConfig config, LanguageTable languages, IProcessRunner runner)
{
    /// <summary>Looks for code for several bots, one after the other, generator by generator.</summary>
    /// <returns>For each request what was found, in their order.</returns>
    public async Task<IReadOnlyList<FoundCode>> FindAsync(IReadOnlyList<CodeRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        using var run = generators();
        var engine = run.Engine();
        await using var trials = await CandidateTrials.BeginAsync(config, languages, runner);
        var repair = new CandidateRepair(trials, run.Failures);
        List<FoundCode> found = [];
        foreach (var request in requests)
        {
            found.Add(await FindAsync(engine, request, repair, cancellationToken));
        }

        if (run.ChatUsage is { } usage)
        {
            found[^1] = found[^1] with { Findings = [.. found[^1].Findings, new PipelineDiagnostic(Rules.ChatUsed, [usage])] };
        }

        return found;
    }

    private static async Task<FoundCode> FindAsync(
        ICodeGenerator engine, CodeRequest request, CandidateRepair repair, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        List<PipelineDiagnostic> findings = [];
        foreach (var generator in engine is SelfCodingEngine chain ? chain.Generators : [engine])
        {
            var series = await repair.RunAsync(generator, request, CandidateRepair.DefaultAttempts, cancellationToken);
            findings.AddRange(series.Findings);
            if (series.Held is { } held)
            {
                var code = held.Candidate with
                {
                    Evidence = series.Answer!.Effort.Length == 0 ? held.Evidence : [.. held.Evidence, series.Answer.Effort],
                };
                return Remembered(engine, request, new(generator.Name, series.Answer with { Candidates = [code] }) { Findings = findings });
            }

            if (series.Answer is { Question: not null } asked)
            {
                return Remembered(engine, request, new(generator.Name, asked) { Findings = findings });
            }

            reasons.Add($"{generator.Name}: {series.Failures.LastOrDefault() ?? series.Answer?.Reason}");
        }

        return Remembered(engine, request, new("", CodeAnswer.None(string.Join("; ", reasons))) { Findings = findings });
    }

    private static FoundCode Remembered(ICodeGenerator engine, CodeRequest request, FoundCode found)
    {
        (engine as SelfCodingEngine)?.Remember(request, found.Generator, found.Answer);
        return found;
    }
}

/// <summary>What the generators found for a bot.</summary>
/// <param name="Generator">Name of the generator that decided, or an empty text.</param>
/// <param name="Answer">Its answer, with the one candidate that passed its trial; else the question, or why there is none.</param>
internal sealed record FoundCode(string Generator, CodeAnswer Answer)
{
    /// <summary>Gets what was found besides.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings { get; init; } = [];
}
