using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Completion;

/// <summary>How far the completion of a package is.</summary>
internal sealed class CompletionState
{
    private readonly List<CompletedField> _found = [];
    private readonly List<PipelineDiagnostic> _findings = [];

    /// <summary>The state at the beginning: only what the tasks and their documentation say.</summary>
    public CompletionState(HandoffRecord handoff)
    {
        (Original, Handoff) = (handoff, handoff);
        var templates = TemplateSet.Read(handoff.Files);
        Missing = [.. handoff.Package.Tasks.Where(task => IsWithoutCode(task, templates)).Select(task => Open(task, ["code"]))];
    }

    /// <summary>The package as it was handed off.</summary>
    public HandoffRecord Original { get; }

    /// <summary>The package with what was found.</summary>
    public HandoffRecord Handoff { get; private set; }

    /// <summary>The tasks that miss something.</summary>
    public IReadOnlyList<OpenTask> Missing { get; private set; }

    /// <summary>What was found since the handoff.</summary>
    public IReadOnlyList<CompletedField> Found => _found;

    /// <summary>What the sources said besides.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings => _findings;

    /// <summary>The examples that are asked for, by name of a task that has no code yet.</summary>
    public IReadOnlyDictionary<string, CodeQuestion> Questions => Handoff.WithoutCode
        .Where(one => one.Value.Question is not null
            && Handoff.Package.Tasks.Any(task => task.Name == one.Key && !FieldMerge.HasCode(task)))
        .ToDictionary(one => one.Key, one => one.Value.Question!, StringComparer.Ordinal);

    /// <summary>Takes an answer.</summary>
    /// <returns>True if a field was filled.</returns>
    /// <exception cref="PipelineException">A value cannot be used; nothing was filled.</exception>
    public bool Fill(SourceAnswer answer)
    {
        // A source that is asked in several rounds repeats itself.
        _findings.AddRange(answer.Findings.Where(finding =>
            !_findings.Any(known => (known.Bot, known.Rule.Id, known.Message) == (finding.Bot, finding.Rule.Id, finding.Message))));
        if (answer.Looked is { } looked && !Handoff.Looked.Contains(looked))
        {
            Handoff = Handoff with { Looked = [.. Handoff.Looked, looked] };
        }

        if (answer.WithoutCode.Count > 0)
        {
            Handoff = Handoff with
            {
                WithoutCode = Handoff.WithoutCode.Concat(answer.WithoutCode).DistinctBy(one => one.Key)
                    .ToDictionary(StringComparer.Ordinal),
            };
        }

        var merged = FieldMerge.Merge(Handoff.Package.Tasks, answer.Fields, IsGiven);
        CompletedField[] filled =
            [.. merged.Completed.Select(field => field with { Question = Handoff.Questions.GetValueOrDefault(field.Bot, "") })];
        PipelineDiagnostic[] mistakes = [.. merged.Findings, .. filled.Length == 0 ? [] : FieldMerge.Check(
            Handoff.Package with { Tasks = merged.Tasks }, filled, new())];
        if (mistakes.Length > 0)
        {
            throw new PipelineException(PipelineStage.Optimise, mistakes);
        }

        _found.AddRange(filled);
        Handoff = Handoff with
        {
            Package = Handoff.Package with { Tasks = merged.Tasks },
            Completed = [.. Handoff.Completed, .. filled],
            Purposes = Handoff.Purposes.Concat(merged.Purposes).ToDictionary(StringComparer.Ordinal),
        };
        Missing = [.. Missing.Select(open => Remaining(open, filled)).Where(open => open.Fields.Count > 0)];
        return filled.Length > 0;
    }

    /// <summary>Takes from the record of the optimiser what is missing now.</summary>
    /// <returns>True if anything is.</returns>
    public bool LearnMissing(OptimiseRecord optimised)
    {
        var tasks = Handoff.Package.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        Missing = [.. optimised.Failures.Where(failure => failure.Missing.Count > 0)
            .Select(failure => Open(tasks[failure.Bot], failure.Missing))];
        return Missing.Count > 0;
    }

    private bool IsGiven(TaskInfo task, string field) => TaskValues.Of(task, field) is not null
        || (field == FieldMerge.Purpose && Handoff.Purposes.ContainsKey(task.Name));

    private OpenTask Open(TaskInfo task, IReadOnlyList<string> fields) => new(task, fields)
    {
        CodeFile = task.Metadata.CodeFile is { } path ? Original.Files.GetValueOrDefault(path) : null,
        Former = Original.Former.FirstOrDefault(field => field.Bot == task.Name),
        Signatures = [.. Original.Signatures.Where(field => field.Bot == task.Name)
            .SelectMany(field => field.Value.Items.Select(item => item.Text))],
    };

    private OpenTask Remaining(OpenTask open, IReadOnlyList<CompletedField> filled) => Open(
        Handoff.Package.Tasks.First(task => task.Name == open.Task.Name),
        [.. open.Fields.Where(field => !filled.Any(one => one.Bot == open.Task.Name && one.Field == field))]);

    /// <summary>A template of the project that writes code is code that its owner wants.</summary>
    private static bool IsWithoutCode(TaskInfo task, TemplateSet templates) => !FieldMerge.HasCode(task)
        && (TaskTemplates.OfProject(task) is not { } name || templates.Find(name)?.CodeFile is null);
}
