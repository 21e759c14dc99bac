using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// MSBuild runs a target when an input is newer than its stamp. That misses a source that was replaced by an older one (a restored backup,
/// `cp -p`), everything while stamps are from the future (the clock went back), project files below a folder with a semicolon in its
/// name, which it takes for two files, the files that tasks name, whose names an item cannot always hold, that the store in which
/// the first stage recorded the list is gone, that a file between stages is missing or cut, and that the stages ran in another folder (a
/// copied project) or
/// by another version of these tasks, whose files may be older than the stamps. This task deletes such outdated stamps.
/// </summary>
public sealed class InvalidateStamps : Microsoft.Build.Utilities.Task
{
    private static readonly string[] Stamps = ["handoff.stamp", "optimise.stamp", "build.stamp", "verify.stamp"];

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>MSBuildAllProjects: project files, separated by semicolons, which their paths may hold too.</summary>
    public string ProjectFiles { get; set; } = "";

    /// <summary>The task list.</summary>
    [Required]
    public string TasksFile { get; set; } = "";

    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>Folder of the databases.</summary>
    [Required]
    public string StateDirectory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var now = DateTime.UtcNow;
        FileInfo[] future = [.. new DirectoryInfo(StageDirectory).EnumerateFiles().Where(file => file.LastWriteTimeUtc > now)];
        foreach (var file in future)
        {
            file.LastWriteTimeUtc = now;
        }

        if (future.Length > 0 || IsOfAnotherBuild())
        {
            Delete(Stamps);
        }
        else if (IsProjectNewer() || IsStoreGone() || SourceTimes.Changed(StageDirectory, Path.GetFullPath(TasksFile, ProjectDirectory)))
        {
            Delete(Stamps[0]);
        }

        Delete(Stamps.Where(stamp => !StageStamp.Holds(Path.Combine(StageDirectory, stamp))));
        return true;
    }

    /// <summary>True if the stages ran for a project in another folder or by other tasks; what they know is then void.</summary>
    private bool IsOfAnotherBuild()
    {
        var tasks = typeof(InvalidateStamps);
        var pipeline = typeof(WorkflowDb);
        var versions = $"{tasks.Module.ModuleVersionId}\n{pipeline.Module.ModuleVersionId}\n";
        var identity = $"{Path.GetFullPath(ProjectDirectory)}\n{tasks.Assembly.Location}\n{versions}";
        return AtomicFile.WriteIfDifferent(Path.Combine(StageDirectory, "origin.txt"), System.Text.Encoding.UTF8.GetBytes(identity));
    }

    private bool IsProjectNewer()
    {
        var stamp = new FileInfo(Path.Combine(StageDirectory, Stamps[0]));
        return stamp.Exists && Split(ProjectFiles).Any(file => File.GetLastWriteTimeUtc(file) > stamp.LastWriteTimeUtc);
    }

    private bool IsStoreGone() => !File.Exists(Path.Combine(Path.GetFullPath(StateDirectory, ProjectDirectory), WorkflowDb.FileName));

    /// <summary>The files of a list; a part that is not a file may be the beginning of one.</summary>
    private static IEnumerable<string> Split(string list)
    {
        var parts = list.Split(';');
        for (var start = 0; start < parts.Length; start++)
        {
            for (var end = start + 1; end <= parts.Length; end++)
            {
                if (string.Join(';', parts[start..end]) is var path && File.Exists(path))
                {
                    yield return path;
                    start = end - 1;
                    break;
                }
            }
        }
    }

    private void Delete(params IEnumerable<string> stamps)
    {
        foreach (var stamp in stamps)
        {
            File.Delete(Path.Combine(StageDirectory, stamp));
        }
    }
}

/// <summary>
/// The files that the list names (inputs.txt), and when each source was written last before the first stage read it (times.txt).
/// </summary>
internal static class SourceTimes
{
    private const string Inputs = "inputs.txt";
    private const string Times = "times.txt";

    /// <summary>Names of both files.</summary>
    public static IReadOnlyList<string> Files { get; } = [Inputs, Times];

    /// <summary>The identity of each file, one a line: a new mode counts as much as a new time.</summary>
    public static string Of(IEnumerable<string> files) =>
        string.Concat(files.Select(file => $"{FileIdentity.Of(file, followsLinks: true)?.Text}\n"));

    /// <summary>Writes both files.</summary>
    public static void Write(string stageDirectory, IReadOnlyList<string> referenced, string times)
    {
        AtomicFile.WriteText(Path.Combine(stageDirectory, Inputs), string.Concat(referenced.Select(file => file + "\n")));
        AtomicFile.WriteText(Path.Combine(stageDirectory, Times), times);
    }

    /// <summary>True if a source is not the file that the first stage saw; false if that stage has not run.</summary>
    public static bool Changed(string stageDirectory, string tasksFile)
    {
        var (inputs, times) = (Path.Combine(stageDirectory, Inputs), Path.Combine(stageDirectory, Times));
        return File.Exists(times) && (!File.Exists(inputs) || File.ReadAllText(times) != Of([tasksFile, .. File.ReadLines(inputs)]));
    }
}
