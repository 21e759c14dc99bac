using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// The properties of a project as the targets pass them: an item for each row of <see cref="OptionTable"/> that tasks read, the identity is
/// the name; metadata Value.
/// </summary>
internal sealed class ProjectOptions
{
    private readonly Dictionary<string, string> _values;

    /// <summary>Takes the items; a property without one is not set.</summary>
    public ProjectOptions(IEnumerable<ITaskItem> items)
    {
        var given = items.ToDictionary(item => item.ItemSpec, item => item.GetMetadata("Value"), StringComparer.Ordinal);
        _values = OptionTable.Read.ToDictionary(
            option => option.Name, option => given.GetValueOrDefault(option.Name, ""), StringComparer.Ordinal);
    }

    /// <summary>The value of a property that tasks read; empty if it is not set.</summary>
    public string this[string name] => _values[name];

    /// <summary>The key of the project in the folder <paramref name="projectDirectory"/> with these options.</summary>
    /// <param name="projectDirectory">The folder.</param>
    /// <param name="ingredients">Receives the ingredients of the key, or null.</param>
    public string Key(string projectDirectory, KeyIngredients? ingredients = null) => ProjectKey.Of(
        Path.GetFullPath(projectDirectory), typeof(ProjectOptions),
        OptionTable.Read.Where(option => option.ChangesResults).Select(option => option.Name), name => this[name], ingredients);

    /// <summary>The stages that have to run.</summary>
    /// <param name="state">The manifest.</param>
    /// <param name="key">The key of the project.</param>
    /// <param name="projectDirectory">Absolute folder of the project.</param>
    /// <param name="stageDirectory">Absolute folder of the stage files.</param>
    /// <param name="analyzerRan">True if the analyzer reports the warnings of the list.</param>
    /// <param name="reasons">Receives why.</param>
    public IReadOnlyList<string> Open(
        ProjectState state, string key, string projectDirectory, string stageDirectory, bool analyzerRan, OpenReasons reasons)
    {
        var store = Path.Combine(Path.GetFullPath(this["MenaceStateDirectory"], projectDirectory), WorkflowDb.FileName);
        var open = state.Open(key, stageDirectory, store, analyzerRan, Tested, reasons);
        if (this["MenaceRemote"].Trim().Length > 0 && bool.TryParse(this["MenacePull"].Trim(), out var pulls) && pulls)
        {
            // Only the remote repositories know whether they have something new.
            open = [.. open.Append(nameof(PipelineStage.Develop)).Distinct()];
            reasons.Tell(nameof(PipelineStage.Develop), "MenacePull is true");
        }

        return open;
    }

    /// <summary>What a build would begin with whose stages <paramref name="open"/> are open.</summary>
    public ProjectDecisions Next(
        string projectDirectory, string stageDirectory, ProjectState state, IReadOnlyList<string> open, OpenReasons reasons)
    {
        var project = new KeyIngredients();
        Key(projectDirectory, project);
        return ProjectDecisions.Next(
            stageDirectory, open, reasons, project, () => Look(state.Repositories, isNamed: true).Ingredients);
    }

    /// <summary>The state of <paramref name="repositories"/> and of what their tests see.</summary>
    public string Tested(IReadOnlyList<KnownRepository> repositories) => Look(repositories).ToString();

    /// <summary>The same, before tests run.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="isNamed">True if the ingredients are asked for.</param>
    public TestedState Look(IReadOnlyList<KnownRepository> repositories, bool isNamed = false)
    {
        var python = this["MenacePython"];
        var languages = LanguageTable.Create(new BotDevConfig { Python = python.Length == 0 ? null : python }, new ProcessRunner());
        return TestedState.Look(
            repositories, languages, TaskSettings.SplitNames(this["MenaceTestEnvironment"]), this["MenaceVerifyTimeout"], isNamed);
    }
}
