using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>Reads the receivers of a project's packages.</summary>
internal static class HandoffProperties
{
    private const string VariableName = "the name of an environment variable: letters, digits and '_'";

    /// <summary>The settings; a value that cannot be used is reported through <paramref name="settings"/>.</summary>
    public static HandoffSettings Read(TaskSettings settings)
    {
        var (standard, options) = (new HandoffSettings(), settings.Options);
        return standard with
        {
            Stage4Url = Address("MenaceStage4Url", settings, "put an address with credentials into an environment variable and set "
                + "MenaceStage4UriVariable to its name"),
            Stage4UriVariable = Variable("MenaceStage4UriVariable", settings),
            Stage4TokenVariable = Variable("MenaceStage4TokenVariable", settings),
            QueueUriVariable = Variable("MenaceQueueUriVariable", settings),
            Queue = options["MenaceQueue"] is { Length: > 0 } queue ? queue : standard.Queue,
            Attempts = settings.Read("MenaceHandoffAttempts", standard.Attempts, "a whole number from 1 to 100",
                text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100
                    ? count : null),
            Timeout = settings.Read("MenaceHandoffTimeout", standard.Timeout, "a duration such as 3s or 1m", Duration),
            Backoff = settings.Read("MenaceHandoffBackoff", standard.Backoff, "a duration such as 1s", Duration),
            Execute = Choice("MenaceExecution", "Local", "Remote", settings),
            FallsBackToLocal = Choice("MenaceFallback", "Fail", "Local", settings),
            OnClientLoss = Choice("MenaceOnClientLoss", nameof(ClientLoss.Detach), nameof(ClientLoss.Cancel), settings) ? ClientLoss.Cancel
                : ClientLoss.Detach,
            RunTimeout = settings.Read("MenaceTimeout", standard.RunTimeout, "a duration such as 2h", Duration),
            IdleTimeout = settings.Read("MenaceIdleTimeout", standard.IdleTimeout, "a duration such as 10m", Duration),
        };
    }

    /// <summary>False for the first word, true for the second.</summary>
    private static bool Choice(string property, string first, string second, TaskSettings settings) =>
        settings.Read(property, false, $"{first} or {second}",
            word => word.Equals(first, StringComparison.OrdinalIgnoreCase) ? false : word.Equals(second, StringComparison.OrdinalIgnoreCase)
                ? true : null);

    private static TimeSpan? Duration(string text) => Quantities.TryParseDuration(text, out var time) && time > TimeSpan.Zero ? time : null;

    /// <summary>A property is in logs and binary logs: what holds a password must be in a variable.</summary>
    public static string? Address(string property, TaskSettings settings, string remedy)
    {
        var text = settings.Options[property];
        if (text.Length == 0)
        {
            return null;
        }

        var isAddress = Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        return isAddress && uri!.UserInfo.Length == 0 ? text.Trim()
            : settings.Refuse<string?>(
                property, isAddress ? "an address with a user or a password" : text,
                "an absolute http or https address without user and password; " + remedy, null);
    }

    /// <summary>The name of an environment variable, or null.</summary>
    public static string? Variable(string property, TaskSettings settings)
    {
        var text = settings.Options[property];
        return text.Length == 0 ? null : OptionTable.IsVariable(text) ? text
            : settings.Refuse<string?>(property, "no name", VariableName, null);
    }
}
