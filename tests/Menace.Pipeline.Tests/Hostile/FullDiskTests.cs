using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Resume;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Updates of an edited repository on a disk that is full sooner or later.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>True if the state of the project is on the disk too, and not its repositories alone.</summary>
    private bool _isWhole;

    private string Project => _folder["disk/project"];

    private string State => _isWhole ? ".menace" : _folder["state"];

    private string Bot => _folder["disk/project/dev_repos/Bot"];

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Where nothing can be mounted, the process is killed at each boundary of an update instead: what is written until then is the same.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Full_disk_or_a_kill_where_nothing_can_be_mounted_leaves_the_old_or_the_new_state(bool isConflict, bool isWhole)
    {
        _isWhole = isWhole;
        Directory.CreateDirectory(_folder["disk"]);
        using var disk = SmallDisk.Mount(_folder["image"], _folder["disk"], megabytes: 8);
        if (disk is null)
        {
            await KillAtEachBoundaryAsync();
            return;
        }

        var (first, second) = (await OptimiseAsync("echo 1"), await OptimiseAsync(isConflict ? "echo 2" : "echo 1; echo 2"));
        await DevelopAsync(first);
        var path = Path.Combine(Bot, isConflict ? "Bot.sh" : "README.md");
        File.WriteAllText(path, File.ReadAllText(path).Replace("echo 1", "echo 3", StringComparison.Ordinal) + "mine\n");
        Git("-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-a", "-m", "mine");
        File.WriteAllText(Path.Combine(Bot, "untracked.txt"), "mine");
        var before = (Git("rev-parse", "main"), Files());
        Copy(Project, _folder["backup"]);
        var merges = Path.Combine(Path.GetFullPath(State, Project), "merges");
        var expected = await DevelopAsync(second);
        var after = (Git("rev-parse", "main"), Files());
        Assert.Equal(isConflict, expected is not null);
        Assert.Equal(isConflict, before == after);
        var failures = new HashSet<string>();

        for (var (space, isDone) = (0, false); !isDone; space += Nightly.Choose(isWhole ? 12 : 5, 1))
        {
            Assert.True(space < 2000, "The disk is never large enough.");
            Copy(_folder["backup"], Project);
            disk.Fill(space);

            var failure = await DevelopAsync(second);
            disk.Free();

            isDone = failure == expected;
            failures.Add(failure ?? "");
            Assert.Equal("mine", File.ReadAllText(Path.Combine(Bot, "untracked.txt")));
            Assert.Contains((Git("rev-parse", "main"), isDone), new[] { (before.Item1, false), (after.Item1, true), (after.Item1, false) });
            Git("fsck", "--strict", "--no-dangling", "--no-progress");

            // The next build finishes it, whatever was written.
            Assert.Equal(expected, await DevelopAsync(second));
            Assert.Equal(after, (Git("rev-parse", "main"), Files()));
            Assert.Equal("?? untracked.txt", Git("status", "--porcelain"));
            Assert.Equal(isConflict, Directory.Exists(Path.Combine(merges, "Bot")));
        }

        Assert.Contains(isWhole ? "MENACE2002" : "MENACE4002", failures);
        Assert.DoesNotContain("MENACE0001", failures);
    }

    private void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Shell.Run(_folder.Path, null, "cp", "-a", from, to);
    }

    private static async Task KillAtEachBoundaryAsync()
    {
        foreach (var boundary in new[] { "UpdateCommitted", "UpdateGenerated", "UpdateMerged", "UpdateWaiting", "UpdateFile", "UpdateIndexed" })
        {
            using var project = new CutOffProject();
            project.Write("one");
            Assert.Equal(0, await project.BuildAsync());
            project.Write("two");
            Assert.Equal(CutOffProject.Killed, await project.BuildAsync(boundary));
            Assert.Equal(0, await project.BuildAsync());
            Assert.NotEmpty(project.Repositories());
        }
    }

    /// <summary>The code of the error that ended it, or null.</summary>
    private async Task<string?> DevelopAsync(OptimiseRecord optimised)
    {
        try
        {
            return (await Pipeline().DevelopAsync(optimised)).Diagnostics.FirstOrDefault(finding => finding.IsError)?.Rule.Id;
        }
        catch (PipelineException exception)
        {
            return exception.Diagnostics[0].Rule.Id;
        }
    }

    private async Task<OptimiseRecord> OptimiseAsync(string line)
    {
        Directory.CreateDirectory(Project);
        var handoff = await Pipeline().HandoffAsync(new TaskPackage([new()
        {
            Name = "Bot",
            Code = $"value() {{\n    {line}\n}}\n",
            Metadata = new() { Language = BotLanguage.Shell, Purpose = "p", Functions = ["value"] },
        }]));
        return (await Pipeline().OptimiseAsync(handoff.Record!)).Record;
    }

    private ImplementationPipeline Pipeline() => new(config: new BotDevConfig { SourceDirectory = Project, StateDirectory = State, VerifyEnabled = false });

    private string Files() => string.Join('\n', Directory.EnumerateFiles(Bot, "*", SearchOption.AllDirectories)
        .Where(file => !file.StartsWith(Bot + "/.git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => file + "=" + File.ReadAllText(file)));

    private string Git(params string[] arguments) => Shell.Git(Bot, arguments).TrimEnd('\n');
}
