using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>A task on its way to a complete bot, with everything found wrong on the way.</summary>
internal sealed class BotDraft
{
    private readonly IReadOnlyDictionary<string, FileContent> _files;
    private readonly List<PipelineDiagnostic> _findings = [];
    private string? _purpose;
    private string? _key;
    private IReadOnlyList<string> _functions;
    private IReadOnlyList<string> _stubs = [];
    private IReadOnlyDictionary<string, FunctionProof> _proofs = new Dictionary<string, FunctionProof>();

    public BotDraft(TaskInfo task, IReadOnlyDictionary<string, FileContent> files)
    {
        Task = task;
        _files = files;
        _purpose = string.IsNullOrWhiteSpace(task.Metadata.Purpose) ? null : task.Metadata.Purpose;
        _functions = task.Metadata.Functions;
        Code = task.Metadata.CodeFile is { } file ? files[file].Text : task.Code;
        if (task is { Code.Length: > 0, Metadata.CodeFile: not null })
        {
            Fail(Rules.CodeTwice, new("metadata.code_file"));
        }
    }

    public TaskInfo Task { get; }

    public BotLanguage? Language { get; set; }

    public string Code { get; set; }

    public CodeAnalysis? Analysis { get; set; }

    /// <summary>A hash over all that <see cref="Complete"/> decides from, known as soon as there is code.</summary>
    public string Key => _key ??= CompletionKey.Of(Task, Code);

    /// <summary>True if an earlier run read the same code: what it found is taken over, and <see cref="Analysis"/> stays empty.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>True if that run has also seen that the bot can call what it depends on.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>True if a template of the language wrote the code.</summary>
    public bool IsFilled { get; private set; }

    public bool HasCode => !string.IsNullOrWhiteSpace(Code);

    public bool HasFailed => _findings.Any(finding => finding.IsError);

    public IReadOnlyList<PipelineDiagnostic> Findings => _findings;

    /// <summary>Returns the input of a language's parser.</summary>
    public CodeSource ToSource() => new(Task.Name, Task.Identifier, Code, Task.Metadata.Functions)
    {
        Dependencies = [.. Task.Dependencies.Select(TaskNames.ToIdentifier)],
        Packages = [.. Task.Metadata.Packages.Select(package => BotPackage.Parse(package).Name)],
    };

