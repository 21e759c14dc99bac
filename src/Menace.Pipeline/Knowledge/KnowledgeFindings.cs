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
    public static PipelineDiagnostic NotExtended(KnowledgeException exception) => new(Rules.KnowledgeNotExtended, [exception.Message]);

    /// <summary>The warning about a repository or bot that was left out.</summary>
    public static PipelineDiagnostic Skipped(string name, string reason) => new(Rules.KnowledgeSkipped, [name, reason]);
}
