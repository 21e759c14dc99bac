using Menace.Pipeline.Coding.Retrieval;
using Menace.Pipeline.Coding.Synthesis;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding;

/// <summary>
/// Looks for code with several generators, one after the other (docs/self-coding.md): code that is known, then a search for a program that
/// fits to the examples. Nothing is asked of other machines.
/// </summary>
public sealed class SelfCodingEngine : ICodeGenerator
{
    private readonly MenaceMemoryManager? _memory;

    /// <summary>The engine with Menace's own generators.</summary>
    /// <param name="codeDb">Path of the database of code, see <see cref="CodeDb"/>.</param>
    /// <param name="memory">Remembers what was found for each task, under <c>self-coding:NAME</c>.</param>
    /// <param name="contextBuilder">Gives generators that need it what is known about a task.</param>
    public SelfCodingEngine(string codeDb, MenaceMemoryManager memory, ContextBuilder contextBuilder)
        : this([new CodeRetrieval(new CodeDb(codeDb), LanguageTable.Create(new BotDevConfig(), new ProcessRunner())),
            new SynthesisGenerator()])
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(contextBuilder);
        _memory = memory;
    }

    /// <summary>An engine with other generators.</summary>
    /// <param name="generators">The generators, in the order in which they are asked.</param>
    public SelfCodingEngine(params IReadOnlyList<ICodeGenerator> generators) => Generators = generators;

    /// <summary>Gets the generators, in the order in which they are asked.</summary>
    public IReadOnlyList<ICodeGenerator> Generators { get; }

    /// <inheritdoc/>
    public string Name => "self-coding";

    /// <summary>Asks one generator after the other, until one has code or needs another example.</summary>
    /// <inheritdoc/>
    public async Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        foreach (var generator in Generators)
        {
            var answer = await generator.GenerateAsync(request, cancellationToken);
            if (answer.Candidates.Count > 0 || answer.Question is not null)
            {
                Remember(request, generator.Name, answer);
                return answer;
            }

            reasons.Add($"{generator.Name}: {answer.Reason}");
        }

        return CodeAnswer.None(string.Join("; ", reasons));
    }

    /// <summary>The generators of <paramref name="engine"/>: each of them is tried, not only the first that has an answer.</summary>
    internal static IReadOnlyList<ICodeGenerator> GeneratorsOf(ICodeGenerator engine) =>
        engine is SelfCodingEngine chain ? chain.Generators : [engine];

    /// <summary>Remembers an answer.</summary>
    internal void Remember(CodeRequest request, string generator, CodeAnswer answer) => _memory?.Store(
        $"self-coding:{request.Task.Name}",
        answer.Candidates.Count > 0 ? $"{generator}: {string.Join("; ", answer.Candidates[0].Evidence)}"
            : answer.Question is { } question ? $"{generator} asks for {question.CallText}" : answer.Reason ?? "nothing was found",
        "self-coding");
}
