using System.CommandLine;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace outbox</c>: packages that builds could not hand off, and findings that Stage 3 did not take.</summary>
internal static class OutboxCommand
{
    public static Command Create()
    {
        var state = new StateOptions(".menace");
        var list = new Command("list", "Lists the waiting packages and findings.");
        state.AddTo(list);
        list.SetAction((line, _) => CommandLine.RunAsync(() => Task.FromResult(List(state.Open(line)))));
        return new Command("outbox", "Manages packages and findings that were not sent.") { list, Flush() };
    }

    private static Command Flush()
    {
        var state = new StateOptions(".menace");
        var queue = new QueueOptions();
        var address = CommandOption.Of("--stage4", "URL", "Address of Stage 4, without user and password.");
        var token = CommandOption.Of("--token-variable", "NAME", "Name of the environment variable with the token of Stage 4.");
        var stage3 = CommandOption.Of("--stage3", "URL", "Address of Stage 3, for findings of research.");
        var stage3Token = CommandOption.Of(
            "--stage3-token-variable", "NAME", "Name of the environment variable with the token of Stage 3.");
        var timeout = CommandOption.Of("--timeout", "TIME", "Time limit for one package.", "30s");
        var command = new Command("flush", "Sends the waiting packages and findings, oldest first.")
        {
            address, token, stage3, stage3Token, timeout,
        };
        state.AddTo(command);
        queue.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(() => FlushAsync(
            state.Open(line),
            new HandoffSettings
            {
                Stage4Url = line.GetValue(address),
                Stage4TokenVariable = line.GetValue(token),
                QueueUriVariable = queue.Read(line)?.UriVariable,
                Queue = queue.Read(line)?.Queue ?? "handoff",
                Timeout = CommandOption.Duration("--timeout", line.GetValue(timeout)!),
            },
            new ResearchSettings { Stage3Url = line.GetValue(stage3), Stage3TokenVariable = line.GetValue(stage3Token) },
            cancellationToken)));
        return command;
    }

    private static int List(WorkflowDb database)
    {
        foreach (var message in Stores.Use(database, read => read.Due(int.MaxValue, all: true)))
        {
            var kind = message.Kind == WorkflowDb.FindingKind ? "finding" : "package";
            Console.WriteLine(ReadableText.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Id,6}  {message.Created:u}  {kind}  {message.PackageDigest[..12]}  {message.Attempts} attempts, " +
                $"due {message.NextAt:u}  {message.Destination}  {message.LastError}")));
        }

        return 0;
    }

    private static async Task<int> FlushAsync(
        WorkflowDb database, HandoffSettings settings, ResearchSettings research, CancellationToken cancellationToken)
    {
        var transports = HandoffTransports.Of(settings);
        if (transports.Count == 0 && research.Stage3Url is null)
        {
            throw new CodedException(
                Rules.InvalidOption, "--stage4", "",
                "the address of Stage 4; or name a broker with --queue-uri-variable, or Stage 3 with --stage3");
        }

        FlushResult result;
        try
        {
            result = transports.Count == 0 ? new(0, 0, null)
                : await new HandoffDelivery(database, transports, settings).FlushAsync(cancellationToken);
            if (research.Stage3Url is not null)
            {
                result = Sum(result, await new FindingDelivery(database, research).FlushAsync(cancellationToken));
            }
        }
        catch (WorkflowDbException exception)
        {
            throw new CodedException(Rules.StoreFailed, [exception.Path, exception.Reason], exception);
        }

        Console.WriteLine($"{result.Confirmed} sent, {result.Refused} rejected, {result.Waiting} waiting");
        return result switch
        {
            { Waiting: > 0 } => throw new CodedException(
                Rules.OutboxNotEmpty, result.Waiting.ToString(CultureInfo.InvariantCulture), result.Reason!),
            { Refused: > 0 } => throw new CodedException(
                Rules.EarlierRefused, result.Refused.ToString(CultureInfo.InvariantCulture), result.RefusedReason!),
            _ => 0,
        };
    }

    private static FlushResult Sum(FlushResult packages, FlushResult findings) => new(
        packages.Confirmed + findings.Confirmed, packages.Waiting + findings.Waiting, packages.Reason ?? findings.Reason)
    {
        Refused = packages.Refused + findings.Refused,
        RefusedReason = packages.RefusedReason ?? findings.RefusedReason,
    };
}
