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
    [InlineData("../neighbour/README.md", "changed the repository of 'neighbour', and did it again when they ran alone: dev_repos/neighbour/README.md.")]
    [InlineData("../neighbour/.git/post-checkout", "changed the repository of 'neighbour'")]
    [InlineData("../../notes.txt", "changed the task project, and did it again when they ran alone: notes.txt.")]
    [InlineData("../../.menace/ledger.txt", "changed the state folder, and did it again when they ran alone: .menace/ledger.txt.")]
    public async Task A_bot_that_writes_outside_its_repository_is_red(string path, string message)
    {
        var verified = await _fleet.VerifyAsync([Appends("bad", path), Neighbour]);

        Assert.Equal(["bad:MENACE5013"], verified.Codes);
        Assert.Contains(message, verified.Messages, StringComparison.Ordinal);
        Assert.Equal((VerificationOutcome.Failed, VerificationOutcome.Passed), (verified["bad"], verified["neighbour"]));
    }

    [Fact]
    public async Task Bot_that_writes_into_its_own_repository_in_each_run_is_red()
    {
        var verified = await _fleet.VerifyAsync([Appends("bad", "README.md"), Neighbour]);

        Assert.Equal(["bad:MENACE5015", "bad:MENACE5019"], verified.Codes);
        Assert.Contains("dev_repos/bad/README.md", verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Failed, verified["bad"]);
    }

    [Fact]
    public async Task Nobody_is_accused_of_what_is_not_done_again()
    {
        // Stands for somebody who saves a file in an editor while tests run: the bot does it once in its life.
        var once = Python("once", "import pathlib\n\ndef test_a():\n    path = pathlib.Path('../../notes.txt')\n    if not path.exists():\n        path.write_text('mine')\n");

        var verified = await _fleet.VerifyAsync([once, Neighbour]);

        Assert.Equal([":MENACE5014"], verified.Codes);
        Assert.Contains("Files in the task project changed while tests ran: notes.txt. No bot did it again", verified.Messages, StringComparison.Ordinal);
        Assert.Contains("once", verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Passed, verified["once"]);
    }

    [Fact]
    public async Task A_time_that_is_set_back_hides_nothing()
    {
        var verified = await _fleet.VerifyAsync([Python("bad", "import os\n\ndef test_a():\n    path = '../neighbour/README.md'\n    with open(path, 'a') as file:\n        file.write('x')\n    os.utime(path, (0, 0))\n"), Neighbour]);

        Assert.Equal(["bad:MENACE5013"], verified.Codes);
    }

    [Fact]
    public async Task What_a_bot_did_before_the_build_was_cut_off_is_found_when_it_goes_on()
    {
        using var elsewhere = new TemporaryFolder();
        var slow = Python("slow", $"import pathlib, time\n\ndef test_a():\n    mark = pathlib.Path('{elsewhere["mark"]}')\n    if not mark.exists():\n        mark.write_text('')\n        time.sleep(300)\n");
        TaskInfo[] tasks = [Appends("bad", "../../notes.txt"), slow, Neighbour];
        using var cut = new CancellationTokenSource();
        var first = _fleet.VerifyAsync(tasks, cancellationToken: cut.Token);
        while (_fleet.Database.Finished(1, "verify").Count < 2)
        {
            Assert.False(first.IsCompleted);
            await Task.Delay(50);
        }

        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(["bad:MENACE5013"], verified.Codes);
        Assert.Equal(["neighbour"], verified.Record.Results.Where(result => result.IsReused).Select(result => result.Bot));
    }

    [Fact]
    public async Task What_another_project_builds_in_a_shared_folder_is_none_of_this_ones_business()
    {
        // Stands for the build of another project: it makes one repository and changes another.
        var meanwhile = Python("meanwhile", """
            import pathlib

            def test_a():
                for path in ("../.menace-new-theirs/README.md", "../theirs/README.md"):
                    pathlib.Path(path).parent.mkdir(exist_ok=True)
                    pathlib.Path(path).write_text("theirs")
            """);
        Directory.CreateDirectory(_fleet["dev_repos/theirs/.git"]);

        var verified = await _fleet.VerifyAsync([meanwhile, Neighbour]);

        Assert.Empty(verified.Codes);
        Assert.True(File.Exists(_fleet["dev_repos/theirs/README.md"]));
    }

    private static Menace.Model.Tasks.TaskInfo Appends(string name, string path) =>
        Python(name, $"def test_a():\n    with open('{path}', 'a') as file:\n        file.write('x')\n");
}
