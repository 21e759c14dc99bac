using System.Diagnostics;
using System.Security.Cryptography;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Storage;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Tests.Resume;

/// <summary>A project of four small bots, one of which has its purpose from research, that is built by other processes, some of which are killed.</summary>
internal sealed class CutOffProject : IDisposable
{
    public const int Killed = 128 + 9;

    private readonly TemporaryFolder _folder = new();
    private readonly TakingReceiver _receiver = new();
    private readonly TakingReceiver _stage3 = new();

    /// <summary>That of all builds of the project: another environment, which a test beside this one may make, voids verdicts.</summary>
    private readonly Dictionary<string, string?> _environment = new(new ProcessStartInfo().Environment, StringComparer.Ordinal);

    public CutOffProject() => Directory.CreateDirectory(Folder);

    /// <summary>Keys of the packages that the receiver took.</summary>
    public IReadOnlyList<string> Delivered => _receiver.Keys;

    /// <summary>Ids of the findings that Stage 3 took.</summary>
    public IReadOnlyList<string> Findings => _stage3.Keys;

    /// <summary>Status and reason of each run, the newest first.</summary>
    public IEnumerable<string> Runs => Database.Runs().Select(run => $"{run.Status} {run.Reason}");

    private string Folder => _folder["p"];

    private string Counts => _folder["counts"];

    private WorkflowDb Database => new(Path.Combine(Folder, ".menace/workflows.db"));

    public void Dispose()
    {
        _receiver.Dispose();
        _stage3.Dispose();
        _folder.Dispose();
    }

    /// <summary>Writes the list: one bot by itself, and one that two others call, of which one is in another language.</summary>
    /// <param name="text">What the bot says on which others depend.</param>
    public void Write(string text) => File.WriteAllText(Path.Combine(Folder, "tasks.json"), TaskPackageJson.Write(new TaskPackage(
    [
        ShellBot("Base", $"echo {text}"),
        ShellBot("Middle", "Base_value") with { Dependencies = ["Base"] },
        ShellBot("Alone", "echo alone", purpose: null),
        new()
        {
            Name = "Cross",
            Dependencies = ["Base"],
            Code = "import Base\n\n\ndef value():\n    return Base.value()\n",
            Metadata = new()
            {
                Language = BotLanguage.Python, Purpose = "p", Functions = ["value"],
                Tests = "import os\nimport Cross\n\n\ndef test_value():\n    with open(os.environ[\"MENACE_TEST_COUNTS\"], \"a\") as counts:\n        counts.write(\"verify test Cross\\n\")\n    assert Cross.value()\n",
            },
        },
    ])));

