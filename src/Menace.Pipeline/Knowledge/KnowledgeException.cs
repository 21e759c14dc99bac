using System.Globalization;
using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Knowledge;

/// <summary>The knowledge cannot be read, or does not take an entry (docs/knowledge.md). Nothing was written.</summary>
public sealed class KnowledgeException : Exception
{
    internal KnowledgeException(RuleDescriptor rule, IReadOnlyList<string> arguments, Exception? inner = null)
        : base(string.Format(CultureInfo.InvariantCulture, rule.MessageFormat, [.. arguments]), inner)
    {
        Rule = rule;
        Arguments = arguments;
    }

    /// <summary>Gets the code of the failure, for example MENACE6001.</summary>
    public string Code => Rule.Id;

    internal RuleDescriptor Rule { get; }

    internal IReadOnlyList<string> Arguments { get; }

    internal static KnowledgeException Unusable(string path, string reason, Exception? inner = null) =>
        new(Rules.KnowledgeUnusable, [path, reason], inner);

    internal static KnowledgeException Refused(string entry, string reason) => new(Rules.KnowledgeEntryRefused, [entry, reason]);
}
