using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>A task on its way to a complete bot, with everything found wrong so far. Each step returns a new draft.</summary>
/// <param name="Task">The task as it was handed off.</param>
/// <param name="Files">The files that the tasks name.</param>
/// <param name="Code">The code, or empty.</param>
internal sealed record BotDraft(TaskInfo Task, IReadOnlyDictionary<string, FileContent> Files, string Code)
{
    /// <summary>A hash over all that completing it depends on: the task and <see cref="Code"/>.</summary>
    public string Key { get; init; } = "";

    /// <summary>What becomes of the parts of the code that say nothing.</summary>
    public TidyMode TidyMode { get; init; } = TidyMode.Off;

    /// <summary>The parts of the code of the task that say nothing; <see cref="DraftTidying"/> reports or removes them.</summary>
    public IReadOnlyList<TidyEdit> Tidy { get; init; } = [];

    /// <summary>The code of the task if <see cref="Tidy"/> is removed from <see cref="Code"/>, or null.</summary>
    public string? CodeOfTask { get; init; }

    public BotLanguage? Language { get; init; }

    /// <summary>The template of the project that the task names, with the values of its variables, or null.</summary>
    public BotTemplate? Template { get; init; }

    public string? Purpose { get; init; }

    /// <summary>The purpose that the documentation gives, which counts if the code has none.</summary>
    public string? DocumentedPurpose { get; init; }

    /// <summary>What pages say about the functions of the bot: signatures and examples.</summary>
    public IReadOnlyList<CompletedField> Documented { get; init; } = [];

    /// <summary>Functions of the code that a template wrote before this stage.</summary>
    public IReadOnlyList<string> AddedStubs { get; init; } = [];

    /// <summary>Names of the properties of <c>metadata</c> that nothing has given.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Where was looked for what the task leaves out, besides its code.</summary>
    public IReadOnlyList<string> Looked { get; init; } = [];

    /// <summary>What the search for code ended with, if there is none, or null if nothing was searched.</summary>
    public CodeAnswer? WithoutCode { get; init; }

    public IReadOnlyList<string> Functions { get; init; } = [];

    public IReadOnlyList<string> StubFunctions { get; init; } = [];

    /// <summary>The examples of the task, else those of its code.</summary>
    public IReadOnlyList<TaskExample> Examples { get; init; } = Task.Metadata.Examples;

    /// <summary>The places of <see cref="Examples"/> if its code gives them, else null.</summary>
    public IReadOnlyList<TaskAnchor>? ExamplePlaces { get; init; }

    public IReadOnlyDictionary<string, FunctionProof> Proofs { get; init; } = new Dictionary<string, FunctionProof>();

    /// <summary>The result of the parser, or null: not parsed, or <see cref="IsKnown"/>.</summary>
    public CodeAnalysis? Analysis { get; init; }

    /// <summary>True if an earlier run read the same code: what it found is taken over.</summary>
    public bool IsKnown { get; init; }

    /// <summary>True if that run has also seen that the bot can call what it depends on.</summary>
    public bool IsChecked { get; init; }

    /// <summary>True if a template of the language wrote the code.</summary>
    public bool IsFilled { get; init; }

    public IReadOnlyList<PipelineDiagnostic> Findings { get; init; } = [];

    public bool HasFailed => Findings.Any(finding => finding.IsError);

    /// <summary>The draft that the task begins as.</summary>
    /// <param name="task">The task.</param>
    /// <param name="handoff">What came with it.</param>
    /// <param name="tidy">What becomes of code that says nothing if the task does not say.</param>
    public static BotDraft Of(TaskInfo task, HandoffRecord handoff, TidyMode tidy)
    {
        var draft = new BotDraft(task, handoff.Files, task.Metadata.CodeFile is { } file ? handoff.Files[file].Text : task.Code)
        {
            DocumentedPurpose = handoff.Purposes.GetValueOrDefault(task.Name),
            Documented = [.. handoff.Signatures.Concat(handoff.Completed.Where(field => field.Field == "metadata.examples"
                && field.Source.Kind == FieldSourceKind.Documentation)).Where(field => field.Bot == task.Name)],
            Looked = handoff.Looked,
            WithoutCode = handoff.WithoutCode.GetValueOrDefault(task.Name),
            AddedStubs = handoff.Completed.FirstOrDefault(field => field.Bot == task.Name && field.Stubs.Count > 0)?.Stubs ?? [],
            TidyMode = task.Metadata.Tidy ?? tidy,
            Purpose = string.IsNullOrWhiteSpace(task.Metadata.Purpose) ? null : task.Metadata.Purpose,
            Functions = task.Metadata.Functions,
        };
        return task is { Code.Length: > 0, Metadata.CodeFile: not null } ? draft.Fail(Rules.CodeTwice, new("metadata.code_file"))
            : task.Schedule is null && RunSettings.FirstGiven(task) is { } setting
                ? draft.With(draft.Error(Rules.RunWithoutSchedule, new(setting), setting))
            : draft;
    }

    /// <summary>The draft with <paramref name="findings"/>; one that is null is left out.</summary>
    public BotDraft With(params IEnumerable<PipelineDiagnostic?> findings) =>
        findings.OfType<PipelineDiagnostic>().ToArray() is { Length: > 0 } found ? this with { Findings = [.. Findings, .. found] } : this;

