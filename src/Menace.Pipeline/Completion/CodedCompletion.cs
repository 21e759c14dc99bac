using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Completion;

/// <summary>Completes the code of tasks that say with examples what each of their functions returns (docs/self-coding.md).</summary>
/// <param name="config">The settings.</param>
/// <param name="coder">Finds code and proves it.</param>
internal sealed class CodedCompletion(BotDevConfig config, ProvedCode coder) : ICompletionSource
{
    private const string Code = "code";

    /// <inheritdoc/>
    public async Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken)
    {
        List<CompletedField> fields = [];
        Dictionary<string, CodeAnswer> without = new(StringComparer.Ordinal);
        List<PipelineDiagnostic> findings = [];
        OpenTask[] described = [.. open.Where(one => one.Fields.Contains(Code) && IsDescribed(one.Task))];
        var found = await coder.FindAsync([.. described.Select(RequestOf)], cancellationToken);
        foreach (var (one, (generator, answer)) in described.Zip(found))
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

        findings.AddRange(found.SelectMany(one => one.Findings));
        return new(fields) { WithoutCode = without, Findings = findings };
    }

    private CodeRequest RequestOf(OpenTask open) => new(open.Task, LanguageOf(open.Task))
    {
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
        signature.IndexOf('(', StringComparison.Ordinal) is > 0 and var open ? signature[..open].Split(' ', '.')[^1].Split('<')[0] : signature;
}
