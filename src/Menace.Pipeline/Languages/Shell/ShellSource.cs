using Menace.Model.Languages.Shell;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>The main source file of a shell bot.</summary>
internal static class ShellSource
{
    /// <summary>
    /// The code of a bot that came without any. <c>logging</c>: each function logs its start and end to stderr and prints the purpose.
    /// <c>minimal</c>: it takes any arguments, says the purpose on stderr, and its exit code is the result.
    /// </summary>
    public static string FromTemplate(TaskInfo task)
    {
        var purpose = string.IsNullOrWhiteSpace(task.Metadata.Purpose) ? $"Does the work of {task.Name}." : task.Metadata.Purpose;
        IReadOnlyList<string> functions = task.Metadata.Functions.Count > 0 ? task.Metadata.Functions : ["run"];
        var name = task.Metadata.Template == TaskTemplates.Minimal ? "minimal" : "logging";
        return Templates.Render($"shell/{name}.scriban", new ScriptObject
        {
            ["purpose"] = ShellText.Comment(purpose),
            ["functions"] = Functions(task.Name, functions, purpose, task.Metadata.FunctionDocs),
        });
    }

    /// <summary><paramref name="code"/> with the listed functions of <paramref name="task"/>, which print its purpose.</summary>
    public static string WithFunctions(string code, TaskInfo task) => code.TrimEnd() + "\n" + Templates.Render(
        "shell/stubs.scriban",
        new ScriptObject
        {
            ["functions"] = Functions(
                task.Name, task.Metadata.Functions, task.Metadata.Purpose ?? $"Does the work of {task.Name}.", task.Metadata.FunctionDocs),
        });

    /// <summary>The text of the source file: a whole file as it is, statements as the body of the first listed function.</summary>
    public static string Of(BotSpec spec, ShellAnalysis analysis)
    {
        if (analysis.Shape == CodeShape.File)
        {
            return spec.Code;
        }

        var function = spec.Functions[0];
        return Templates.Render("shell/statements.scriban", new ScriptObject
        {
            ["purpose"] = ShellText.Comment(spec.Purpose),
            ["name"] = function,
            ["doc"] = spec.FunctionDocs.GetValueOrDefault(function) is { Length: > 0 } doc ? ShellText.Comment(doc) : "",
            ["body"] = Body(spec.Code, ShellScanner.Read(spec.Code)),
            ["functions"] = Functions(spec.Name, [.. spec.Functions.Skip(1)], spec.Purpose, spec.FunctionDocs),
        });
    }

    /// <summary>
    /// The source file <paramref name="file"/> of <paramref name="code"/> with <paramref name="mutants"/>; null if the code is not in it.
    /// </summary>
    public static string? Mutated(string file, string code, IReadOnlyList<Mutant> mutants)
    {
        var mutated = MutatedText.Of(code, mutants);
        if (file == code)
        {
            return mutated;
        }

        var body = Body(code, ShellScanner.Read(code));
        var start = file.IndexOf(body, StringComparison.Ordinal);
        return start < 0 ? null : file[..start] + Body(mutated, ShellScanner.Read(mutated)) + file[(start + body.Length)..];
    }

    /// <summary>Statements as the body of a function: indented, except for lines that begin inside quotes or a here-document.</summary>
    public static string Body(string code, ShellScanner scanner)
    {
        List<string> lines = [];
        var start = 0;
        foreach (var line in code.Split('\n'))
        {
            var isFixed = scanner.Tokens.Fixed.Any(range => range.Start < start && start < range.End);
            lines.Add(isFixed ? line : line.Trim().Length == 0 ? "" : "    " + line);
            start += line.Length + 1;
        }

        var isEmpty = scanner.Tokens.All.All(token => token.Kind == ShellTokenKind.NewLine);
        return string.Join('\n', lines).Trim('\n') + (isEmpty ? "\n    :" : "");
    }

    private static List<ScriptObject> Functions(
        string task, IReadOnlyList<string> functions, string purpose, IReadOnlyDictionary<string, string> docs) =>
    [
        .. functions.Select(function => new ScriptObject
        {
            ["name"] = function,
            ["doc"] = ShellText.Comment(docs.GetValueOrDefault(function) is { Length: > 0 } doc ? doc : purpose),
            ["result"] = ShellText.Quote(purpose),
            ["starting"] = ShellText.Quote($"Task {task} starting"),
            ["failed"] = ShellText.Quote($"Task {task} failed"),
            ["completed"] = ShellText.Quote($"Task {task} completed"),
        }),
    ];
}