    /// <summary>The draft with an error whose first argument is the bot's name.</summary>
    public BotDraft Fail(RuleDescriptor rule, TaskAnchor? anchor, params IEnumerable<string> arguments) =>
        With(Error(rule, anchor, arguments));

    /// <summary>A finding whose first argument is the bot's name.</summary>
    public PipelineDiagnostic Error(RuleDescriptor rule, TaskAnchor? anchor, params IEnumerable<string> arguments) =>
        new(rule, [Task.Name, .. arguments]) { Bot = Task.Name, Anchor = anchor };

    /// <summary>The place of a part of <see cref="Code"/> in the task; of the whole code if the length is 0.</summary>
    public TaskAnchor PlaceOf(int offset, int length) => new(
        Task.Metadata.CodeFile is null ? "code" : "metadata.code_file",
        CodeOfTask is null || length == 0 ? offset : TidyEdit.Origin(Tidy, offset),
        length);

    /// <summary>The input of a language's parser.</summary>
    public CodeSource ToSource() => new(Task.Name, Task.Identifier, Code, Task.Metadata.Functions)
    {
        Dependencies = [.. Task.Dependencies.Select(TaskNames.ToIdentifier)],
        Packages = [.. Task.Metadata.Packages.Select(package => BotPackage.Parse(package).Name)],
    };

    /// <summary>What a later run with the same <see cref="Key"/> takes over.</summary>
    public Completion ToCompletion() => new(Language!.Value, Purpose!, Functions, StubFunctions, Proofs)
    {
        Examples = Examples,
        ExamplePlaces = ExamplePlaces,
        Tidy = Tidy,
    };

    /// <summary>The bot, without what <see cref="Exercise"/> decides.</summary>
    public BotSpec ToSpec() => new()
    {
        Name = Task.Name,
        Language = Language!.Value,
        Code = Code,
        Purpose = Purpose!,
        Functions = Functions,
        FunctionDocs = Task.Metadata.FunctionDocs,
        Description = Task.Metadata.Description ?? "",
        Dependencies = Task.Dependencies,
        Packages = Task.Metadata.Packages,
        Resources = Task.Resources,
        Schedule = Task.Schedule,
        Run = RunSettings.Of(Task),
        Capabilities = CapabilityNames.Sanitise(Task.Metadata.Capabilities),
        Level = Task.Metadata.Level ?? "",
        Io = Task.Metadata.Io ?? "",
        Tags = Task.Metadata.Tags,
        License = Task.Metadata.License ?? "",
        Examples = Examples,
        ExamplePlaces = ExamplePlaces,
        Tidied = CodeOfTask is null ? null : Tidy,
        StubFunctions = StubFunctions,
        Tests = Tests(),
        Files = Task.Metadata.Files.ToDictionary(
            file => file.Key, file => new BotFile(file.Value, Files[file.Value].Hash(), Files[file.Value].IsExecutable),
            StringComparer.Ordinal),
        Extra = Task.Metadata.Extra,
        Template = Template is { Files.Count: > 0 } or { Test: not null } ? Template : null,
    };

    /// <summary>The task with what was inferred.</summary>
    public TaskInfo ToTask() => Task with
    {
        Code = Task.Metadata.CodeFile is null ? CodeOfTask ?? Code : "",
        Metadata = Task.Metadata with { Language = Language, Purpose = Purpose, Functions = Functions, Examples = Examples },
    };

    /// <summary>The failure of a draft that <see cref="HasFailed"/>.</summary>
    public BotFailure ToFailure() => new(Task.Name, Findings.First(finding => finding.IsError).Rule.Id)
    {
        Missing = [.. Missing.Select(field => $"metadata.{field}")],
    };

    private Dictionary<string, string> Tests()
    {
        var tests = Task.Metadata.TestsFiles.ToDictionary(file => Path.GetFileName(file)!, file => Files[file].Text);
        if (Task.Metadata.Tests is { } inline)
        {
            tests[""] = inline;
        }

        return tests;
    }
}

/// <summary>What was inferred for a task from its code.</summary>
internal sealed record Completion(
    BotLanguage Language, string Purpose, IReadOnlyList<string> Functions, IReadOnlyList<string> StubFunctions,
    IReadOnlyDictionary<string, FunctionProof> Proofs)
{
    /// <summary>What an earlier run found about <paramref name="bot"/>.</summary>
    public static Completion Of(
        BotSpec bot, IReadOnlyDictionary<string, FunctionProof> proofs, IReadOnlyList<TidyEdit> untidy) =>
        new(bot.Language, bot.Purpose, bot.Functions, bot.StubFunctions, proofs)
        {
            Examples = bot.Examples,
            ExamplePlaces = bot.ExamplePlaces,
            Tidy = bot.Tidied ?? untidy,
        };

    /// <inheritdoc cref="BotDraft.Examples"/>
    public IReadOnlyList<TaskExample> Examples { get; init; } = [];

    /// <inheritdoc cref="BotDraft.ExamplePlaces"/>
    public IReadOnlyList<TaskAnchor>? ExamplePlaces { get; init; }

    /// <inheritdoc cref="BotDraft.Tidy"/>
    public IReadOnlyList<TidyEdit> Tidy { get; init; } = [];
}
