using System.CommandLine;
using Menace.Pipeline.Contracts;
using Menace.Server.Hosting;
using Menace.Server.Services;
using Menace.Server.Stage4;
using Menace.Server.Telemetry;

namespace Menace.Server.Commands;

/// <summary><c>menace worker</c>: builds the packages of a Stage 4, on this machine or another, without listening.</summary>
internal static class WorkerCommand
{
    private const long MaximumBody = 128 << 20;

    public static Command Create()
    {
        var work = new WorkOptions("worker");
        var address = new Option<string?>("--stage4") { Description = "Address of the Stage 4 whose content store is shared, without user and password.", HelpName = "URL" };
        var token = new Option<string?>("--token-variable") { Description = "Name of the environment variable with its token.", HelpName = "NAME" };
        var command = new Command("worker", "Builds and verifies the packages of a Stage 4, from its database and queue.") { address, token };
        work.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(() => RunAsync(
            work.Read(line, (folder, pipeline) => new WorkSettings(folder, pipeline, MaximumBody)
            {
                Contents = line.GetValue(address) is { } url ? new HandoffSettings { Stage4Url = url, Stage4TokenVariable = line.GetValue(token), Timeout = TimeSpan.FromMinutes(5) } : null,
            }),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(WorkSettings settings, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
        using var export = TelemetryExport.Start("menace-worker");
        await using var work = await Work.StartAsync(settings, logging.CreateLogger("menace worker"), cancellationToken);
        Console.WriteLine($"menace worker {ServiceVersion.Text} works in {settings.StateFolder}");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Asked to end: what is at work goes back to the queue.
        }

        return 0;
    }
}
