using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using static Menace.Pipeline.Tests.Verification.VerifiedFleet;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>A bot that writes where it has no business is found, and nobody is accused who did not do it twice.</summary>
public sealed class WritingOutsideTests : IDisposable
{
    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Theory]
    [InlineData("../neighbour/.gitignore", "changed the tree of 'neighbour', and did it again when they ran alone: .menace/trees/neighbour/.gitignore.")]
    [InlineData("../../../dev_repos/neighbour/README.md", "changed the repository of 'neighbour', and did it again when they ran alone: dev_repos/neighbour/README.md.", "neighbour:MENACE4001")]
    [InlineData("../../../dev_repos/neighbour/.git/post-checkout", "changed the repository of 'neighbour'")]
    [InlineData("../../../dev_repos/bad/README.md", "changed the repository of 'bad', and did it again when they ran alone: dev_repos/bad/README.md.")]
    [InlineData("../../../notes.txt", "changed the task project, and did it again when they ran alone: notes.txt.")]
    [InlineData("../../ledger.txt", "changed the state folder, and did it again when they ran alone: .menace/ledger.txt.")]
    public async Task A_bot_that_writes_outside_its_repository_is_red(string path, string message, params string[] others)
    {
        var verified = await _fleet.VerifyAsync([Appends("bad", path), Neighbour]);

        // A first output does not become main while a file of its repository is another one.
        Assert.Equal(["bad:MENACE5013", .. others], verified.Codes);
        Assert.Contains(message, verified.Messages, StringComparison.Ordinal);
        Assert.Equal((VerificationOutcome.Failed, VerificationOutcome.Passed), (verified["bad"], verified["neighbour"]));
    }

    [Fact]
    public async Task Bot_that_writes_into_its_own_repository_in_each_run_is_red()
    {
        var verified = await _fleet.VerifyAsync([Appends("bad", "README.md"), Neighbour]);

        Assert.Equal(["bad:MENACE5015", "bad:MENACE5019"], verified.Codes);
        Assert.Contains(".menace/trees/bad/README.md", verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Failed, verified["bad"]);
    }

    [Fact]
    public async Task Change_that_no_bot_repeats_is_a_warning_until_it_is_undone()
    {
        // Stands for a user who saves a file in an editor while tests run, too: each bot does it once in its life.
        var once = Python("once", "import pathlib\n\ndef test_a():\n    path = pathlib.Path('../../../notes.txt')\n    if not path.exists():\n        path.write_text('mine')\n");
        var deletes = Python("deletes", "import pathlib\n\ndef test_a():\n    pathlib.Path('../../../data/mine.txt').unlink(missing_ok=True)\n");
        var prints = Python("prints", "import pathlib\n\ndef test_a():\n    for i in range(9):\n        print('x' * 1024 * 1024)\n");
        Directory.CreateDirectory(_fleet["data"]);
        File.WriteAllText(_fleet["data/mine.txt"], "mine");
        TaskInfo[] tasks = [once, deletes, prints, Neighbour];

        var first = await _fleet.VerifyAsync(tasks);

        Assert.Equal([":MENACE5014"], first.Codes.Where(code => code.StartsWith(':')));
        Assert.Contains("Files in the task project changed while tests ran: data/mine.txt, notes.txt. No bot did it again", first.Messages, StringComparison.Ordinal);
        Assert.Contains("once", first.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Passed, first["once"]);

        var second = await _fleet.VerifyAsync(tasks, first.Record);
        var third = await _fleet.VerifyAsync(tasks, second.Record);

        Assert.All(third.Record.Results, result => Assert.True(result.IsReused));
        Assert.Equal(first.Codes.Order(), second.Codes.Order());
        Assert.Equal(first.Codes.Order(), third.Codes.Order());

        File.Delete(_fleet["notes.txt"]);
        var restoredOne = await _fleet.VerifyAsync(tasks, third.Record);
        File.WriteAllText(_fleet["data/mine.txt"], "mine");
        var restored = await _fleet.VerifyAsync(tasks, restoredOne.Record);

        Assert.Contains(":MENACE5014", restoredOne.Codes);
        Assert.DoesNotContain(":MENACE5014", restored.Codes);
        Assert.All(restored.Record.Results, result => Assert.True(result.IsReused));
    }

    [Fact]
    public async Task Bot_that_changed_its_repository_once_is_a_warning_while_its_verdict_is_reused()
    {
        TaskInfo[] tasks = [Python("once", "import pathlib\n\ndef test_a():\n    pathlib.Path('made.txt').write_text('x') if not pathlib.Path('made.txt').exists() else None\n")];
        var first = await _fleet.VerifyAsync(tasks);

        var second = await _fleet.VerifyAsync(tasks, first.Record);
        File.WriteAllText(_fleet["dev_repos/once/own.txt"], "");
        File.WriteAllText(_fleet["dev_repos/once/made.txt"], "y");
        var third = await _fleet.VerifyAsync(tasks, second.Record);

        Assert.Equal(["once:MENACE5015"], first.Codes);
        Assert.Equal(["once:MENACE5015"], second.Codes);
        Assert.True(Assert.Single(second.Record.Results).IsReused);
        Assert.Empty(third.Codes);
    }

    [Fact]
    public async Task Dependents_of_a_bot_that_fails_in_the_end_are_blocked()
    {
        var caller = Python("caller", "def test_value():\n    import bad\n    assert bad.value() == 1\n") with { Dependencies = ["bad"] };
        var callsCaller = Python("outer", "def test_value():\n    import caller\n    assert caller.value() == 1\n") with { Dependencies = ["caller"] };
        var ofGrows = Python("uses_grows", "def test_value():\n    import grows\n    assert grows.value() == 1\n") with { Dependencies = ["grows"] };

        var verified = await _fleet.VerifyAsync([Appends("bad", "../../../notes.txt"), caller, callsCaller, Appends("grows", "README.md"), ofGrows, Neighbour]);

        Assert.Equal((VerificationOutcome.Failed, VerificationOutcome.Failed), (verified["bad"], verified["grows"]));
        Assert.Equal(
            (VerificationOutcome.Blocked, VerificationOutcome.Blocked, VerificationOutcome.Blocked), (verified["caller"], verified["outer"], verified["uses_grows"]));
        Assert.Equal(VerificationOutcome.Passed, verified["neighbour"]);
        Assert.Contains("caller:MENACE3006", verified.Codes);
        Assert.Empty(verified.Record.Results.Single(result => result.Bot == "caller").Tests);
        Assert.DoesNotContain(_fleet.Database.LastEntries(1), entry => entry is { Bot: "caller", Outcome: "passed" });
    }

    [Fact]
    public async Task A_time_that_is_set_back_hides_nothing()
    {
        var verified = await _fleet.VerifyAsync([Python("bad", "import os\n\ndef test_a():\n    path = '../neighbour/neighbour.py'\n    with open(path, 'a') as file:\n        file.write('# x')\n    os.utime(path, (0, 0))\n"), Neighbour]);

        Assert.Equal(["bad:MENACE5013"], verified.Codes);
    }

    [Fact]
    public async Task What_a_bot_did_before_the_build_was_cut_off_is_found_when_it_goes_on()
    {
        using var elsewhere = new TemporaryFolder();
        TaskInfo[] tasks = [Appends("bad", "../../../notes.txt"), Slow(elsewhere), Neighbour];
        await CutOffAsync(tasks);

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(["bad:MENACE5013"], verified.Codes);
        Assert.Equal(["neighbour"], verified.Record.Results.Where(result => result.IsReused).Select(result => result.Bot));
    }

    [Fact]
    public async Task File_that_was_deleted_before_the_build_was_cut_off_is_a_warning_when_it_goes_on()
    {
        using var elsewhere = new TemporaryFolder();
        var deletes = Python("deletes", "import pathlib\n\ndef test_a():\n    pathlib.Path('../../../data/mine.txt').unlink(missing_ok=True)\n");
        Directory.CreateDirectory(_fleet["data"]);
        File.WriteAllText(_fleet["data/mine.txt"], "mine");
        TaskInfo[] tasks = [deletes, Slow(elsewhere), Neighbour];
        await CutOffAsync(tasks);
        Assert.False(File.Exists(_fleet["data/mine.txt"]));

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal([":MENACE5014"], verified.Codes);
        Assert.Contains("data/mine.txt", verified.Messages, StringComparison.Ordinal);
        Assert.Contains("Running at the time: deletes", verified.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain(verified.Record.Results, result => result is { Bot: "deletes", IsReused: true });
    }

    [Fact]
    public async Task Kept_verdict_is_void_if_a_file_was_deleted_after_the_build_was_cut_off()
    {
        using var elsewhere = new TemporaryFolder();
        TaskInfo[] tasks = [Python("first", "def test_a():\n    pass\n"), Slow(elsewhere), Neighbour];
        await CutOffAsync(tasks);
        await Task.Delay(50);
        File.Delete(_fleet["dev_repos/neighbour/README.md"]);

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.DoesNotContain(verified.Record.Results, result => result.IsReused);
        Assert.True(verified.Record.Results.Single(result => result.Bot == "neighbour").IsEdited);
    }

    [Fact]
    public async Task What_another_project_builds_in_a_shared_folder_is_none_of_this_ones_business()
    {
        // Stands for the build of another project: it makes one repository and changes another.
        var meanwhile = Python("meanwhile", """
            import pathlib

            def test_a():
                for path in ("../../../dev_repos/.menace-new-theirs/README.md", "../../../dev_repos/theirs/README.md"):
                    pathlib.Path(path).parent.mkdir(exist_ok=True)
                    pathlib.Path(path).write_text("theirs")
            """);
        Directory.CreateDirectory(_fleet["dev_repos/theirs/.git"]);

        var verified = await _fleet.VerifyAsync([meanwhile, Neighbour]);

        Assert.Empty(verified.Codes);
        Assert.True(File.Exists(_fleet["dev_repos/theirs/README.md"]));
    }

    /// <summary>Builds, and stops when all but the slow bot have their verdicts.</summary>
    private async Task CutOffAsync(TaskInfo[] tasks)
    {
        using var cut = new CancellationTokenSource();
        var first = _fleet.VerifyAsync(tasks, cancellationToken: cut.Token);
        while (_fleet.Database.Finished(1, "verify").Count < tasks.Length - 1)
        {
            Assert.False(first.IsCompleted);
            await Task.Delay(50);
        }

        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    /// <summary>A bot whose tests do not end the first time.</summary>
    private static TaskInfo Slow(TemporaryFolder elsewhere) => Python("slow",
        $"import pathlib, time\n\ndef test_a():\n    mark = pathlib.Path('{elsewhere["mark"]}')\n    if not mark.exists():\n        mark.write_text('')\n        time.sleep(300)\n");

    private static Menace.Model.Tasks.TaskInfo Appends(string name, string path) =>
        Python(name, $"def test_a():\n    with open('{path}', 'a') as file:\n        file.write('x')\n");
}
