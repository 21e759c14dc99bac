using System.CommandLine;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary>The options that name a queue of a broker.</summary>
internal sealed class QueueOptions
{
    private readonly Option<string?> _uriVariable = CommandOption.Of(
        "--queue-uri-variable", "NAME", "Name of the environment variable with the amqp address of the broker.");
    private readonly Option<string> _queue = CommandOption.Of("--queue", "NAME", "Name of the queue of packages.", "handoff");

    public void AddTo(Command command)
    {
        AddBrokerTo(command);
        command.Options.Add(_queue);
    }

    /// <summary>For a command that is about the broker, whichever queue of packages it has.</summary>
    public void AddBrokerTo(Command command) => command.Options.Add(_uriVariable);

    /// <summary>The queue, or null if no broker is named.</summary>
    public BrokerSettings? Read(ParseResult line) =>
        line.GetValue(_uriVariable) is { } variable ? new(variable, line.GetValue(_queue) ?? "") : null;
}
