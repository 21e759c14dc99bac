using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
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
    public string Key(string projectDirectory) => ProjectKey.Of(Path.GetFullPath(projectDirectory), typeof(ProjectOptions),
        OptionTable.Read.Where(option => option.ChangesResults).Select(option => option.Name), name => this[name]);

    /// <summary>The state of <paramref name="repositories"/> and of what their tests see.</summary>
    public string Tested(IReadOnlyList<KnownRepository> repositories) => Look(repositories).ToString();

    /// <summary>The same, before tests run.</summary>
    public TestedState Look(IReadOnlyList<KnownRepository> repositories)
    {
        var python = this["MenacePython"];
        var languages = LanguageTable.Create(new BotDevConfig { Python = python.Length == 0 ? null : python }, new ProcessRunner());
        return TestedState.Look(
            repositories, languages, TaskSettings.SplitNames(this["MenaceTestEnvironment"]), this["MenaceVerifyTimeout"]);
    }
}
