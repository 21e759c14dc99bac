using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Completion;

/// <summary>A task list with what the documentation of its project and earlier completions add.</summary>
/// <param name="Package">The package to hand off.</param>
/// <param name="Completed">The fields that were filled.</param>
/// <param name="Purposes">See <see cref="HandoffRecord.Purposes"/>.</param>
/// <param name="Looked">See <see cref="HandoffRecord.Looked"/>.</param>
/// <param name="Findings">Contradictions, values that cannot be used, and pages that were not read.</param>
internal sealed record CompletedProject(
    TaskPackage Package, IReadOnlyList<CompletedField> Completed, IReadOnlyDictionary<string, string> Purposes,
    IReadOnlyList<string> Looked, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>See <see cref="HandoffRecord.Questions"/>.</summary>
    public IReadOnlyDictionary<string, string> Questions { get; init; } = new Dictionary<string, string>();

    /// <summary>See <see cref="HandoffRecord.Signatures"/>.</summary>
    public IReadOnlyList<CompletedField> Signatures { get; init; } = [];

    /// <summary>See <see cref="HandoffRecord.Held"/>.</summary>
    public IReadOnlyList<CompletedField> Held { get; init; } = [];

    /// <summary>See <see cref="HandoffRecord.Former"/>.</summary>
    public IReadOnlyList<CompletedField> Former { get; init; } = [];

    /// <summary>True if no page was skipped.</summary>
    public bool HasAllPages { get; init; } = true;

    /// <summary><paramref name="record"/> with what this adds to its package.</summary>
    public HandoffRecord AddTo(HandoffRecord record) => record with
    {
        Completed = Completed,
        Signatures = Signatures,
        Held = Held,
        Former = Former,
        Looked = Looked,
        Questions = Questions,
    };
}

/// <summary>Completes a task list from the files of its project alone: its documentation and <see cref="CompletionPins"/>.</summary>
internal static class ProjectCompletion
{
    /// <summary>
    /// What is found with less confidence is no value: of packages, which pages name in too many ways, half were wrong on unseen pages.
    /// </summary>
    public const double LeastConfidence = 0.7;

    /// <summary>The files and folders that <see cref="CompleteAsync"/> reads, as absolute paths, also those that do not exist.</summary>
    public static IReadOnlyList<string> SourcesOf(BotDevConfig config)
    {
        var folder = DocumentationFolder.Find(config);
        return [CompletionPins.PathOf(config), .. folder.Folders, .. folder.Files, .. ChatFiles(config)];
    }

    /// <summary>The files that decide what a chat model is asked, and answers.</summary>
    private static IEnumerable<string> ChatFiles(BotDevConfig config)
    {
        if (!config.Chat.IsEnabled)
        {
            yield break;
        }

        yield return Path.Combine(Path.GetFullPath(config.SourceDirectory), TaskTemplates.PromptFile);
        if (config.Chat.Answers == AnswersMode.Replay)
        {
            yield return Path.Combine(Path.GetFullPath(config.SourceDirectory), config.AnswersName);
        }
    }

    /// <summary>Completes <paramref name="file"/>.</summary>
    /// <param name="file">The list.</param>
    /// <param name="isWritten">False for a list that was made from a package in code.</param>
    /// <param name="config">The settings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PipelineException">The pins cannot be used.</exception>
    /// <exception cref="IOException">The folder of the documentation cannot be listed.</exception>
    public static async Task<CompletedProject> CompleteAsync(
        TaskFile file, bool isWritten, BotDevConfig config, CancellationToken cancellationToken)
    {
        var package = file.Package;
        var pins = await CompletionPins.ReadAsync(CompletionPins.PathOf(config), cancellationToken);
        var (pages, skipped) = await DocumentationFolder.Find(config).ReadAsync(config, cancellationToken);
        if (pages.Count == 0 && skipped.Count == 0 && pins.Fields.Count == 0)
        {
            return new(package, [], new Dictionary<string, string>(), [], []) { Questions = QuestionsOf(package.Tasks) };
        }

        var given = new GivenValues(file, isWritten);
        var documented = DocumentationReader.Read(pages, [.. package.Tasks.Select(task => task.Name)], cancellationToken);
        List<PipelineDiagnostic> findings =
            [.. skipped.Concat(documented.Skipped).Select(page => new PipelineDiagnostic(Rules.PageSkipped, [page.Path, page.Reason]))];
        var merged = FieldMerge.Merge(
            package.Tasks, pins.Over([.. documented.Fields.Where(field => field.Confidence >= LeastConfidence)]), given.Has);
        var questions = QuestionsOf(merged.Tasks);
        // A Stage 4 does not get the values that it would have to fall back to.
        var looksAgain = config.UpdatesCompletions && !config.Handoff.Execute;
        IReadOnlyList<CompletedField> valid = [.. merged.Tasks.SelectMany(task => pins.Of(task, questions[task.Name]))];
        var pinned = FieldMerge.Merge(
            merged.Tasks,
            looksAgain ? [] : valid,
            (task, field) => given.Has(task, field) || TaskValues.Of(task, field) is not null
                || (field == FieldMerge.Purpose && merged.Purposes.ContainsKey(task.Name)));
        CompletedField[] completed = [.. merged.Completed, .. pinned.Completed];
        package = package with { Tasks = pinned.Tasks };
        findings.AddRange([.. merged.Findings, .. pinned.Findings]);
        if (completed.Length > 0)
        {
            findings.AddRange(FieldMerge.Check(package, completed, file.Options));
        }

        return new(package, completed, merged.Purposes.Concat(pinned.Purposes).ToDictionary(StringComparer.Ordinal),
            pages.Count == 0 ? [] : [Pages(pages.Count)], findings)
        {
            Questions = questions,
            Held = looksAgain ? valid : [],
            Former = [.. pins.Fields.Where(field => field is { Field: "code", Source.Kind: FieldSourceKind.Generator }
                && questions.TryGetValue(field.Bot, out var question) && field.Question != question && field.Question.Length > 0)],
            Signatures = [.. documented.Fields.Where(field => field.Field == DocumentedCode.Signatures)],
            HasAllPages = skipped.Count == 0 && documented.Skipped.Count == 0,
        };
    }

    private static Dictionary<string, string> QuestionsOf(IReadOnlyList<TaskInfo> tasks) =>
        tasks.ToDictionary(task => task.Name, CompletionPins.QuestionOf, StringComparer.Ordinal);

    private static string Pages(int count) => count == 1 ? "one page of documentation"
        : string.Create(CultureInfo.InvariantCulture, $"{count} pages of documentation");
}
