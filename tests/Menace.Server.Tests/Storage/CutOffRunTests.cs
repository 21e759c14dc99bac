using Menace.Pipeline.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteCutOffRunTests() : CutOffRunTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresCutOffRunTests(PostgresServer server) : CutOffRunTests(new PostgresRig(server));

public abstract class CutOffRunTests(StoreRig rig) : StoreTests(rig)
{
    private static readonly PackageDraft Package = new("d1", 2) { Content = "{}" };
    private static readonly OutboxDraft Draft = new("menace.package/1", "http://127.0.0.1:9000/");

    [Fact]
    public void Unfinished_run_is_continued_by_the_next_build_of_its_package()
    {
        var run = Open().StartRun("d1", []);
        Open().UpdateRun(run, WorkflowStatus.Active);

        Assert.Equal(run, Open().TakeUp("d1"));
        Open().UpdateRun(run, WorkflowStatus.Done);
        Assert.Null(Open().TakeUp("d1"));
    }

    [Fact]
    public void Other_unfinished_runs_are_marked_as_failed()
    {
        var run = Open().StartRun("d1", []);

        Assert.Null(Open().TakeUp("d2"));

        Assert.Equal((WorkflowStatus.Failed, "cut off: it had not ended when another one began"), (Open().Run(run)!.Status, Open().Run(run)!.Reason));
        Assert.Equal(["failed"], Open().Journal(run).Select(entry => entry.Outcome));

        // It was at work all the time, in another process.
        Open().UpdateRun(run, WorkflowStatus.Done);
        Assert.Equal((WorkflowStatus.Done, ""), (Open().Run(run)!.Status, Open().Run(run)!.Reason));
    }

    [Fact]
    public void Runs_of_a_server_and_runs_that_wait_for_nothing_here_are_left_alone()
    {
        var server = Open().AcceptPackage(new PackageDraft("d0", 2) { Content = "{}" }, [new ActionDraft("k", "a")]).RunId;
        var (delivered, message) = Open().StartHandoff(Package, Draft);
        Open().Confirm(message);
        var unverified = Open().StartRun("d2", []);
        Open().UpdateRun(unverified, WorkflowStatus.Active);
        Open().Record(unverified, [new("verify", "a", "notrun", "")]);

        Assert.Null(Open().TakeUp("d0"));

        Assert.Equal(
            [WorkflowStatus.Pending, WorkflowStatus.Pending, WorkflowStatus.Active],
            new[] { server, delivered, unverified }.Select(run => Open().RunStatus(run)!.Value));
    }

    [Fact]
    public void A_handoff_that_was_cut_off_goes_on_with_its_run_and_its_message()
    {
        var (run, message) = Open().StartHandoff(Package, Draft);

        Assert.Equal((run, message), Open().StartHandoff(Package, Draft, Open().TakeUp("d1")));

        Open().Confirm(message);
        var (again, second) = Open().StartHandoff(Package, Draft, Open().TakeUp("d1"));
        Assert.Equal((run, true), (again, second != message));
        Assert.Single(Open().Runs());
    }

    [Fact]
    public void What_came_out_is_kept_by_the_last_word_on_a_bot_until_the_run_has_ended()
    {
        var run = Open().StartRun("d1", []);
        Open().Record(run, [new("verify", "a", "passed", "") { InputHash = "h", Content = "\0{}" }, new("verify", "b", "passed", "") { Content = "1" }, new("optimise", "a", "completed", "") { Content = "2" }]);
        Open().Record(run, [new("verify", "b", "failed", "it wrote elsewhere")]);

        Assert.Equal([("a", "h", "\uFFFD{}")], Open().Finished(run, "verify").Select(entry => (entry.Bot, entry.InputHash, entry.Content)));

        Open().UpdateRun(run, WorkflowStatus.Done);
        Open().TakeUp("d2");
        Assert.Empty(Open().Finished(run, "verify"));
        Assert.Equal(4, Open().Journal(run).Count);
    }
}
