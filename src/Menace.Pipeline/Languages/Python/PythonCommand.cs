using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>The command line of a Python bot (docs/command-line.md): a short __main__.py, and a module with everything generic.</summary>
internal static class PythonCommand
{
    /// <summary>A longer example explains little, and its text would be in the repository once more.</summary>
    private const int LongestExample = 400;

    /// <summary>
    /// The generic module; its name is the bot's own, because modules of several bots are looked for and installed in one place.
    /// </summary>
    public static string ModuleOf(BotSpec spec) => $"_{spec.Identifier}_command";

    /// <summary>The files.</summary>
    public static IEnumerable<RepositoryFile> Of(EmitRequest request, PythonAnalysis analysis, IReadOnlyCollection<string> siblings)
    {
        var spec = request.Spec;
        var functions = PythonEmitter.Callable(spec, analysis);
        yield return RepositoryFile.FromText("__main__.py", Templates.Render("python/main.scriban", new ScriptObject
        {
            ["name"] = spec.Name,
            ["command"] = ModuleOf(spec),
        }));
        yield return RepositoryFile.FromText(ModuleOf(spec) + ".py", Templates.Render("python/command.scriban", new ScriptObject
        {
            ["name"] = spec.Name,
            ["module_file"] = PythonEmitter.MainFile(spec.Name),
            ["bot"] = PythonText.Literal(spec.Name),
            ["module"] = PythonText.Literal(spec.Identifier),
            ["functions"] = PythonText.List(functions.Select(PythonNames.Normalized)),
            ["docs"] = PythonText.Literal(Docs(spec, analysis, functions)),
            ["examples"] = functions.Select(function => Example(spec, function)).OfType<string>().ToList(),
            ["results"] = Templates.Text("python/results.py"),
            ["body"] = Templates.Text("python/command.py"),
            ["siblings"] = siblings.Count > 0 ? PythonText.List(siblings) : "",
            ["has_packages"] = PythonEmitter.HasPackages(request),
        }));
    }

    /// <summary>The documentation that the task gives to functions whose code has none.</summary>
    private static JsonValue Docs(BotSpec spec, PythonAnalysis analysis, List<string> functions)
    {
        var documented = analysis.Functions.Where(function => function.Documentation is { Length: > 0 })
            .Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        return JsonValue.FromMembers(
        [
            .. functions.Where(function => analysis.Body is null && !documented.Contains(function))
                .Select(function => KeyValuePair.Create(function, spec.FunctionDocs.GetValueOrDefault(function)))
                .Where(doc => doc.Value is { Length: > 0 })
                .Select(doc => KeyValuePair.Create(PythonNames.Normalized(doc.Key), (JsonValue)doc.Value!)),
        ]);
    }

    /// <summary>The entry of the first short example of <paramref name="function"/>, those with a result first; null without.</summary>
    private static string? Example(BotSpec spec, string function) =>
        spec.Examples.Where(example => example.Function == function).OrderBy(example => !CommandExample.HasResult(example))
            .Select(example => $"({PythonText.Literal(JsonValue.FromItems(example.Args))}, {Outcome(example)})")
            .Where(entry => entry.Length <= LongestExample)
            .Select(entry => $"{PythonText.Literal(PythonNames.Normalized(function))}: {entry}").FirstOrDefault();

    private static string Outcome(TaskExample example) =>
        example.Raises is { } exception ? $"\"raises\", {PythonText.Literal(exception)}"
        : example.Prints is { } text ? $"\"prints\", {PythonText.Literal(text)}"
        : example.Returns is { } value ? $"\"returns\", {PythonText.Literal(value)}"
        : "\"returns\", None";
}
