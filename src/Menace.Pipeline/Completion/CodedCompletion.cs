using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Completion;

/// <summary>Completes the code of tasks that say with examples what each of their functions returns (docs/self-coding.md).</summary>
/// <param name="config">The settings.</param>
/// <param name="coder">Finds code and proves it.</param>
internal sealed class CodedCompletion(BotDevConfig config, ProvedCode coder)
{
    private const string Code = "code";

    /// <summary>Looks for code for the tasks of <paramref name="open"/>.</summary>
    /// <returns>What was found, in parts as it is found.</returns>
    /// <exception cref="PipelineException">A chat model is not configured as it has to be, or recorded answers cannot be
    /// used.</exception>
    public async IAsyncEnumerable<SourceAnswer> CompleteAsync(
        IReadOnlyList<OpenTask> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OpenTask[] described = [.. open.Where(one => one.Fields.Contains(Code) && IsDescribed(one.Task))];
        var next = 0;
        await foreach (var part in coder.FindAsync([.. described.Select(RequestOf)], cancellationToken))
        {
            yield return AnswerOf(described[next..(next + part.Count)], part);
            next += part.Count;
        }
    }

    private SourceAnswer AnswerOf(OpenTask[] tasks, IReadOnlyList<FoundCode> found)
    {
        List<CompletedField> fields = [];
        Dictionary<string, CodeAnswer> without = new(StringComparer.Ordinal);
        foreach (var (one, (generator, answer)) in tasks.Zip(found))
        {
            if (answer.Candidates is not [var code, ..])
            {
                without.Add(one.Task.Name, answer);
                continue;
            }

            FieldSource source = new(FieldSourceKind.Generator, code.Origin.Length == 0 ? generator : $"{generator} {code.Origin}");
            fields.Add(new(one.Task.Name, Code, code.Code, source with { Digest = ContentDigest.Of(code.Code) }, generator, 1)
            {
                Evidence = code.Evidence,
            });
            fields.Add(new(one.Task.Name, "metadata.language", LanguageOf(one.Task).ToName(), source, generator, 1));
            if (code.License is { Length: > 0 } license && one.Task.Metadata.License is null)
            {
                fields.Add(new(one.Task.Name, "metadata.license", license, source, generator, 1));
            }
        }

        return new(fields) { WithoutCode = without, Findings = [.. found.SelectMany(one => one.Findings)] };
    }

    private CodeRequest RequestOf(OpenTask open) => new(open.Task, LanguageOf(open.Task))
    {
        Former = open.Former is { } pin ? new FormerCode(pin) : null,
        Functions = [.. open.Task.Metadata.Functions.Select(name => Of(open, name))],
    };

    private BotLanguage LanguageOf(TaskInfo task) => task.Metadata.Language ?? config.DefaultLanguage;

    /// <summary>A task is searched if it says what it is for, and for each of its functions what it returns.</summary>
    private static bool IsDescribed(TaskInfo task) => !string.IsNullOrWhiteSpace(task.Metadata.Purpose)
        && task.Metadata.Functions.Count > 0
        && task.Metadata.Functions.All(function => task.Metadata.Examples.Any(example => example.Function == function));

    private static CodeFunction Of(OpenTask open, string name) => new(
        name, open.Signatures.Where(text => NameOf(text) == name).Select(SignatureParameters.Of).FirstOrDefault() ?? [],
        [.. open.Task.Metadata.Examples.Where(example => example.Function == name)])
    {
        Docs = open.Task.Metadata.FunctionDocs.GetValueOrDefault(name) ?? open.Task.Metadata.Purpose ?? "",
    };

    /// <summary>The name before the parameters, without the type of the result.</summary>
    private static string NameOf(string signature) =>
        signature.IndexOf('(', StringComparison.Ordinal) is > 0 and var open
            ? signature[..open].Split(' ', '.')[^1].Split('<')[0] : signature;
}
