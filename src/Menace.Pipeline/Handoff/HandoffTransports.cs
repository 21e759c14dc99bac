using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Handoff;

/// <summary>The transports of the settings: HTTP first, the queue as the fallback.</summary>
public static class HandoffTransports
{
    /// <summary>None, one or two.</summary>
    public static IReadOnlyList<IHandoffTransport> Of(HandoffSettings settings)
    {
        var address = NameOf(settings);
        List<IHandoffTransport> transports = [];
        if (address is not null)
        {
            transports.Add(new HttpTransport(() => Client(settings), address));
        }

        if (settings.QueueUriVariable is { } variable)
        {
            transports.Add(new QueueTransport(
                () => Value(variable), variable, settings.Queue, settings.Timeout, address is null ? null : () => Client(settings)));
        }

        return transports;
    }

    /// <summary>The address of Stage 4 without credentials, or the name of the variable that holds it; null if there is neither.</summary>
    internal static string? NameOf(HandoffSettings settings) =>
        settings.Stage4Url ?? (settings.Stage4UriVariable is { } name ? "the address in " + name : null);

    /// <summary>A client of the Stage 4 that settings name.</summary>
    /// <exception cref="HandoffException">The address cannot be used, or a variable is not set.</exception>
    public static Stage4Client Client(HandoffSettings settings) => new(
        settings.Stage4Url ?? Value(settings.Stage4UriVariable!),
        settings.Stage4TokenVariable is { } name ? Value(name) : null,
        settings.Timeout);

    /// <summary>Returns the value of the environment variable.</summary>
    /// <exception cref="HandoffException">It is not set.</exception>
    internal static string Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
        ? value
        : throw new HandoffException($"the environment variable {variable} is not set");
}
