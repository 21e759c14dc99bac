using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Repositories;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks;

/// <summary>
/// Returns the repositories as items, also in a build that skipped the stages, and writes the state of their files and of what else
/// verdicts are bound to: an edited, added or deleted file and another interpreter change it, and the verify stage has it among its inputs.
/// A task, because MSBuild's own globs, batches and
/// time stamps cost 2 s at 1,000 repositories, which this does in a tenth (docs/performance.md).
/// </summary>
public sealed class ReadRepositories : Microsoft.Build.Utilities.Task
{
    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The task list.</summary>
    [Required]
    public string TasksFile { get; set; } = "";

    /// <summary>Folder of the repositories.</summary>
    [Required]
    public string RepositoryBase { get; set; } = "";

    /// <summary>Gets or sets the address of the published rule pages, or empty.</summary>
    public string HelpLinkBase { get; set; } = "";

    /// <summary><c>1</c> if the terminal logger is on.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <summary>The Python interpreter; empty means to look for one.</summary>
    public string Python { get; set; } = "";

    /// <summary>Names of environment variables that tests see, separated by semicolons.</summary>
    public string TestEnvironment { get; set; } = "";

    /// <summary>The time for one bot, as written.</summary>
    public string VerifyTimeout { get; set; } = "";

    /// <summary>The repositories: the identity is the path; metadata Bot, Language, Commit, Tree.</summary>
    [Output]
    public ITaskItem[] Repositories { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var repositories = RepositoryList.Read(Path.Combine(StageDirectory, RepositoryList.FileName));
        Repositories = [.. repositories.Select(ToItem)];
        var state = $"{VerifyTimeout}\n{Conditions(repositories)}{FileState.Of([.. repositories.Select(repository => repository.Path)])}";
        AtomicFile.WriteIfDifferent(Path.Combine(StageDirectory, "files.txt"), System.Text.Encoding.UTF8.GetBytes(state));
        ReportOrphans();
        return true;
    }

    private void ReportOrphans()
    {
        var list = Path.Combine(StageDirectory, RepositoryList.OrphansFileName);
        if (File.Exists(list))
        {
            var tasks = Path.GetFullPath(TasksFile, ProjectDirectory);
            var repositoryBase = Path.GetFullPath(RepositoryBase, ProjectDirectory);
            string[] orphans = [.. File.ReadLines(list).Where(name => Path.Exists(Path.Combine(repositoryBase, name, ".git")))];
            var output = new BuildOutput(BuildEngine, nameof(ReadRepositories), TerminalLogger == "1");
            new DiagnosticLog(Log, output, tasks, ProjectDirectory, StageDirectory, HelpLinkBase)
                .Report(RepositoryStates.Finding(orphans, RepositoryBase));
        }
    }

    private TestConditions Conditions(IReadOnlyList<ListedRepository> repositories)
    {
        var config = new BotDevConfig { Python = Python.Length == 0 ? null : Python };
        return TestConditions.Look(
            LanguageTable.Create(config, new ProcessRunner()),
            repositories.Select(repository => BotLanguages.Parse(repository.Language)).OfType<BotLanguage>(),
            TaskSettings.SplitNames(TestEnvironment),
            TimeSpan.Zero);
    }

    private static TaskItem ToItem(ListedRepository repository)
    {
        var item = new TaskItem(MSBuildText.Escape(repository.Path));
        item.SetMetadata("Bot", repository.Bot);
        item.SetMetadata("Language", repository.Language);
        item.SetMetadata("Commit", repository.Commit);
        item.SetMetadata("Tree", repository.Tree);
        return item;
    }
}
