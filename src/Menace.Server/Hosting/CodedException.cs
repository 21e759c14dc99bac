using System.Globalization;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>A failure of the menace command with a code: printed as one line, exit code 1.</summary>
internal sealed class CodedException(RuleDescriptor rule, IReadOnlyList<string> arguments, Exception? inner = null)
    : Exception(string.Format(CultureInfo.InvariantCulture, rule.MessageFormat, [.. arguments]), inner)
{
    public CodedException(RuleDescriptor rule, params string[] arguments)
        : this(rule, arguments, null)
    {
    }

    public RuleDescriptor Rule { get; } = rule;
}
