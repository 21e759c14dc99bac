using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding;

/// <summary>Finds code with the generators of an engine, and uses only what was proved.</summary>
/// <param name="engine">The engine.</param>
internal sealed class ProvedCode(ICodeGenerator engine)
{
    /// <summary>Looks for code, generator by generator.</summary>
    /// <returns>The name of the generator, and its answer with the one candidate that holds; else why there is none.</returns>
    public async Task<(string Generator, CodeAnswer Answer)> FindAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        foreach (var generator in engine is SelfCodingEngine chain ? chain.Generators : [engine])
        {
            var answer = await generator.GenerateAsync(request, cancellationToken);
            if (answer.Candidates.Count > 0 || answer.Question is not null)
            {
                return (generator.Name, answer);
            }

            reasons.Add($"{generator.Name}: {answer.Reason}");
        }

        return ("", CodeAnswer.None(string.Join("; ", reasons)));
    }
}
