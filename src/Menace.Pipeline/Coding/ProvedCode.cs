using System.Runtime.CompilerServices;
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
    /// <summary>Requests after which what was found is given on: then it can be kept, if the run ends early.</summary>
    private const int PartSize = 16;

    /// <summary>Looks for code for several bots, some side by side, for each of them generator by generator.</summary>
    /// <returns>For each request what was found, in their order, in parts.</returns>
    /// <exception cref="PipelineException">A chat model is not configured as it has to be, or recorded answers cannot be
    /// used.</exception>
    public async IAsyncEnumerable<IReadOnlyList<FoundCode>> FindAsync(
        IReadOnlyList<CodeRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
        {
            yield break;
        }

        using var run = generators();
        var engine = run.Engine();
        await using var trials = await CandidateTrials.BeginAsync(config, languages, runner);
        var repair = new CandidateRepair(trials, run.Failures);
        ParallelOptions options = new() { MaxDegreeOfParallelism = run.AtOnce, CancellationToken = cancellationToken };
        for (var start = 0; start < requests.Count; start += PartSize)
        {
            var found = new FoundCode[Math.Min(PartSize, requests.Count - start)];
            var first = start;
            await Parallel.ForAsync(0, found.Length, options, async (i, token) =>
                found[i] = await FindAsync(engine, requests[first + i], repair, token));
            if (start + found.Length == requests.Count && run.ChatUsage is { } usage)
            {
                found[^1] = found[^1] with { Findings = [.. found[^1].Findings, new PipelineDiagnostic(Rules.ChatUsed, [usage])] };
            }

            yield return found;
        }
    }

    private static async Task<FoundCode> FindAsync(
        ICodeGenerator engine, CodeRequest request, CandidateRepair repair, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        List<PipelineDiagnostic> findings = [];
        ICodeGenerator[] generators = [.. request.Former is { } former
            ? [former] : (ICodeGenerator[])[], .. SelfCodingEngine.GeneratorsOf(engine)];
        foreach (var generator in generators)
        {
            TrialSeries series;
            try
            {
                series = await repair.RunAsync(generator, request, CandidateRepair.DefaultAttempts, cancellationToken);
            }
#pragma warning disable CA1031 // A generator can be code of the project: whatever it throws is no reason to lose what others found.
            catch (Exception exception) when (exception is not PipelineException and not OperationCanceledException)
#pragma warning restore CA1031
            {
                reasons.Add($"{generator.Name} failed: {exception.Message}");
                continue;
            }

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