    /// <summary>Builds in another process.</summary>
    /// <param name="fault">Where it is to be killed, or nowhere.</param>
    /// <param name="killAfter">When it is killed from outside, or never.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> BuildAsync(string fault = "", TimeSpan? killAfter = null)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(StagedBuild).Assembly.Location, StagedBuild.Command, Folder, Counts, _receiver.Address, _stage3.Address + "stage3"])
        {
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["MENACE_FAULT"] = fault;
        start.Environment["MENACE_TEST_COUNTS"] = Counts;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        if (killAfter is { } time)
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(time));
            process.Kill();
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or Killed, $"exit code {process.ExitCode}: {(process.ExitCode is 0 or Killed ? "" : await error)}");
        return process.ExitCode;
    }

    /// <summary>Forgets what was counted.</summary>
    public void StartCounting() => File.Delete(Counts);

    /// <summary>How often each thing was done with each bot, such as <c>verify test Base</c>.</summary>
    public IReadOnlyDictionary<string, int> Done() =>
        (File.Exists(Counts) ? File.ReadAllLines(Counts) : []).CountBy(line => line).ToDictionary(StringComparer.Ordinal);

    /// <summary>What is finished and need not be done again, in the words of <see cref="Done"/>.</summary>
    /// <param name="final">The repositories as they are to be, by name.</param>
    public IReadOnlySet<string> Finished(IReadOnlyDictionary<string, Repository> final)
    {
        HashSet<string> finished = [];
        if (File.Exists(Database.Path) && Database.Runs(1) is [{ Status: WorkflowStatus.Active or WorkflowStatus.Done } run])
        {
            finished.UnionWith(Database.LastEntries(run.Id).Select(entry => (entry.Stage, entry.Outcome) switch
            {
                ("optimise", "completed") => $"optimise read {entry.Bot}",
                ("verify", "passed") => $"verify test {entry.Bot}",
                _ => "",
            }));
        }

        finished.UnionWith(final.Where(bot => Directory.Exists(PathOf(bot.Key)) && Shell.Git(PathOf(bot.Key), "rev-parse", "HEAD").Trim() == bot.Value.Commit).Select(bot => $"develop emit {bot.Key}"));
        return finished;
    }

    /// <summary>Every repository as git and the file system show it. Git finds nothing wrong with it, and nothing that is not committed.</summary>
    public IReadOnlyDictionary<string, Repository> Repositories()
    {
        var all = Path.Combine(Folder, "dev_repos");
        return Directory.EnumerateDirectories(all).Select(path => Path.GetFileName(path)).ToDictionary(name => name, name =>
        {
            Assert.Equal("", Shell.Git(PathOf(name), "fsck", "--strict", "--no-dangling", "--no-progress"));
            Assert.Equal("", Shell.Git(PathOf(name), "status", "--porcelain"));
            return new Repository(Shell.Git(PathOf(name), "rev-parse", "HEAD").Trim(), Shell.Git(PathOf(name), "rev-parse", "HEAD^{tree}").Trim(), FilesOf(PathOf(name)));
        });
    }

    /// <summary>The database holds what a build that was never cut off leaves: all runs done, and of each step of a run one line that says so.</summary>
    public void AssertStoreIsSound(int runs)
    {
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Equal(0L, Scalar("SELECT COUNT(*) FROM action WHERE state = 'leased'"));
        Assert.Equal(0L, Scalar("SELECT COUNT(*) FROM outbox WHERE confirmed_at IS NULL"));
        Assert.Equal(Enumerable.Repeat(WorkflowStatus.Done, runs), Database.Runs().Select(run => run.Status));
        Assert.Equal("", Scalar("""
            SELECT COALESCE(GROUP_CONCAT(line), '') FROM (
                SELECT stage || ' ' || bot || ' ' || outcome AS line FROM attempt_log WHERE outcome IN ('completed', 'created', 'updated', 'passed')
                GROUP BY run_id, stage, bot, input_hash, CASE WHEN stage = 'optimise' AND bot = 'Alone' THEN reason ELSE '' END HAVING COUNT(*) > 1)
            """));
    }

    /// <summary>Nothing lies about that was on its way to somewhere else. The locks of the knowledge stay: other projects may wait for them.</summary>
    public void AssertNothingIsLeftBehind() => Assert.DoesNotContain(
        Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories),
        path => path.EndsWith(".tmp", StringComparison.Ordinal) || (path.EndsWith(".lock", StringComparison.Ordinal) && !path.Contains("/knowledge/", StringComparison.Ordinal))
            || (Path.GetFileName(path) is var name && (name.StartsWith(".menace-", StringComparison.Ordinal) || name == "menace.update")));

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database.Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private string PathOf(string bot) => Path.Combine(Folder, "dev_repos", bot);

    private static string FilesOf(string repository) => string.Join('\n', Directory.EnumerateFiles(repository, "*", SearchOption.AllDirectories)
        .Select(path => (Path: path, Name: Path.GetRelativePath(repository, path)))
        .Where(file => !file.Name.Split('/').Any(part => part is ".git" or "__pycache__" or ".pytest_cache"))
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name} {File.GetUnixFileMode(file.Path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.Path)))}"));

    private static TaskInfo ShellBot(string name, string line, string? purpose = "p") => new()
    {
        Name = name,
        Code = $"value() {{\n    {line}\n}}\n",
        Metadata = new()
        {
            Language = BotLanguage.Shell,
            Purpose = purpose,
            Functions = ["value"],
            Tests = $"@test 'value' {{\n  echo 'verify test {name}' >> \"$MENACE_TEST_COUNTS\"\n  [ -n \"$(sh main.sh value)\" ]\n}}\n",
        },
    };
}

/// <summary>A repository from outside.</summary>
internal sealed record Repository(string Commit, string Tree, string Files);
