using System.CommandLine;
using Menace.Model.Diagnostics;
using Menace.Pipeline;
using Menace.Server.Hosting;
using Menace.Server.Stage4;

namespace Menace.Server.Commands;

/// <summary><c>menace stage4</c>: takes packages, builds and verifies them.</summary>
internal static class Stage4Command
{
    public static Command Create()
    {
        var service = new ServiceOptions(port: 9000, maximumBody: "128Mi");
        var state = new StateOptions("stage4");
        var slots = new Option<int>("--slots") { Description = "Runs at work at once; 0 only takes packages.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var mostQueued = new Option<int>("--max-queue") { Description = "Runs that may wait; more are refused with 429.", DefaultValueFactory = _ => 1000, HelpName = "N" };
        var content = new Option<string>("--max-content") { Description = "Size of one content in the content store.", DefaultValueFactory = _ => "1Gi", HelpName = "SIZE" };
        var runTimeout = new Option<string>("--run-timeout") { Description = "Time of one run.", DefaultValueFactory = _ => "2h", HelpName = "TIME" };
        var verifyTimeout = new Option<string>("--verify-timeout") { Description = "Time of one bot's setup and tests.", DefaultValueFactory = _ => "10m", HelpName = "TIME" };
        var command = new Command("stage4", "Takes packages, builds and verifies them: POST /v1/packages.") { slots, mostQueued, content, runTimeout, verifyTimeout };
        state.AddTo(command);
        service.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(async () =>
        {
            var settings = new Stage4Settings(service.Read(line, "stage4"), state.Folder(line), Pipeline(ServiceOptions.Duration("--verify-timeout", line.GetValue(verifyTimeout)!)))
            {
                Database = state.Database(line),
                Slots = line.GetValue(slots) is var count && count >= 0 ? count : throw new CodedException(Rules.InvalidOption, "--slots", $"{count}", "at least 0"),
                MostQueued = ServiceOptions.Positive("--max-queue", line.GetValue(mostQueued)),
                MaximumContent = ServiceOptions.Size("--max-content", line.GetValue(content)!),
                RunTimeout = ServiceOptions.Duration("--run-timeout", line.GetValue(runTimeout)!),
            };
            await using var stage4 = await Stage4Service.StartAsync(settings, cancellationToken);
            await ServiceHost.RunAsync(stage4.App, settings.Service, cancellationToken);
            return 0;
        }));
        return command;
    }

    private static BotDevConfig Pipeline(TimeSpan verifyTimeout)
    {
        try
        {
            return BotDevConfig.FromEnvironment() with { VerifyTimeout = verifyTimeout };
        }
        catch (FormatException)
        {
            throw new CodedException(Rules.InvalidOption, "The environment variable BOT_DEV_CONCURRENCY", Environment.GetEnvironmentVariable("BOT_DEV_CONCURRENCY")!, "a whole number of at least 1");
        }
    }
}
