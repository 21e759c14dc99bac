using System.Text;
using Menace.Pipeline.Handoff;
using RabbitMQ.Client;

namespace Menace.Server.Hosting;

/// <summary>The broker that delivers packages besides HTTP.</summary>
/// <param name="UriVariable">Name of the environment variable that holds the AMQP address.</param>
/// <param name="Queue">Name of the queue.</param>
internal sealed record BrokerSettings(string UriVariable, string Queue)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects.</summary>
    /// <exception cref="HandoffException">The variable is not set, or the broker cannot be used.</exception>
    public async Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken) =>
        await BrokerConnection.OpenAsync(HandoffTransports.Value(UriVariable), "menace " + purpose, Timeout, cancellationToken);

    /// <summary>The broker's version, or null if it does not report one that can be read.</summary>
    public static Version? VersionOf(IConnection connection) =>
        connection.ServerProperties is { } properties && properties.TryGetValue("version", out var value) && value is byte[] bytes
        && Version.TryParse(Encoding.UTF8.GetString(bytes).Split('-', '+')[0], out var version) ? version : null;
}
