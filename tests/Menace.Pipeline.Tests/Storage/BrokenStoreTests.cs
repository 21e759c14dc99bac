using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests.Verification;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Tests.Storage;

/// <summary>A workflow database that cannot be used is set aside, and the build goes on.</summary>
public sealed class BrokenStoreTests : IDisposable
{
    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Bot_that_overwrites_the_database_is_named_and_the_build_goes_on()
    {
        var verified = await _fleet.VerifyAsync(
            [VerifiedFleet.Python("vandal", "import pathlib\n\ndef test_value():\n    pathlib.Path('../../workflows.db').write_text('x' * 10000)\n")]);

        var finding = Assert.Single(verified.Findings);
        Assert.Equal(("MENACE2006", "vandal"), (finding.Rule.Id, finding.Bot));
        Assert.Equal(VerificationOutcome.Passed, verified["vandal"]);
        Assert.Single(Directory.GetFiles(_fleet[".menace"], "workflows.db.broken-*"));
        Assert.NotEmpty(_fleet.Database.Runs());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("newer")]
    [InlineData("older")]
    [InlineData("text")]
    public async Task Broken_database_is_replaced_at_the_next_stage(string kind)
    {
        var pipeline = _fleet.Pipeline;
        TaskPackage package = new([VerifiedFleet.Python("bot", "def test_value():\n    pass\n")]);
        await pipeline.HandoffAsync(package);
        Break(kind);

        var handoff = await _fleet.Pipeline.HandoffAsync(package);

        var finding = Assert.Single(handoff.Diagnostics);
        Assert.Equal("MENACE2006", finding.Rule.Id);
        Assert.Contains(_fleet[".menace/workflows.db.broken-"], finding.Message, StringComparison.Ordinal);
        Assert.Empty((await _fleet.Pipeline.HandoffAsync(package)).Diagnostics);
    }

    [Fact]
    public void Database_of_a_server_is_left_where_it_is()
    {
        var path = _fleet["server.db"];
        File.WriteAllText(path, new string('x', 10000));

        Assert.Throws<WorkflowDbException>(() => new WorkflowDb(path).Runs());

        Assert.True(File.Exists(path));
    }

    private void Break(string kind)
    {
        var path = _fleet.Database.Path;
        if (kind is "newer" or "older")
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE schema_version SET version = {(kind == "newer" ? 99 : 2)}";
            command.ExecuteNonQuery();
        }
        else if (kind == "cut")
        {
            using var file = File.OpenWrite(path);
            file.SetLength(file.Length / 2);
        }
        else
        {
            File.WriteAllText(path, new string('x', 10000));
        }
    }
}
