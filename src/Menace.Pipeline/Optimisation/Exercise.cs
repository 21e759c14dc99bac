using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Decides which functions generated tests may call (docs/verification.md, "What is exercised"): a function with an example, one that
/// <c>metadata.smoke</c> names, and one that reading proved harmless together with everything it uses.
/// </summary>
internal static class Exercise
{
    /// <summary>The result of the analysis of each function of the bot; under "", of other code that bots can reach.</summary>
    public static Dictionary<string, FunctionProof> Prove(CodeAnalysis analysis)
    {
        var proofs = new Dictionary<string, FunctionProof>(StringComparer.Ordinal);
        foreach (var function in analysis.Functions)
        {
            proofs[function.Name] = new FunctionProof(Unexercisable(function), function.Obstacle, function.UsedDependencies)
            {
                Mutants = function.Obstacle is null ? function.Mutants : [],
            };
        }

        if (analysis.PublicUse is { } all)
        {
            proofs[all.Name] = new FunctionProof(null, all.Obstacle, all.UsedDependencies);
        }

        return proofs;
    }

    /// <summary>
    /// The bots of <paramref name="drafts"/>, each with <see cref="BotSpec.NotExercised"/> and <see cref="BotSpec.Mutants"/> filled.
    /// </summary>
    public static IReadOnlyList<BotSpec> Decide(IReadOnlyList<BotDraft> drafts)
    {
        var byName = drafts.ToDictionary(draft => draft.Task.Name, StringComparer.Ordinal);
        var harmless = new Dictionary<string, bool>(StringComparer.Ordinal);
        var decided = new Dictionary<string, BotSpec>(StringComparer.Ordinal);
        foreach (var name in DependencyOrder.TopologicalOrder([.. byName.Keys], DependenciesOf))
        {
            var bot = byName[name].ToSpec();
            var proofs = WithFiles(bot, byName[name].Proofs);
            var unproved = bot.Dependencies.Where(dependency => !harmless.GetValueOrDefault(dependency))
                .ToDictionary(TaskNames.ToIdentifier, StringComparer.Ordinal);
            harmless[name] = proofs.Values.All(proof => proof.Obstacle is null && !proof.UsedDependencies.Any(unproved.ContainsKey));
            var smoke = byName[name].Task.Metadata.Smoke;
            decided[name] = bot with
            {
                NotExercised = NotExercised(bot, proofs, smoke, unproved),
                Mutants = Mutants(bot, proofs, smoke, unproved),
            };
        }

        return [.. drafts.Select(draft => decided[draft.Task.Name])];

        IReadOnlyList<string> DependenciesOf(string name) => [.. byName[name].Task.Dependencies.Where(byName.ContainsKey)];
    }

    /// <summary>
    /// The proofs of <paramref name="bot"/>. Source or a part of the project among its files can change what any name of the code means,
    /// and no analysis read it: C# is compiled with it, and a Python file can stand for a module of the standard library.
    /// </summary>
    private static IReadOnlyDictionary<string, FunctionProof> WithFiles(
        BotSpec bot, IReadOnlyDictionary<string, FunctionProof> proofs)
    {
        var extensions = LanguageTable.RowOf(bot.Language).SourceExtensions;
        var source = bot.Files.Keys.FirstOrDefault(path => extensions.Contains(Path.GetExtension(path).ToLowerInvariant()));
        return source is null ? proofs : proofs.ToDictionary(
            proof => proof.Key,
            proof => proof.Value with
            {
                Obstacle = proof.Value.Obstacle ?? $"the file '{source}' is part of its code, and reading did not follow it",
            },
            StringComparer.Ordinal);
    }

    private static Dictionary<string, string> NotExercised(
        BotSpec bot, IReadOnlyDictionary<string, FunctionProof> proofs, IReadOnlyList<string> smoke, Dictionary<string, string> unproved)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (bot.Tests.Count > 0)
        {
            return reasons;
        }

        var covered = bot.Examples.Select(example => example.Function).Concat(bot.StubFunctions).ToHashSet(StringComparer.Ordinal);
        foreach (var function in bot.Functions.Distinct(StringComparer.Ordinal).Where(function => !covered.Contains(function)))
        {
            var isSmoke = IsSmoke(smoke, function);
            if (Reason(proofs.GetValueOrDefault(function), isSmoke, unproved) is { } reason)
            {
                reasons[function] = reason;
            }
        }

        return reasons;
    }

    /// <summary>The mutants of functions that reading proved harmless, so far as a test can notice them.</summary>
    private static IReadOnlyList<Mutant> Mutants(
        BotSpec bot, IReadOnlyDictionary<string, FunctionProof> proofs, IReadOnlyList<string> smoke, Dictionary<string, string> unproved)
    {
        var functions = bot.Examples.Select(example => example.Function).Concat(bot.Tests.Count > 0 ? bot.Functions : []);
        return
        [
            .. functions.Distinct(StringComparer.Ordinal)
                .Where(function => !bot.StubFunctions.Contains(function, StringComparer.Ordinal) && !IsSmoke(smoke, function))
                .Select(function => proofs.GetValueOrDefault(function))
                .Where(proof => proof is { Obstacle: null } && !proof.UsedDependencies.Any(unproved.ContainsKey))
                .SelectMany(proof => proof!.Mutants),
        ];
    }

    private static bool IsSmoke(IReadOnlyList<string> smoke, string function) =>
        smoke.Contains(function, StringComparer.Ordinal) || smoke.Contains(TaskMetadata.AllFunctions, StringComparer.Ordinal);

    private static string? Reason(FunctionProof? proof, bool isSmoke, Dictionary<string, string> unproved)
    {
        if (proof is null)
        {
            return "reading did not find its definition";
        }

        if (proof.Unexercisable is not null || isSmoke)
        {
            return proof.Unexercisable;
        }

        return proof.Obstacle
            ?? (proof.UsedDependencies.Where(unproved.ContainsKey).Select(used => unproved[used]).FirstOrDefault() is { } dependency
                ? $"it uses '{dependency}', which reading did not prove harmless"
                : null);
    }

    private static string? Unexercisable(FunctionSignature function) =>
        function.Unexercisable is { } reason ? reason
        : function.IsType ? "it is a type"
        : function.CallableWithoutArguments ? null
        : "it needs arguments and has no example";
}
