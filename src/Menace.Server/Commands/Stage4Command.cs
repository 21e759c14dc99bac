using System.CommandLine;
using Menace.Server.Hosting;
using Menace.Server.Services;
using Menace.Server.Telemetry;

namespace Menace.Server.Commands;

/// <summary><c>menace stage4</c>: takes packages, builds and verifies them.</summary>
internal static class Stage4Command
{
    public static Command Create()
    {
        var service = new ServiceOptions(port: 9000, maximumBody: "128Mi");
        var work = new WorkOptions("stage4");
        var content = CommandOption.Of("--max-content", "SIZE", "Maximum size of one blob in the content store.", "1Gi");
        var command = new Command(
            "stage4", "Accepts packages, builds and verifies them: POST /v1/packages.") { content, Stage4InitCommand.Create() };
        work.AddTo(command);
        service.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(async () =>
        {
            var listening = service.Read(line, "stage4");
            var settings = (Stage4Settings)work.Read(line, (folder, pipeline) => new Stage4Settings(listening, folder, pipeline)
            {
                MaximumContent = CommandOption.Size("--max-content", line.GetValue(content)!),
            });
            using var export = TelemetryExport.Start("menace-stage4");
            await ServiceHost.RunAsync(await Stage4Service.CreateAsync(settings, cancellationToken), settings.Service, cancellationToken);
            return 0;
        }));
        return command;
    }
}
