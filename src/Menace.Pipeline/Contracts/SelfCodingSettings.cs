using System.Globalization;

namespace Menace.Pipeline.Contracts;

/// <summary>When the metrics of bots are checked, and which of them got worse (docs/self-repair.md).</summary>
public sealed record SelfCodingSettings
{
    /// <summary>Gets a value that is false if no bot is checked (<c>MenaceSelfCoding</c>, <c>SELF_CODING</c>).</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Gets a value that is true if patches of bots that got worse are applied to their main branch (<c>MenaceSelfCodingApply</c>,
    /// <c>SELF_CODING_APPLY</c>).
    /// </summary>
    public bool Applies { get; init; }

    /// <summary>
    /// Gets the number of cycles from one check to the next, at least 1; a cycle is a run that built or tested a bot
    /// (<c>MenaceSelfCodingInterval</c>, <c>SELF_CODING_INTERVAL</c>).
    /// </summary>
    public int Interval { get; init; } = 5;

    /// <summary>
    /// Gets the change of the ROI, 0 or less, at which a bot counts as worse (<c>MenaceSelfCodingRoiDrop</c>, <c>SELF_CODING_ROI_DROP</c>).
    /// </summary>
    public double RoiDrop { get; init; } = -0.1;

    /// <summary>
    /// Gets the change of the errors, more than 0, at which a bot counts as worse (<c>MenaceSelfCodingErrorIncrease</c>,
    /// <c>SELF_CODING_ERROR_INCREASE</c>).
    /// </summary>
    public double ErrorIncrease { get; init; } = 1.0;

    /// <summary>Returns the defaults with the environment variables applied.</summary>
    /// <exception cref="FormatException">A variable has a value that cannot be used; the message names it.</exception>
    public static SelfCodingSettings FromEnvironment()
    {
        var settings = new SelfCodingSettings();
        return settings with
        {
            IsEnabled = Variable("SELF_CODING", settings.IsEnabled, "true or false", ParseFlag),
            Applies = Variable("SELF_CODING_APPLY", settings.Applies, "true or false", ParseFlag),
            Interval = Variable("SELF_CODING_INTERVAL", settings.Interval, IntervalAllowed, ParseInterval),
            RoiDrop = Variable("SELF_CODING_ROI_DROP", settings.RoiDrop, RoiDropAllowed, ParseRoiDrop),
            ErrorIncrease = Variable(
                "SELF_CODING_ERROR_INCREASE", settings.ErrorIncrease, ErrorIncreaseAllowed, ParseErrorIncrease),
        };
    }

    /// <summary>The values of <see cref="Interval"/>, in words.</summary>
    internal const string IntervalAllowed = "a whole number of at least 1";

    /// <summary>The values of <see cref="RoiDrop"/>, in words.</summary>
    internal const string RoiDropAllowed = "a number of at most 0, such as -0.1";

    /// <summary>The values of <see cref="ErrorIncrease"/>, in words.</summary>
    internal const string ErrorIncreaseAllowed = "a number above 0, such as 1.0";

    /// <summary>Reads <see cref="Interval"/>; null if it is not valid.</summary>
    internal static int? ParseInterval(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>Reads <see cref="RoiDrop"/>; null if it is not valid.</summary>
    internal static double? ParseRoiDrop(string text) => Number(text) is { } number and <= 0 ? number : null;

    /// <summary>Reads <see cref="ErrorIncrease"/>; null if it is not valid.</summary>
    internal static double? ParseErrorIncrease(string text) => Number(text) is { } number and > 0 ? number : null;

    private static bool? ParseFlag(string text) => bool.TryParse(text, out var value) ? value : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static T Variable<T>(string name, T standard, string allowed, Func<string, T?> parse)
        where T : struct => Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text ? standard
            : parse(text.Trim()) ?? throw new FormatException($"The environment variable {name} is '{text}', but must be {allowed}.");
}
