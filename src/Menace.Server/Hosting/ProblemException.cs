using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>Ends a request with an answer of RFC 9457.</summary>
internal sealed class ProblemException(int status, RuleDescriptor rule, params string[] arguments)
    : Exception(string.Format(System.Globalization.CultureInfo.InvariantCulture, rule.MessageFormat, [.. arguments]))
{
    public int Status { get; } = status;

    public RuleDescriptor Rule { get; } = rule;

    /// <summary>Gets the members of the answer besides those of RFC 9457.</summary>
    public Dictionary<string, object?> Extensions { get; init; } = [];

    /// <summary>Seconds after which the same request may succeed, or null.</summary>
    public int? RetryAfter { get; init; }
}
