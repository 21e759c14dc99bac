using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Writes the Python share of a repository.</summary>
internal static class PythonEmitter
{
    /// <inheritdoc cref="ILanguage.MainFile"/>
    public static string MainFile(string name) => TaskNames.ToIdentifier(name) + ".py";

    /// <inheritdoc cref="ILanguage.Emit"/>
    public static LanguageFiles Emit(EmitRequest request)
    {
        var spec = request.Spec;
        var analysis = request.Analysis as PythonAnalysis
            ?? throw new ArgumentException("The analysis is not one of Python.", nameof(request));
        var siblings = request.Dependencies.Where(d => d.Spec.Language == BotLanguage.Python).Select(d => d.Spec.Name)
            .Concat(request.Linked).Distinct(StringComparer.Ordinal).ToList();
        var tests = new PythonTests(spec, analysis);
        var main = MainFile(spec.Name);

        List<RepositoryFile> files =
        [
            RepositoryFile.FromText(main, PythonSource.Of(spec, analysis)),
            .. PythonCommand.Of(request, analysis, siblings),
            RepositoryFile.FromText("pyproject.toml", Project(request, analysis, siblings)),
            RepositoryFile.FromText("scripts/setup_tests.sh", Setup(request), isExecutable: true),
            .. PythonShim.Of(request),
        ];
        if (spec.Packages.Count > 0)
        {
            files.Add(RepositoryFile.FromText("requirements.txt", PythonRequirements.Write(spec.Packages)));
        }

        files.AddRange(spec.Tests.Count > 0
            ? spec.Tests.Select(test => RepositoryFile.FromText(TestFile(spec, test.Key), test.Value))
            : [RepositoryFile.FromText(TestFile(spec), tests.Render())]);

        return new LanguageFiles(files, main)
        {
            Ignored = ["__pycache__/", ".pytest_cache/", ".mypy_cache/", ".ruff_cache/", ".venv/", "build/", "dist/", "*.egg-info/"],
            CommandLine = $"python3 . {(Callable(spec, analysis) is [var first, ..] ? first : "<function>")}",
            TestCommandLine = $"{(HasPackages(request) ? PythonLanguage.VirtualPython : "python3")} -m pytest",
            NotCallable = [.. spec.Functions.Select(f => NotCallable(f, analysis)).OfType<UncallableFunction>()],
        };
    }

    /// <summary>Path of a test file inside the repository; of that without a name, and of the generated one.</summary>
    public static string TestFile(BotSpec spec, string name = "") => $"tests/{(name.Length > 0 ? name : $"test_{spec.Identifier}.py")}";

    /// <summary>The functions that the command calls.</summary>
    public static List<string> Callable(BotSpec spec, PythonAnalysis analysis) =>
        [.. spec.Functions.Where(function => NotCallable(function, analysis) is null)];

    private static UncallableFunction? NotCallable(string function, PythonAnalysis analysis) =>
        analysis.Functions.FirstOrDefault(f => f.Name == function)?.IsType == true ? new(function, "it is a class")
        : null;

    /// <summary>True if the bot or one that it imports has third-party packages.</summary>
    public static bool HasPackages(EmitRequest request) => request.Spec.Packages.Count > 0 || request.PackagedSiblings.Count > 0;

    private static string Project(EmitRequest request, PythonAnalysis analysis, List<string> siblings)
    {
        var spec = request.Spec;
        List<string> path = [".", .. siblings.Select(name => "../" + name)];
        List<string> modules =
        [
            spec.Identifier, PythonCommand.ModuleOf(spec),
            .. PythonShim.Of(request).Select(file => Path.GetFileNameWithoutExtension(file.Path)),
        ];
        var unusual = spec.Tests.Keys.Where(IsCollectedOnlyByName).ToList();
        return Templates.Render("python/pyproject.scriban", new ScriptObject
        {
            // PEP 508: a name ends with a letter or a digit.
            ["name"] = TomlText.Literal(spec.Name.TrimEnd('-', '_', '.')),
            ["license"] = spec.License.Length > 0 ? TomlText.Literal(spec.License) : "",
            ["dependencies"] = TomlText.List(PythonRequirements.Of(spec.Packages)),
            ["has_functions"] = Callable(spec, analysis).Count > 0,
            ["script"] = TomlText.Literal(spec.Name),
            ["entry_point"] = TomlText.Literal($"{PythonCommand.ModuleOf(spec)}:main"),
            ["modules"] = TomlText.List(modules),
            ["mypy_path"] = TomlText.List(path),
            ["has_packages"] = HasPackages(request),
            ["description"] = TomlText.Literal(spec.Purpose.ReplaceLineEndings(" ")),
            ["pythonpath"] = TomlText.List(path),
            ["python_files"] = unusual.Count > 0 ? TomlText.List(["test_*.py", "*_test.py", .. unusual]) : "",
        });
    }

    /// <summary>True for a test file of the user's that pytest would not look into by itself.</summary>
    private static bool IsCollectedOnlyByName(string file) =>
        file.EndsWith(".py", StringComparison.Ordinal) && file != "conftest.py"
        && !file.StartsWith("test_", StringComparison.Ordinal) && !file.EndsWith("_test.py", StringComparison.Ordinal);

    private static string Setup(EmitRequest request) =>
        Templates.Render("python/setup_tests.scriban", new ScriptObject
        {
            ["name"] = request.Spec.Name,
            ["siblings"] = SiblingSetup.Of(request),
            ["requirements"] = request.PackagedSiblings.Select(name => $"../{name}/requirements.txt")
                .Concat(request.Spec.Packages.Count > 0 ? ["requirements.txt"] : []).ToList(),
        });
}
