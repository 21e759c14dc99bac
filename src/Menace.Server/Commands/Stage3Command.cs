using System.CommandLine;
using Menace.Server.Hosting;
using Menace.Server.Stage3;

namespace Menace.Server.Commands;

/// <summary><c>menace stage3</c>: collects research findings.</summary>
internal static class Stage3Command
{
    public static Command Create()
    {
        var service = new ServiceOptions(port: 8000, maximumBody: "16Mi");
        var file = CommandOption.Of(
            "--file", "FILE", "The file of findings, one JSON object a line (default: the variable STAGE3_FILE, else stage3_items.jsonl).",
            Environment.GetEnvironmentVariable("STAGE3_FILE") is { Length: > 0 } path ? path : "stage3_items.jsonl");
        var command = new Command("stage3", "Collects research findings: POST /stage3.") { file };
        service.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(async () =>
        {
            var settings = service.Read(line, "stage3");
            using var store = FindingStore.Open(Path.GetFullPath(line.GetValue(file)!));
            var app = ServiceHost.Create(settings);
            FindingEndpoints.Map(app, store, new BodyBudget(settings.MaximumBodies), settings.MaximumBody);
            await ServiceHost.RunAsync(app, settings, cancellationToken);
            return 0;
        }));
        return command;
    }
}
