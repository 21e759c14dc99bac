using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>
/// Checks that tests fail when the code is changed (docs/verification.md, "Does an example prove anything?"). The changes are
/// <see cref="BotSpec.Mutants"/>, of functions that reading proved harmless only; the tests of the unchanged code have passed.
/// </summary>
/// <param name="language">The bot's language.</param>
/// <param name="runner">Runs processes.</param>
/// <param name="tested">The tree whose tests passed.</param>
/// <param name="variables">Names of the variables that the project lets through to tests.</param>
internal sealed class MutationGate(
    ILanguage language, IProcessRunner runner, TestRequest tested, IReadOnlyList<string> variables)
{
    /// <summary>A mutant that takes longer does not end as the code does: that is noticed.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    /// <summary>Survivors of a bot's own tests that are reported; the mutants behind them are not run.</summary>
    private const int MostSurvivors = 10;

    private BotSpec Bot => tested.Spec;

    /// <summary>Names of all bots that the bot calls, directly or not.</summary>
    public IReadOnlyList<string> Closure { get; init; } = [];

    /// <summary>The file that names the running program, or null.</summary>
    public string? RunFile { get; init; }

    /// <summary>The warm processes in which the tests of the unchanged code passed, or null.</summary>
    public IFastTests? Fast { get; init; }

    /// <summary>The property of the task that has the code.</summary>
    public string CodeProperty { get; init; } = "code";

    /// <summary>What the tests do not notice, as far as <paramref name="check"/> asks for it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<PipelineDiagnostic>> CheckAsync(MutationCheck check, CancellationToken cancellationToken) =>
        check switch
        {
            MutationCheck.Off => [],
            MutationCheck.Generated => await CheckExamplesAsync(cancellationToken),
            _ => [.. await CheckExamplesAsync(cancellationToken), .. await CheckTestsAsync(cancellationToken)],
        };

    /// <summary>Runs the examples of each function that has some against each of its mutants, one by one.</summary>
    /// <returns>The functions that have a mutant; none if the examples cannot be run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<FunctionMutants>> CountAsync(CancellationToken cancellationToken)
    {
        var functions = FunctionsWithExamples();
        if (functions.Count == 0)
        {
            return [];
        }

        using var run = NewRun();
        if (!await run.PlanExamplesAsync(cancellationToken))
        {
            return [];
        }

        List<FunctionMutants> counts = [];
        foreach (var function in functions)
        {
            List<Mutant> survivors = [];
            var noticed = 0;
            foreach (var mutant in function)
            {
                var found = await run.NoticedAsync([mutant], cancellationToken);
                noticed += found is { Count: > 0 } ? 1 : 0;
                survivors.AddRange(found is { Count: 0 } ? [mutant] : []);
            }

            counts.Add(new(function.Key, noticed, survivors));
        }

        return counts;
    }

    /// <summary>An error for each function with an example whose examples pass with each of its mutants.</summary>
    private async Task<IReadOnlyList<PipelineDiagnostic>> CheckExamplesAsync(CancellationToken cancellationToken)
    {
        var functions = FunctionsWithExamples();
        if (functions.Count == 0)
        {
            return [];
        }

        using var run = NewRun();
        if (!await run.PlanExamplesAsync(cancellationToken))
        {
            return [];
        }

        // Empty bodies call nothing, so that those of all functions are tested together; it is rare that one is not noticed.
        var bodies = functions.Select(function => function.FirstOrDefault(mutant => mutant.IsWholeBody)).OfType<Mutant>()
            .OrderBy(mutant => mutant.Offset).ToList();
        var noticed = await run.NoticedAsync(bodies, cancellationToken) ?? new HashSet<string>();
        List<PipelineDiagnostic> findings = [];
        foreach (var function in functions.Where(function => !noticed.Contains(function.Key)))
        {
            if (await SurvivorsAsync(run, function, cancellationToken) is { Count: > 0 } survivors)
            {
                findings.Add(ProvesNothing(function.Key, survivors));
            }
        }

        return findings;
    }

    /// <summary>A warning for each mutant that the bot's own tests do not notice.</summary>
    private async Task<IReadOnlyList<PipelineDiagnostic>> CheckTestsAsync(CancellationToken cancellationToken)
    {
        if (Bot.Tests.Count == 0)
        {
            return [];
        }

        using var run = NewRun();

        // Where the tests do not pass on the copy of the unchanged code, their failures say nothing.
        List<PipelineDiagnostic> findings = [];
        if (await run.PassesAsync([], cancellationToken) != true)
        {
            return findings;
        }

        foreach (var mutant in Bot.Mutants)
        {
            if (findings.Count < MostSurvivors && await run.PassesAsync([mutant], cancellationToken) == true)
            {
                findings.Add(Survived(mutant));
            }
        }

        return findings;
    }

    private List<IGrouping<string, Mutant>> FunctionsWithExamples()
    {
        var called = Bot.Examples.Select(example => example.Function).ToHashSet(StringComparer.Ordinal);
        return [.. Bot.Mutants.Where(mutant => called.Contains(mutant.Function)).GroupBy(mutant => mutant.Function)];
    }

    private MutantRun NewRun() =>
        new(language, runner, tested, Closure, variables) { RunFile = RunFile, Time = MostTime, Fast = Fast };

    /// <summary>All mutants of a function, if the examples notice none; else none.</summary>
    private static async Task<IReadOnlyList<Mutant>> SurvivorsAsync(
        MutantRun run, IEnumerable<Mutant> mutants, CancellationToken cancellationToken)
    {
        List<Mutant> survivors = [];
        foreach (var mutant in mutants)
        {
            switch (await run.NoticedAsync([mutant], cancellationToken))
            {
                case { Count: > 0 }:
                    return [];
                case { Count: 0 }:
                    survivors.Add(mutant);
                    break;
            }
        }

        return survivors;
    }

    private PipelineDiagnostic ProvesNothing(string function, IReadOnlyList<Mutant> survivors)
    {
        int[] examples = [.. Bot.Examples.Index().Where(example => example.Item.Function == function).Select(example => example.Index)];
        return new(
            Rules.ExampleProvesNothing,
            [Bot.Name, examples is [_] ? $"the example of '{function}' passes" : $"the {examples.Length} examples of '{function}' pass",
                string.Join("; ", survivors.Select(mutant => mutant.Description))])
        {
            Bot = Bot.Name,
            Anchor = Bot.ExamplePlaces?[examples[0]] ?? new($"metadata.examples.{examples[0]}"),
        };
    }

    private PipelineDiagnostic Survived(Mutant mutant) =>
        new(Rules.MutantSurvived, [Bot.Name, mutant.Function, mutant.Description])
        {
            Bot = Bot.Name,
            Anchor = new(CodeProperty, mutant.Offset, Math.Max(mutant.Length, 1)),
        };
}

/// <summary>The mutants of a function, and what its examples say about them.</summary>
/// <param name="Function">The function.</param>
/// <param name="Noticed">How many make an example fail.</param>
/// <param name="Survivors">Those that pass.</param>
internal sealed record FunctionMutants(string Function, int Noticed, IReadOnlyList<Mutant> Survivors)
{
    /// <summary>How many there are; what does not compile is none.</summary>
    public int Count => Noticed + Survivors.Count;
}
