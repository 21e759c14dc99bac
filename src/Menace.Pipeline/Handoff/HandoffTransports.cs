namespace Menace.Pipeline.Handoff;

/// <summary>The ways to Stage 4 that settings name: HTTP first, the queue as the way that is left (seed, "Overview").</summary>
public static class HandoffTransports
{
    /// <summary>None, one or two.</summary>
    public static IReadOnlyList<IHandoffTransport> Of(HandoffSettings settings)
    {
        var address = settings.Stage4Url ?? (settings.Stage4UriVariable is { } name ? "the address in " + name : null);
        List<IHandoffTransport> transports = [];
        if (address is not null)
        {
            transports.Add(new HttpTransport(() => Client(settings), address));
        }

        if (settings.QueueUriVariable is { } variable)
        {
            transports.Add(new QueueTransport(() => Value(variable), variable, settings.Queue, settings.Timeout, address is null ? null : () => Client(settings)));
        }

        return transports;
    }

    /// <summary>A client of the Stage 4 that settings name.</summary>
    /// <exception cref="HandoffException">The address cannot be used, or a variable is not set.</exception>
    public static Stage4Client Client(HandoffSettings settings) => new(
        settings.Stage4Url ?? Value(settings.Stage4UriVariable!),
        settings.Stage4TokenVariable is { } name ? Value(name) : null,
        settings.Timeout);

    private static string Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
        ? value
        : throw new HandoffException($"the environment variable {variable} is not set");
}