    /// <summary>Adds <paramref name="finding"/>, if there is one.</summary>
    public void Report(PipelineDiagnostic? finding)
    {
        if (finding is not null)
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Adds an error whose first argument is the bot's name.</summary>
    public void Fail(RuleDescriptor rule, TaskAnchor? anchor, params IEnumerable<string> arguments) =>
        _findings.Add(new PipelineDiagnostic(rule, [Task.Name, .. arguments]) { Bot = Task.Name, Anchor = anchor });

    /// <summary>Writes the code from the template of <paramref name="language"/>, which makes the bot a stub.</summary>
    public void Fill(ILanguage language)
    {
        _purpose ??= BotSpec.UnknownPurpose;
        Code = language.FillTemplate(Task with { Metadata = Task.Metadata with { Purpose = _purpose } });
        IsFilled = true;
    }

    /// <summary>Reports a bot whose code, or part of it, was written by a template, as <paramref name="policy"/> says.</summary>
    public void ReportStub(StubPolicy policy)
    {
        if (HasFailed || _stubs.Count == 0 || policy == StubPolicy.Allow)
        {
            return;
        }

        var calls = Task.Dependencies.Count == 0 ? "" : $" It does not call its dependencies ({string.Join(", ", Task.Dependencies)}).";
        var found = IsFilled
            ? Task.Metadata.Purpose is null ? "no code and no purpose" : "no code"
            : $"no code for {string.Join(", ", _stubs.Select(function => $"'{function}'"))}";
        Fail(policy == StubPolicy.Error ? Rules.StubRefused : Rules.Stub, IsFilled ? null : new("metadata.functions"), found, calls);
    }

    /// <summary>Writes the code from the project's own <paramref name="template"/>.</summary>
    public void Fill(string template, CancellationToken cancellationToken)
    {
        var path = TaskTemplates.PathOf(template);
        (Code, var mistake) = ProjectTemplate.Render(
            _files[path].Text, Task, Language!.Value, ProjectTemplate.TimeLimit, cancellationToken);
        if (mistake is not null)
        {
            Fail(Rules.TemplateFailed, new("metadata.template", mistake.Offset, 1), path,
                $"{mistake.Line}", $"{mistake.Column}", mistake.Message);
        }
    }

    /// <summary>Takes over what an earlier run with the same <see cref="Key"/> found.</summary>
    public void TakeOver(Completion known, bool isChecked)
    {
        (Language, _purpose, _functions, _stubs, _proofs, IsKnown, IsChecked) =
            (known.Language, known.Purpose, known.Functions, known.StubFunctions, known.Proofs, true, isChecked);
    }

    public Completion ToCompletion() => new(Language!.Value, _purpose!, _functions, _stubs, _proofs);

    /// <summary>Takes from the analysis what the task leaves out, and reports what is still missing.</summary>
    /// <param name="surroundings">The names that the code may use besides its own.</param>
    public void Complete(Func<CodeSurroundings> surroundings)
    {
        if (HasFailed || Analysis is not { } analysis)
        {
            return;
        }

        if (analysis.MissingTool is { } missing)
        {
            Fail(Rules.ToolMissing, new(Task.Metadata.CodeFile is null ? "code" : "metadata.code_file"), missing.Tool, missing.Looked,
                missing.Remedy);
            return;
        }

        var problems = analysis.Reading?.Problems ?? [];
        var errors = analysis.Errors.Count > 0 || problems.Count == 0 ? analysis.Errors
            : [.. problems.Where(surroundings().IsCertain).Select(p => p.Error)];
        foreach (var error in errors)
        {
            Fail(Rules.CodeSyntax, new(Task.Metadata.CodeFile is null ? "code" : "metadata.code_file", error.Offset, error.Length),
                error.Id, error.Message);
        }

        if (errors.Count > 0)
        {
            return;
        }

        if (_functions.Count == 0)
        {
            _functions = [.. analysis.Functions.Select(function => function.Name)];
        }

        _stubs = IsFilled ? _functions : analysis.Shape == CodeShape.Statements ? [.. _functions.Skip(1)] : [];
        _proofs = Exercise.Prove(analysis);
        _purpose ??= Documentation.FirstSentence(analysis.Purpose)
            ?? (analysis.Functions is [var only] ? Documentation.FirstSentence(only.Documentation) : null);
        ReportMissing();
        ReportUnknownFunctions(analysis);
        ReportTestFileClash();
        ReportRelativePaths();
    }

    /// <summary>MENACE1619 for code in a file, which the reader of the task list does not see.</summary>
    private void ReportRelativePaths()
    {
        if (Task.Metadata.CodeFile is null || Language is not { } language)
        {
            return;
        }

        foreach (var (path, literal) in DataPathChecks.In(Code, Task.Metadata.Files.Keys, language))
        {
            string[] arguments = [$"Task '{Display.Of(Task.Name)}'", Display.Of(path), language.Profile().DataPath(path)];
            _findings.Add(new PipelineDiagnostic(Rules.RelativeDataPath, arguments)
            {
                Bot = Task.Name,
                Anchor = new("metadata.code_file", literal.Index, literal.Length),
            });
        }
    }

    /// <summary>Reports each package that <paramref name="language"/> cannot install, and each that is listed twice.</summary>
    public void CheckPackages(ILanguage language)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Task.Metadata.Packages.Count; i++)
        {
            var text = Task.Metadata.Packages[i];
            var package = BotPackage.Parse(text);
            var mistake = language.CheckPackage(package)
                ?? (seen.Add(package.Name) ? null : new PackageMistake("is listed twice. Keep one version"));
            if (mistake is not null)
            {
                Fail(mistake.Rule, new($"metadata.packages.{i}"), text, mistake.Reason);
            }
        }
    }

    public BotSpec ToSpec() => new()
    {
        Name = Task.Name,
        Language = Language!.Value,
        Code = Code,
        Purpose = _purpose!,
        Functions = _functions,
        FunctionDocs = Task.Metadata.FunctionDocs,
        Description = Task.Metadata.Description ?? "",
        Dependencies = Task.Dependencies,
        Packages = Task.Metadata.Packages,
        Resources = Task.Resources,
        Schedule = Task.Schedule,
        Capabilities = CapabilityNames.Sanitise(Task.Metadata.Capabilities),
        Level = Task.Metadata.Level ?? "",
        Io = Task.Metadata.Io ?? "",
        Tags = Task.Metadata.Tags,
        License = Task.Metadata.License ?? "",
        Examples = Task.Metadata.Examples,
        StubFunctions = _stubs,
        Proofs = _proofs,
        Tests = Tests(),
        Files = Task.Metadata.Files.ToDictionary(
            file => file.Key, file =>
                new BotFile(file.Value, _files[file.Value].Hash(), _files[file.Value].IsExecutable), StringComparer.Ordinal),
        Extra = Task.Metadata.Extra,
    };

    public TaskInfo ToTask() => Task with
    {
        Code = Task.Metadata.CodeFile is null ? Code : "",
        Metadata = Task.Metadata with { Language = Language, Purpose = _purpose, Functions = _functions },
    };

    public BotFailure ToFailure() => new(Task.Name, _findings.First(finding => finding.IsError).Rule.Id);

    private void ReportMissing()
    {
        List<string> missing = [];
        if (_purpose is null)
        {
            missing.Add("purpose");
        }

        if (_functions.Count == 0)
        {
            missing.Add("functions");
        }

        if (missing.Count > 0)
        {
            var fields = string.Join(" and ", missing);
            Fail(Rules.MissingInformation, new("metadata"), fields + (missing.Count == 1 && missing[0] == "purpose" ? " is" : " are"),
                fields.Replace(" and ", " and metadata.", StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// Statements are the body of the first listed function and the template gives the others; any other code must define what is listed.
    /// </summary>
    private void ReportUnknownFunctions(CodeAnalysis analysis)
    {
        var defined = analysis.Functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var named = analysis.Shape == CodeShape.Statements
            ? []
            : _functions.Select(function => (Function: function, Anchor: new TaskAnchor("metadata.functions")));
        var called = Task.Metadata.Examples
            .Where(example => analysis.Shape != CodeShape.Statements || !_functions.Contains(example.Function))
            .Select(example => (example.Function, Anchor: new TaskAnchor("metadata.examples")));
        var smoke = Task.Metadata.Smoke
            .Where(function => function != TaskMetadata.AllFunctions
                && (analysis.Shape != CodeShape.Statements || !_functions.Contains(function)))
            .Select(function => (Function: function, Anchor: new TaskAnchor("metadata.smoke")));
        foreach (var (function, anchor) in named.Concat(called).Concat(smoke).DistinctBy(name => name.Function)
            .Where(name => !defined.Contains(name.Function)))
        {
            var allowed = defined.Count == 0 ? "no public function"
                : string.Join(", ", defined.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
            Fail(Rules.FunctionMissing, anchor, function, allowed,
                Nearest.Hint(function, analysis.Functions.Select(defined => defined.Name)));
        }
    }

    /// <summary>Reports each file that is too large to be copied.</summary>
    public void CheckFiles()
    {
        foreach (var (path, source) in Task.Metadata.Files.Where(file => _files[file.Value].Bytes.Length > FileContent.LargestBytes))
        {
            Fail(Rules.FileUnusable, new($"metadata.files.{path}"), "metadata.files", path,
                $"is larger than {FileContent.LargestBytes >> 20} MB ('{source}'). Let the bot fetch it when it runs");
        }
    }

    private void ReportTestFileClash()
    {
        foreach (var clash in Task.Metadata.TestsFiles.GroupBy(Path.GetFileName).Where(group => group.Count() > 1))
        {
            Fail(Rules.UnsupportedCode, new("metadata.tests_file"),
                $"the test files {string.Join(" and ", clash)} have the same file name; rename one");
        }
    }

    private Dictionary<string, string> Tests()
    {
        var tests = Task.Metadata.TestsFiles.ToDictionary(file => Path.GetFileName(file)!, file => _files[file].Text);
        if (Task.Metadata.Tests is { } inline)
        {
            tests[""] = inline;
        }

        return tests;
    }
}

/// <summary>Infers missing values of a task from its code.</summary>
internal sealed record Completion(
    BotLanguage Language, string Purpose, IReadOnlyList<string> Functions, IReadOnlyList<string> StubFunctions,
    IReadOnlyDictionary<string, FunctionProof> Proofs);
