using System.Net;
using System.Net.Sockets;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;

namespace Menace.Tasks.Tests;

/// <summary>The node is given to other projects while a build waits for a Stage 4, and only then.</summary>
public sealed class OptimiseStageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-optimise-").FullName;
    private readonly SharingBuildEngine _engine = new();

    [Fact]
    public void Node_is_kept_by_a_local_stage()
    {
        Assert.True(Prepare(new HandoffStage()).Execute());

        Assert.True(Prepare(new OptimiseStage()).Execute());

        Assert.Empty(_engine.NodeUses);
    }

    [Fact]
    public async Task Node_is_given_away_during_a_wait_and_taken_again_by_the_same_thread()
    {
        Assert.True(Prepare(new HandoffStage()).Execute());
        var path = Path.Combine(_folder, "obj", "handoff.json");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var refusal = Task.Run(() =>
        {
            using var connection = listener.AcceptTcpClient();
            _engine.Given.Wait();
        });
        var unreachable = new HandoffSettings { Stage4Url = $"http://{listener.LocalEndpoint}", Attempts = 1, FallsBackToLocal = true };
        StageFile.Write(path, StageFile.Read<HandoffRecord>(path) with { Remote = new RemoteTarget(unreachable, null) });

        var stage = Prepare(new OptimiseStage());
        Assert.True(stage.Execute());

        Assert.Equal(["MENACE2013"], stage.Findings);
        var thread = Environment.CurrentManagedThreadId;
        Assert.Equal([("given", thread), ("taken", thread)], _engine.NodeUses);
        await refusal;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private T Prepare<T>(T stage)
        where T : PipelineTask
    {
        const string Tasks = """[{ "name": "a", "code": "value() {\n    echo 1\n}\n", "metadata": { "purpose": "p", "functions": ["value"], "language": "shell" } }]""";
        File.WriteAllText(Path.Combine(_folder, "tasks.json"), Tasks);
        stage.BuildEngine = _engine;
        stage.ProjectDirectory = _folder;
        stage.StageDirectory = "obj/";
        stage.Options = Properties.Of();
        return stage;
    }
}
