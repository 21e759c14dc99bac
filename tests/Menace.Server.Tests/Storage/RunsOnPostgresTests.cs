using Menace.Pipeline.Tests;
using Menace.Server.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

/// <summary>Stage 4 with its runs in PostgreSQL.</summary>
[Collection(PostgresServer.Collection)]
public sealed class RunsOnPostgresTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_package_is_built_and_its_run_is_found_after_a_restart()
    {
        var connection = server.CreateDatabase();
        long run;
        using (var database = new PostgresProvider(connection))
        {
            await using var stage4 = await RunningStage4.StartAsync(_folder["state"], settings => settings with { Database = database });
            run = await stage4.Client.SendAsync(Stage4Requests.Package(("DemoBot", "print('hello')")), execute: true);
            Assert.Equal("done", (string)(await stage4.Client.EndAsync(run))["run"]!["status"]!);
            Assert.Equal("end", (await stage4.Client.EventsAsync(run))[^1].Name);
        }

        var (code, output, error) = await MenaceCommand.RunAsync(_folder.Path, ["show", $"{run}", "--database-variable", "DB"], ("DB", connection));

        Assert.True(code == 0, error);
        Assert.Contains("DemoBot: passed (verify)", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
