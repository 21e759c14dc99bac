using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace Menace.Pipeline.Handoff;

/// <summary>Why a broker was not reached, for people. None of RabbitMQ's messages holds a password.</summary>
internal static class BrokerReasons
{
    public static string Of(BrokerUnreachableException exception)
    {
        var inner = exception.GetBaseException();
        return inner is AuthenticationFailureException or PossibleAuthenticationFailureException ? "the broker refused the name or the password"
            : inner is AuthenticationException ? $"the broker is out of reach: TLS failed ({inner.Message.TrimEnd('.')}). Its certificate must be for the host name of the address and from an authority that this machine trusts; the environment variable SSL_CERT_FILE names a file with others"
            : "the broker is out of reach: " + inner.Message;
    }
}
