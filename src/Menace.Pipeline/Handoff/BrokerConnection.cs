using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Menace.Pipeline.Handoff;

/// <summary>Connections to a broker. Who wants one again opens another on purpose, so the client does not.</summary>
internal static class BrokerConnection
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    /// <summary>Opens one.</summary>
    /// <param name="address">The AMQP address, with credentials.</param>
    /// <param name="name">The name of the connection at the broker.</param>
    /// <param name="timeout">Time limit for each answer of the broker.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="HandoffException">
    /// The address is not an AMQP address, the broker is unreachable, or authentication failed.
    /// </exception>
    public static async Task<IConnection> OpenAsync(string address, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new HandoffException("the address of the broker is not an amqp or amqps address");
        }

        var factory = new ConnectionFactory
        {
            Uri = uri,
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = timeout,
            ContinuationTimeout = timeout,
            RequestedHeartbeat = Heartbeat,
        };
        try
        {
            return await factory.CreateConnectionAsync(cancellationToken);
        }
        catch (BrokerUnreachableException exception)
        {
            throw new HandoffException(ReasonOf(exception), exception);
        }
    }

    /// <summary>Returns the reason for people. None of RabbitMQ's messages holds a password.</summary>
    private static string ReasonOf(BrokerUnreachableException exception)
    {
        var inner = exception.GetBaseException();
        return inner is AuthenticationFailureException or PossibleAuthenticationFailureException
            ? "the broker rejected the user name or password"
            : inner is AuthenticationException
                ? $"the broker is unreachable: TLS failed ({inner.Message.TrimEnd('.')}). Its certificate must match the host name of " +
                $"the address and come from an authority that this machine trusts; the environment variable SSL_CERT_FILE names a file " +
                $"with additional authorities"
            : "the broker is unreachable: " + inner.Message;
    }
}
