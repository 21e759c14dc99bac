using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// Searches the simplest program of the expression language (docs/expressions.md) that fits to the examples of each function, and writes it
/// in the language of the bot. The search is bounded by a number of programs, not by time: it ends the same way on every machine.
/// </summary>
internal sealed class SynthesisGenerator : ICodeGenerator
{
    /// <summary>The name of the generator.</summary>
    public const string GeneratorName = "synthesis";

    /// <inheritdoc/>
    public string Name => GeneratorName;

    /// <inheritdoc/>
    public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Generate(request, cancellationToken));

    private static CodeAnswer Generate(CodeRequest request, CancellationToken cancellationToken)
    {
        var row = LanguageTable.RowOf(request.Language);
        if (row.Expressions is not { } writer)
        {
            return CodeAnswer.None("programs are not written in its language");
        }

        List<WrittenFunction> functions = [];
        List<string> evidence = [];
        var (tried, duplicates) = (0, 0);
        foreach (var function in request.Functions)
        {
            var problem = SynthesisProblem.Of(function, WordsOf(request, function), row.CallsAreCommands, out var reason);
            if (problem is not null && problem.Types.Append(problem.Result).FirstOrDefault(type => !writer.Writes(type)) is var type
                && !problem.Types.Append(problem.Result).All(writer.Writes))
            {
                reason = $"values of the type {type.ToString().ToLowerInvariant()} are not written in its language";
            }

            if (reason is not null)
            {
                return CodeAnswer.None($"'{function.Name}': {reason}");
            }

            var result = new Synthesiser().Find(problem! with { Operators = writer.Operators }, cancellationToken);
            (tried, duplicates) = (tried + result.Tried, duplicates + result.Duplicates);
            if (result.Outcome == SynthesisOutcome.Ambiguous)
            {
                return Ask(function, problem!, result) with { Effort = Effort(tried, duplicates) };
            }

            if (result.Outcome == SynthesisOutcome.NotFound)
            {
                return CodeAnswer.None($"'{function.Name}': {result.Reason}") with { Effort = Effort(tried, duplicates) };
            }

            functions.Add(new(function.Name, problem!.Parameters, result.Program!, function.Docs));
            evidence.Add(Evidence(function, result));
        }

        return new([new(writer.Write(functions)) { Evidence = evidence }]) { Effort = Effort(tried, duplicates) };
    }

    private static IReadOnlyList<string> WordsOf(CodeRequest request, CodeFunction function) =>
        [.. ((string?[])[request.Task.Metadata.Purpose, request.Task.Metadata.Description, function.Docs, function.Name,
            .. function.Parameters])
            .OfType<string>()];

    /// <summary>Both results are those of programs that fit, as JSON of the language's values.</summary>
    private static CodeAnswer Ask(CodeFunction function, SynthesisProblem problem, SynthesisResult result)
    {
        var arguments = result.Difference!;
        return new([])
        {
            Question = new(
                function.Name, [.. arguments.Zip(problem.Types, (argument, type) => problem.ToJson(argument, type)!)],
                problem.ToJson(result.Program!.Evaluate(arguments), problem.Result),
                problem.ToJson(result.Other!.Evaluate(arguments), problem.Result)),
        };
    }

    private static string Evidence(CodeFunction function, SynthesisResult result) => $"{function.Name}: " + (result.Agreeing == 0
        ? "no other program of about its size fits to the examples"
        : string.Create(CultureInfo.InvariantCulture,
            $"{result.Agreeing} other programs of about its size agree with it on {Synthesiser.AgreementInputs} inputs"));

    private static string Effort(int tried, int duplicates) => string.Create(
        CultureInfo.InvariantCulture, $"{tried:N0} programs tried, {(tried == 0 ? 0 : 100L * duplicates / tried)} % like another one");
}
