using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// Runs the same programs as the literal way, each in a process that is forked from an interpreter that has loaded what the program
/// imports: pytest for the tests, and no test framework for the examples. The checks of scripts/setup_tests.sh are left out: a server
/// starts only if the interpreter and pytest are there.
/// </summary>
internal sealed class PythonFastTests : IFastTests
{
    private const string Project = "pyproject.toml";

    /// <summary>Settings of pytest and of what else pytest reads settings from, besides <see cref="Project"/>.</summary>
    private static readonly string[] Settings =
        ["pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "tox.ini", "setup.cfg", "conftest.py"];

    private readonly PythonServers _tests;
    private readonly PythonServers _examples;

    public PythonFastTests(FastTestSettings settings)
    {
        var folder = Path.Combine(settings.Folder, "python");
        var work = Directory.CreateDirectory(Path.Combine(folder, PythonServers.WorkFolder)).FullName;
        AtomicFile.WriteText(Path.Combine(folder, PythonPrograms.Tests), PythonPrograms.TestsText);
        AtomicFile.WriteText(Path.Combine(folder, PythonPrograms.Examples), PythonPrograms.ExamplesText);
        AtomicFile.WriteText(Path.Combine(folder, PythonPrograms.Server), PythonPrograms.ServerText);

        // Keeps pytest from reading the settings of a folder above.
        AtomicFile.WriteText(Path.Combine(work, Project), "[tool.pytest.ini_options]\n");
        _tests = new PythonServers(folder, PythonPrograms.Tests);
        _examples = new PythonServers(folder, PythonPrograms.Examples);
    }

    /// <inheritdoc/>
    public Task<FastPlan> PlanAsync(TestRequest request, TestPlan plan, CancellationToken cancellationToken)
    {
        var setup = SetupScript.Read(request);
        return Task.FromResult(new FastPlan(setup.Kind)
        {
            Obstacle = Obstacle(request, setup),
            Tests = Warm(plan.Tests, _tests),
            Examples = plan.Examples is { } literal ? files => Warm(literal(files), _examples) : null,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _tests.DisposeAsync();
        await _examples.DisposeAsync();
    }

    private static string? Obstacle(TestRequest request, SetupScript setup)
    {
        if (setup.Obstacle is { } changed)
        {
            return changed;
        }

        if (!request.IsGenerated(Project))
        {
            return $"its {Project} is not the generated one";
        }

        if (SettingsIn(request.RepositoryPath).FirstOrDefault(file => !request.IsGenerated(file)) is { } file)
        {
            return $"it has a {file} that is not in its task";
        }

        return setup.Text.Contains("-m venv", StringComparison.Ordinal) ? "it or a bot that it imports has third-party packages"
            : Directory.Exists(Path.Combine(request.RepositoryPath, ".venv")) ? "it has a virtual environment"
            : null;
    }

    private static IEnumerable<string> SettingsIn(string repository)
    {
        var tests = Path.Combine(repository, "tests");
        return Settings.Where(name => File.Exists(Path.Combine(repository, name)))
            .Concat(!Directory.Exists(tests) ? []
                : Directory.EnumerateFiles(tests, "conftest.py", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(repository, path)))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// <paramref name="literal"/> as a job: the limit of the address space, if it sets one, and the words behind the interpreter.
    /// </summary>
    private static ProcessCommand Warm(ProcessCommand literal, PythonServers servers)
    {
        var python = literal.Environment["PYTHON"]
            ?? throw new ArgumentException("The command does not name its interpreter.", nameof(literal));
        string[] words = [literal.FileName, .. literal.Arguments];
        var interpreter = Array.IndexOf(words, python);
        return literal with
        {
            FileName = python,
            Arguments = [.. words[..interpreter].Where(MemoryLimit.IsLimit), .. words[(interpreter + 1)..]],
            Starter = servers,
        };
    }
}
