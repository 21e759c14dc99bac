using System.Text.Json.Nodes;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>A Stage 4 that is killed between any two steps of a run goes on there when it is started again, and the run ends as one that nobody disturbed.</summary>
public sealed class ServiceKillTests(ServiceKillTests.Undisturbed undisturbed) : IClassFixture<ServiceKillTests.Undisturbed>, IDisposable
{
    private static readonly string Package = Stage4Requests.Package(("One", "def run():\n    return 1\n"), ("Two", "def run():\n    return 2\n"));

    private static readonly Boundary[] NotAtStage4 =
        [Boundary.HandoffAccepted, Boundary.HandoffConfirmed, Boundary.FindingsRecorded, Boundary.FindingAccepted, Boundary.UpdateCommitted, Boundary.UpdateFile, Boundary.UpdateIndexed];

    private static readonly Boundary[] Short = [Boundary.HandoffBegun, Boundary.OptimiseRecorded, Boundary.DevelopDrafted, Boundary.VerifyJudged];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Every boundary that a run at Stage 4 has.</summary>
    public static TheoryData<string> Boundaries => [.. (Nightly.Is ? Enum.GetValues<Boundary>().Except(NotAtStage4) : Short).Select(boundary => boundary.ToString())];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task A_run_ends_the_same_wherever_its_service_was_killed(string boundary)
    {
        await using (var killed = await StartAsync(("MENACE_FAULT", boundary)))
        {
            await killed.Client.SendAsync(Package, execute: true);
            await killed.EndAsync();
        }

        await using var service = await StartAsync();
        var details = await service.Client.EndAsync(1);

        Assert.Equal("done", (string)details["run"]!["status"]!);
        Assert.Equal(2, (int)details["attempt"]!);
        Assert.Equal(undisturbed.Bots, BotsOf(details));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ServiceProcess> StartAsync(params (string Name, string? Value)[] variables) =>
        ServiceProcess.StartAsync(_folder.Path, ["stage4", "--state", "state"], variables: variables);

    /// <summary>Of each bot its name, outcome and commit, and the digest of its repository.</summary>
    private static string[] BotsOf(JsonNode details) =>
        [.. details["bots"]!.AsArray().Select(bot => $"{bot!["name"]} {bot["outcome"]} {bot["commit"]} {bot["repository"]!["digest"]}")];

    /// <summary>What becomes of the package where nobody is killed.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal string[] Bots { get; private set; } = [];

        public async Task InitializeAsync()
        {
            using var folder = new TemporaryFolder();
            await using var stage4 = await RunningStage4.StartAsync(folder["state"]);
            Bots = BotsOf(await stage4.Client.EndAsync(await stage4.Client.SendAsync(Package, execute: true)));
            Assert.All(Bots, bot => Assert.Contains(" passed ", bot, StringComparison.Ordinal));
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
