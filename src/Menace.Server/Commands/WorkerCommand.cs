using System.CommandLine;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
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
        var address = CommandOption.Of(
            "--stage4", "URL", "Address of the Stage 4 whose content store is shared, without user and password.");
        var token = CommandOption.Of("--token-variable", "NAME", "Name of the environment variable with its token.");
        var command = new Command(
            "worker", "Builds and verifies the packages of a Stage 4, from its database and queue.") { address, token };
        work.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(() => RunAsync(
            work.Read(line, (folder, pipeline) => new WorkSettings(folder, pipeline, MaximumBody)
            {
                Contents = line.GetValue(address) is { } url
                    ? new HandoffSettings { Stage4Url = url, Stage4TokenVariable = line.GetValue(token), Timeout = TimeSpan.FromMinutes(5) }
                    : null,
            }),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(WorkSettings settings, CancellationToken cancellationToken)
    {
        using var export = TelemetryExport.Start("menace-worker");
        using var held = await StateFolder.TakeAsync(settings.StateFolder, cancellationToken);
        using var host = Create(settings, held);
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            // Stops the services that have started already: their work goes back to the queue.
            await host.StopAsync(CancellationToken.None);
            throw;
        }

        Console.WriteLine($"menace worker {ServiceVersion.Text} works in {settings.StateFolder}");
        await host.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>A host that reads no settings file and no variables, and says nothing of itself.</summary>
    private static IHost Create(WorkSettings settings, FileLock held)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // says with a stack what the coded error says
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddWork(settings, held);
        return builder.Build();
    }
}
