using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>Findings about the knowledge.</summary>
internal static class KnowledgeFindings
{
    /// <summary>The warning about a database that was set aside.</summary>
    public static PipelineDiagnostic Of(ReplacedStore replaced) =>
        new(Rules.KnowledgeReplaced, [replaced.Path, replaced.Reason, replaced.Aside]);

    /// <summary>The finding for <paramref name="exception"/>.</summary>
    public static PipelineDiagnostic Of(KnowledgeException exception) => new(exception.Rule, exception.Arguments);

    /// <summary>The warning of a build that has its results without the knowledge.</summary>
    /// <param name="exception">Why it was left out.</param>
    /// <param name="use">What was to be done with it, as a participle: <c>asked</c>, <c>extended</c>.</param>
    public static PipelineDiagnostic LeftOut(KnowledgeException exception, string use) =>
        new(Rules.KnowledgeLeftOut, [exception.Message, use]);

    /// <summary>The warning about a repository or bot that was left out.</summary>
    public static PipelineDiagnostic Skipped(string name, string reason) => new(Rules.KnowledgeSkipped, [name, reason]);
}
