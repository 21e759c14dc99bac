using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>
/// Runs a bot's examples in a process that has no test framework in it, and compares the results here: an object that equals everything, a
/// patched
/// framework or a forged report cannot change the verdict.
/// </summary>
/// <param name="spec">The bot.</param>
/// <param name="plan">How its language runs examples.</param>
/// <param name="run">Runs one process within the time that is left.</param>
internal sealed class ExampleJudge(BotSpec spec, TestPlan plan, Func<ProcessCommand, Task<ProcessResult>> run)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs every example.</summary>
    /// <param name="folder">Absolute path of a folder for the files of calls and results.</param>
    /// <returns>One result per example, in the order of the list, named as the framework names its test.</returns>
    public async Task<ExampleVerdicts> RunAsync(string folder)
    {
        var outcomes = new ExampleOutcome?[spec.Examples.Count];
        for (var next = 0; next < outcomes.Length;)
        {
            var files = Prepare(folder, next);
            var ended = await run(plan.Examples!(files));
            var before = next;
            foreach (var outcome in Read(files.Results).Where(outcome => outcome.Index >= before && outcome.Index < outcomes.Length))
            {
                outcomes[outcome.Index] ??= outcome;
            }

            if (ended.TimedOut || ended.Excess is not null)
            {
                return new(Verdicts(outcomes), ended);
            }

            // The process ended in the first call without a result; the calls behind it get a process of their own.
            next = Array.FindIndex(outcomes, next, outcome => outcome is null);
            if (next < 0)
            {
                break;
            }

            outcomes[next] = new(next)
            {
                Error = $"the process ended with exit code {ended.ExitCode} before the call returned: " +
                $"{OutputSummary.Of(ended.Output)}",
                ExitCode = ended.ExitCode,
            };
            next++;
        }

        return new(Verdicts(outcomes), null);
    }

    private ExampleFiles Prepare(string folder, int first)
    {
        // A name that the code under test cannot know.
        var name = Guid.NewGuid().ToString("N");
        var files = new ExampleFiles(Path.Combine(folder, name + ".calls.json"), Path.Combine(folder, name + ".results.jsonl"));
        var calls = spec.Examples.Select((example, index) => (example, index)).Skip(first).Select(call => JsonValue.FromMembers(
        [
            KeyValuePair.Create("index", (JsonValue)call.index),
            KeyValuePair.Create("function", JsonValue.FromString(call.example.Function)),
            KeyValuePair.Create("args", JsonValue.FromItems(call.example.Args)),
        ]));
        File.WriteAllText(files.Calls, CanonicalJson.WriteInOrder(JsonValue.FromItems([.. calls])), new UTF8Encoding(false));
        File.WriteAllText(files.Results, "");
        return files;
    }

    /// <summary>The complete lines of the file; truncated lines and lines that are not results are ignored.</summary>
    private static IEnumerable<ExampleOutcome> Read(string results)
    {
        if (!File.Exists(results))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(results).Where(line => line.Length > 0))
        {
            if (Parse(line) is { } outcome)
            {
                yield return outcome;
            }
        }
    }

    private static ExampleOutcome? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ExampleOutcome>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IReadOnlyList<TestResult> Verdicts(ExampleOutcome?[] outcomes) =>
        [.. spec.Examples.Select((example, index) => Verdict(example, outcomes[index], NameOf(example, index)))];

    private string NameOf(TaskExample example, int index) =>
        index < plan.ExampleTests.Count ? plan.ExampleTests[index] : $"example {index + 1} ({example.Function})";

    private TestResult Verdict(TaskExample example, ExampleOutcome? outcome, string name) =>
        Mistake(example, outcome) is { } mistake
            ? new(name, TestOutcome.Failed, mistake) { ExitCode = outcome?.ExitCode ?? 0 } : new(name, TestOutcome.Passed, "");

    private string? Mistake(TaskExample example, ExampleOutcome? outcome)
    {
        if (outcome is null)
        {
            return "the call did not return";
        }

        if (outcome.Error is { } error)
        {
            return error;
        }

        if (outcome.Raises is null && outcome.Returns.ValueKind == JsonValueKind.Undefined)
        {
            return "the call reported neither a result nor an exception";
        }

        if (example.Raises is { } expected)
        {
            return outcome.Raises is null ? $"expected {expected} to be raised, but the call returned {Shown(outcome)}"
                : IsRaised(expected, outcome) ? null
                : $"expected {expected} to be raised, but it was {Raised(outcome)}: {outcome.Message}";
        }

        if (outcome.Raises is not null)
        {
            return $"the call raised {Raised(outcome)}: {outcome.Message}";
        }

        if (example.Prints is { } prints)
        {
            // The line break that ends the output may be in the example or not.
            return WithoutLastLineBreak(prints) == WithoutLastLineBreak(outcome.Prints) ? null
                : $"expected the output {CanonicalJson.Quote(prints)}, but it was {CanonicalJson.Quote(outcome.Prints)}";
        }

        return example.Returns is not { } returns || IsReturned(returns, outcome) ? null
            : $"expected {CanonicalJson.WriteInOrder(returns)}, but the call returned {Shown(outcome)}";
    }

    /// <summary>
    /// A language whose results are text (a shell) has no exceptions with names: a bare name accepts any failure that the code chose (its
    /// list is not
    /// empty), other text must be in the message.
    /// </summary>
    private bool IsRaised(string expected, ExampleOutcome outcome) => plan.ResultsAreText
        ? (outcome.Raises is [_, ..] && expected.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.'))
            || (expected.Length > 0 && outcome.Message.Contains(expected, StringComparison.Ordinal))
        : outcome.Raises!.Contains(expected[(expected.LastIndexOf('.') + 1)..], StringComparer.Ordinal);

    private bool IsReturned(JsonValue expected, ExampleOutcome outcome)
    {
        var text = expected.Kind == JsonKind.String ? expected.Text : CanonicalJson.WriteInOrder(expected);
        return plan.ResultsAreText && outcome.Returns.ValueKind == JsonValueKind.String
            ? WithoutLastLineBreak(outcome.Returns.GetString()!) == WithoutLastLineBreak(text)
            : JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(CanonicalJson.WriteInOrder(expected)), outcome.Returns);
    }

    private static string Raised(ExampleOutcome outcome) => outcome.Raises is [var type, ..] ? type : "an error";

    private static string Shown(ExampleOutcome outcome) => outcome.Returns.GetRawText();

    private static string WithoutLastLineBreak(string text) => text.EndsWith('\n') ? text[..^1] : text;

    /// <summary>One line of the file of results.</summary>
    private sealed record ExampleOutcome(int Index)
    {
        /// <summary>Undefined if the line has no such member, which is not the value null.</summary>
        public JsonElement Returns { get; init; }

        public string Prints { get; init; } = "";

        public IReadOnlyList<string>? Raises { get; init; }

        public string Message { get; init; } = "";

        public string? Error { get; init; }

        /// <summary>The exit code of the process if it ended before the call returned; not in the file.</summary>
        [JsonIgnore]
        public int ExitCode { get; init; }
    }
}

/// <summary>The results of the examples.</summary>
/// <param name="Results">One per example, in the order of the list.</param>
/// <param name="CutShort">The process that was ended because of its time or a limit, or null.</param>
internal sealed record ExampleVerdicts(IReadOnlyList<TestResult> Results, ProcessResult? CutShort);
