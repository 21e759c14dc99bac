using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>The repository that was tested is the one that is left, or there is no verdict.</summary>
public sealed class FinalStateCheckTests : IDisposable
{
    private const string Edit = """
        import pathlib

        def test_value():
            import {0}
            assert {0}.value() == 1
            source = pathlib.Path({0}.__file__)
            source.write_text({1})
        """;

    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Bot_that_changes_itself_is_tested_as_it_stands()
    {
        var verified = await _fleet.VerifyAsync(
        [
            VerifiedFleet.Python("breaks", Text(Edit, "breaks", "'def value():\\n    return 1 / 0\\n'")),
            VerifiedFleet.Python("comments", Text(Edit, "comments", "'def value():\\n    return 1  # edited\\n'")),
            VerifiedFleet.Python("grows", Text(Edit, "grows", "source.read_text() + '# more\\n'")),
            VerifiedFleet.Python("deletes", "import pathlib, shutil\n\ndef test_value():\n    shutil.rmtree(pathlib.Path('../../../dev_repos/deletes/.git'))\n"),
            VerifiedFleet.Python("hooks", "import pathlib\n\ndef test_value():\n    pathlib.Path('../../../dev_repos/hooks/.git/config').write_text('[core]\\n\\tfsmonitor = evil\\n')\n"),
            VerifiedFleet.Python("fetches", "import pathlib\n\ndef test_value():\n    pathlib.Path('../../../dev_repos/fetches/.git/FETCH_HEAD').write_text('')\n"),
            VerifiedFleet.Neighbour,
        ]);

        Assert.Equal(VerificationOutcome.Failed, verified["breaks"]);
        Assert.Contains("breaks:MENACE5003", verified.Codes);
        Assert.Contains("division by zero", verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Passed, verified["comments"]);
        Assert.Equal(VerificationOutcome.Failed, verified["grows"]);
        Assert.Contains("grows:MENACE5019", verified.Codes);
        Assert.Contains("Bot 'grows' has no verdict: files of its repository changed again when it was tested a second time: grows.py. Running at the time: ", verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Failed, verified["deletes"]);
        Assert.Contains("deletes:MENACE5019", verified.Codes);
        Assert.Contains("hooks of its repository changed while tests ran: .git/HEAD", verified.Messages, StringComparison.Ordinal);
        Assert.Contains("hooks:MENACE5019", verified.Codes);
        Assert.Contains("fetches:MENACE5013", verified.Codes);
        Assert.Equal(VerificationOutcome.Passed, verified["neighbour"]);
    }

    [Fact]
    public void Hook_that_becomes_executable_is_a_change()
    {
        using var folder = new TemporaryFolder();
        folder.Write("r/.git/HEAD", "ref: refs/heads/main\n");
        var hook = folder.Write("r/.git/hooks/pre-push", "#!/bin/sh\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var before = GitState.Of(folder["r"]);

        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Equal([hook], before.ChangesUntil(GitState.Of(folder["r"])));
    }

    [Fact]
    public async Task Bot_that_another_edited_is_tested_again_with_its_callers()
    {
        const string Attack = """
            import os
            import pathlib
            import time

            def test_value():
                victim = pathlib.Path('../victim/victim.py')
                while not pathlib.Path('../../verify/caller/results.xml').exists():
                    time.sleep(0.05)
                kept = victim.stat()
                victim.write_text('def value():\n    return 2\n')
                os.utime(victim, ns=(kept.st_atime_ns, kept.st_mtime_ns))
            """;
        // In the other mode the caller is tested twice, and the attack would lie between the two.
        _fleet.Mode = VerifyMode.Isolated;
        var verified = await _fleet.VerifyAsync(
        [
            VerifiedFleet.Python("victim", "def test_value():\n    import victim\n    assert victim.value() in (1, 2)\n"),
            VerifiedFleet.Python("caller", "def test_value():\n    import victim\n    assert victim.value() == 1\n") with { Dependencies = ["victim"] },
            VerifiedFleet.Python("attacker", Attack),
        ]);

        Assert.Equal(VerificationOutcome.Passed, verified["victim"]);
        Assert.Equal(VerificationOutcome.Passed, verified["caller"]);
    }

    [Fact]
    public async Task Reused_bot_whose_repository_is_edited_meanwhile_keeps_its_verdict_in_this_build()
    {
        TaskInfo[] tasks = [VerifiedFleet.Neighbour, VerifiedFleet.Python("other", "def test_value():\n    pass\n")];
        var first = await _fleet.VerifyAsync(tasks);
        tasks[1] = VerifiedFleet.Python("other", "import pathlib\n\ndef test_value():\n    pathlib.Path('../../../dev_repos/neighbour/neighbour.py').write_text('def value():\\n    return 2\\n')\n");

        var second = await _fleet.VerifyAsync(tasks, first.Record);
        var third = await _fleet.VerifyAsync([tasks[0]], second.Record);

        Assert.True(second.Record.Results.Single(result => result.Bot == "neighbour") is { IsReused: true, Outcome: VerificationOutcome.Passed });
        Assert.Contains("other:MENACE5013", second.Codes);
        Assert.Equal(VerificationOutcome.Failed, third["neighbour"]);
    }

    private static string Text(string format, params object[] arguments) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, arguments);
}
