using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>The main source file of a Python bot.</summary>
internal static class PythonSource
{
    /// <summary>The purpose of a bot of which nothing is known.</summary>
    public static string DefaultPurpose(string name) => $"Does the work of {name}.";

    /// <summary>
    /// The code of a bot that came without any. <c>logging</c>: each function logs its start and end and returns the purpose.
    /// <c>minimal</c>:
    /// it takes any arguments, logs the purpose and returns True, False if that fails.
    /// </summary>
    public static string FromTemplate(TaskInfo task)
    {
        var purpose = string.IsNullOrWhiteSpace(task.Metadata.Purpose) ? DefaultPurpose(task.Name) : task.Metadata.Purpose;
        IReadOnlyList<string> functions = task.Metadata.Functions.Count > 0 ? task.Metadata.Functions : ["run"];
        var name = task.Metadata.Template == TaskTemplates.Minimal ? "minimal" : "logging";
        return Templates.Render($"python/{name}.scriban", new ScriptObject
        {
            ["task"] = PythonText.Literal(task.Name),
            ["doc"] = PythonText.Docstring(purpose, ""),
            ["logging"] = Logging(task.Name),
            ["functions"] = Functions(functions, purpose, task.Metadata.FunctionDocs),
        });
    }

    /// <summary><paramref name="code"/> with the listed functions of <paramref name="task"/>, which return its purpose.</summary>
    public static string WithFunctions(string code, TaskInfo task) => code.TrimEnd() + "\n" + Templates.Render(
        "python/stubs.scriban",
        new ScriptObject
        {
            ["functions"] = Functions(
                task.Metadata.Functions, task.Metadata.Purpose ?? DefaultPurpose(task.Name), task.Metadata.FunctionDocs),
        });

    /// <summary>The text of the source file: a whole file as it is, statements as the body of the first listed function.</summary>
    public static string Of(BotSpec spec, PythonAnalysis analysis)
    {
        if (analysis.Body is not { } body)
        {
            return spec.Code;
        }

        var function = spec.Functions[0];
        var others = spec.Functions.Skip(1).ToList();
        return Templates.Render("python/statements.scriban", new ScriptObject
        {
            ["doc"] = PythonText.Docstring(spec.Purpose, ""),
            ["imports"] = body.Imports.ToList(),
            ["definition"] = $"{(body.IsAsync ? "async " : "")}def {function}():",
            ["function_doc"] = body.IsDocumented ? "" : DocumentationOf(function, spec.FunctionDocs),
            ["body"] = body.Text,
            ["logging"] = others.Count > 0 ? Logging(spec.Name) : "",
            ["functions"] = Functions(others, spec.Purpose, spec.FunctionDocs),
        });
    }

    private static string Logging(string task) =>
        Templates.Render("python/logged.scriban", new ScriptObject { ["task"] = PythonText.Literal(task) }).TrimEnd();

    private static List<ScriptObject> Functions(IEnumerable<string> functions, string purpose, IReadOnlyDictionary<string, string> docs) =>
    [
        .. functions.Select(function => new ScriptObject
        {
            ["name"] = function,
            ["doc"] = PythonText.Docstring(docs.GetValueOrDefault(function) is { Length: > 0 } doc ? doc : purpose, "    "),
            ["result"] = PythonText.Literal(purpose),
        }),
    ];

    private static string DocumentationOf(string function, IReadOnlyDictionary<string, string> docs) =>
        docs.GetValueOrDefault(function) is { Length: > 0 } doc ? PythonText.Docstring(doc, "    ") : "";
}
