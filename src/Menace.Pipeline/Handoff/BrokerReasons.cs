using RabbitMQ.Client.Exceptions;

namespace Menace.Pipeline.Handoff;

/// <summary>Why a broker was not reached, for people. None of RabbitMQ's messages holds a password.</summary>
internal static class BrokerReasons
{
    public static string Of(BrokerUnreachableException exception)
    {
        var inner = exception.GetBaseException();
        return inner is AuthenticationFailureException or PossibleAuthenticationFailureException ? "the broker refused the name or the password" : "the broker is out of reach: " + inner.Message;
    }
}
