using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// Writes code for a task that has none, or other code for a bot that got worse. What it returns is a proposal: it is
/// compiled, tested and changed by mutants before anything uses it, whatever generator it comes from (docs/self-coding.md).
/// </summary>
public interface ICodeGenerator
{
    /// <summary>Gets a short name for commits, pins and messages: <c>synthesis</c>.</summary>
    string Name { get; }

    /// <summary>Looks for code. The same request gives the same answer on every machine.</summary>
    /// <param name="request">The task, and all that is known about it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The candidates; none, with the reason, if nothing was found.</returns>
    Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken);
}

/// <summary>What code is needed for.</summary>
/// <param name="Task">The task, with purpose, functions and examples as far as they are known.</param>
/// <param name="Language">The language of the code.</param>
public sealed record CodeRequest(TaskInfo Task, BotLanguage Language)
{
    /// <summary>Gets the functions that are needed, never empty.</summary>
    public IReadOnlyList<CodeFunction> Functions { get; init; } = [];

    /// <summary>Gets the functions of the bots that the task depends on, and that the code may call.</summary>
    public IReadOnlyList<CodeComponent> Components { get; init; } = [];

    /// <summary>Gets the reasons why earlier candidates for the same bot were refused, the oldest first.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Gets what gives the code that the task had before it was changed, or null.</summary>
    internal ICodeGenerator? Former { get; init; }

    /// <summary>Gets the code that is to be repaired, or an empty text if there is none.</summary>
    public string Code { get; init; } = "";
}

/// <summary>A function that is needed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The names of its parameters, in order.</param>
/// <param name="Examples">Its examples.</param>
public sealed record CodeFunction(string Name, IReadOnlyList<string> Parameters, IReadOnlyList<TaskExample> Examples)
{
    /// <summary>Gets what is documented about it, or an empty text.</summary>
    public string Docs { get; init; } = "";
}

/// <summary>A function of another bot that code may call.</summary>
/// <param name="Bot">The name of the bot.</param>
/// <param name="Language">The language of the bot.</param>
/// <param name="Function">The function.</param>
public sealed record CodeComponent(string Bot, BotLanguage Language, CodeFunction Function);

/// <summary>The answer of a generator.</summary>
/// <param name="Candidates">Code, the best first; empty if there is none.</param>
public sealed record CodeAnswer(IReadOnlyList<CodeCandidate> Candidates)
{
    /// <summary>Gets the reason why there is no candidate, as a sentence; null if there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the example that would decide between programs that fit to all examples; null if there is none to ask for.</summary>
    public CodeQuestion? Question { get; init; }

    /// <summary>Gets what was done to get the answer, for logs and evidence: <c>12,034 candidates, 71 % duplicates</c>.</summary>
    public string Effort { get; init; } = "";

    /// <summary>Returns an answer without candidates.</summary>
    public static CodeAnswer None(string reason) => new([]) { Reason = reason };
}

/// <summary>Code that a generator proposes.</summary>
/// <param name="Code">The code of the bot, complete, as <c>code</c> of a task.</param>
public sealed record CodeCandidate(string Code)
{
    /// <summary>Gets the place that it comes from, such as <c>price-tools@4f2a…</c> or the name of a model, or an empty text.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Gets statements that support it, for the commit and the pins: <c>agrees with 12 other programs on 500 inputs</c>.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Gets the SPDX identifier of the licence of the code that it was taken from, or null if it is new.</summary>
    public string? License { get; init; }
}

/// <summary>An example that is missing: two programs fit to all examples, and differ here.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments on which they differ.</param>
/// <param name="First">The result of the simpler program, or null if it has none there.</param>
/// <param name="Second">The result of the other one, or null if it has none there.</param>
public sealed record CodeQuestion(string Function, IReadOnlyList<JsonValue> Arguments, JsonValue? First, JsonValue? Second)
{
    /// <summary>The call, with its arguments as JSON: <c>initials("")</c>.</summary>
    internal string CallText => $"{Function}({string.Join(", ", Arguments.Select(CanonicalJson.WriteInOrder))})";

    /// <summary>The first result as JSON.</summary>
    internal string FirstText => TextOf(First);

    /// <summary>The second result as JSON.</summary>
    internal string SecondText => TextOf(Second);

    private static string TextOf(JsonValue? result) => result is null ? "no result" : CanonicalJson.WriteInOrder(result);
}
