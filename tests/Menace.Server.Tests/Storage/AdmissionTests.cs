using Menace.Pipeline.Storage;
using Menace.Server.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteAdmissionTests() : AdmissionTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresAdmissionTests(PostgresServer server) : AdmissionTests(new PostgresRig(server));

/// <summary>What a service asks of the store: how much may wait, and everything bit by bit.</summary>
public abstract class AdmissionTests(StoreRig rig) : StoreTests(rig)
{
    [Fact]
    public void A_full_queue_refuses_new_work_and_nothing_else()
    {
        Assert.Equal(PackageVerdict.Accepted, Accept("d1").Verdict);
        Assert.Equal(PackageVerdict.Accepted, Accept("d2").Verdict);

        Assert.Equal(new PackageAcceptance(0, PackageVerdict.QueueFull), Accept("d3"));
        Assert.Equal(PackageVerdict.Known, Accept("d1").Verdict);
        Assert.Equal(PackageVerdict.Accepted, Accept("d3", execute: false).Verdict);
        Assert.Equal(PackageVerdict.QueueFull, Accept("d3").Verdict);
        Open().Lease("w", TimeSpan.FromMinutes(1));
        Assert.Equal(PackageVerdict.Known, Accept("d3").Verdict);
        Assert.Equal(3, Open().Runs().Count);
    }

    [Fact]
    public void Runs_and_journals_are_read_page_by_page()
    {
        var runs = Enumerable.Range(1, 5).Select(i => Open().StartRun($"d{i}", [])).ToList();
        Open().UpdateRun(runs[3], WorkflowStatus.Done);
        Open().Record(runs[0], [.. Enumerable.Range(1, 5).Select(i => new JournalEntry("verify", $"b{i}", "passed", ""))]);

        Assert.Equal([runs[4], runs[3]], Open().Runs(2).Select(run => run.Id));
        Assert.Equal([runs[2], runs[1]], Open().Runs(2, before: runs[3]).Select(run => run.Id));
        Assert.Equal([runs[3]], Open().Runs(status: WorkflowStatus.Done).Select(run => run.Id));
        var first = Open().Journal(runs[0], limit: 2);
        Assert.Equal(["b1", "b2"], first.Select(entry => entry.Bot));
        Assert.Equal(["b3", "b4", "b5"], Open().Journal(runs[0], after: first[1].Id).Select(entry => entry.Bot));
    }

    private PackageAcceptance Accept(string digest, bool execute = true) => Open().AcceptPackage(new(digest, 1) { Execute = execute }, [new("key of " + digest, "a")], mostQueued: 2);
}
