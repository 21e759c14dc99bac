using System.CommandLine;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Handoff;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Commands;

/// <summary><c>menace stage4 init</c>: declares the exchange and the queues of a broker.</summary>
internal static class Stage4InitCommand
{
    public static Command Create()
    {
        var queue = new QueueOptions();
        var command = new Command("init", "Declares the queues of a broker.");
        queue.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(() => DeclareAsync(
            queue.Read(line) ?? throw new CodedException(
                Rules.InvalidOption, "--queue-uri-variable", "",
                "the name of an environment variable that holds the address of the broker"),
            cancellationToken)));
        return command;
    }

    private static async Task<int> DeclareAsync(BrokerSettings broker, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await broker.ConnectAsync("init", cancellationToken);
            await QueueTopology.DeclareAsync(connection, broker.Queue, cancellationToken);
            Console.WriteLine($"Declared the queue '{broker.Queue}', and '{QueueTopology.DeadQueue}' for undeliverable messages.");
            return 0;
        }
        catch (HandoffException exception)
        {
            throw new CodedException(Rules.BrokerUnusable, [broker.UriVariable, exception.Message], exception);
        }
        catch (OperationInterruptedException exception)
        {
            throw new CodedException(Rules.BrokerUnusable, [broker.UriVariable, QueueTopology.ReasonOf(exception)], exception);
        }
    }
}
