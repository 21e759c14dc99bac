using Menace.Pipeline.Development;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Verification;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks;

/// <summary>
/// Returns the repositories as items, also in a build that skipped the stages, and writes the state of their files: an edited, added or
/// deleted file changes it, and the verify stage has it among its inputs. A task, because MSBuild's own globs, batches and
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

    /// <summary>Where the rule pages are published; empty: nowhere, so that findings carry no links.</summary>
    public string HelpLinkBase { get; set; } = "";

    /// <summary><c>1</c> if the terminal logger is on.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <summary>The repositories: the identity is the path; metadata Bot, Language, Commit, Tree.</summary>
    [Output]
    public ITaskItem[] Repositories { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var repositories = RepositoryList.Read(Path.Combine(StageDirectory, RepositoryList.FileName));
        Repositories = [.. repositories.Select(ToItem)];
        var state = FileState.Of([.. repositories.Select(repository => repository.Path)]);
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
            var repositoryBase = Path.GetFullPath(RepositoryBase, Path.GetDirectoryName(tasks)!);
            string[] orphans = [.. File.ReadLines(list).Where(name => Path.Exists(Path.Combine(repositoryBase, name, ".git")))];
            var output = new BuildOutput(BuildEngine, nameof(ReadRepositories), TerminalLogger == "1");
            new DiagnosticLog(Log, output, tasks, ProjectDirectory, StageDirectory, HelpLinkBase).Report(RepositoryBook.Finding(orphans, RepositoryBase));
        }
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
