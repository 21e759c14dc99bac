using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

/// <summary>Reports databases that were set aside.</summary>
internal static class StoreFindings
{
    /// <summary>The warning.</summary>
    /// <param name="replaced">The database.</param>
    /// <param name="culprits">The bots that were tested when it was written last.</param>
    public static PipelineDiagnostic Of(ReplacedStore replaced, IReadOnlyList<string> culprits) => new(
        Rules.StoreReplaced,
        [replaced.Path, replaced.Reason, replaced.Aside, culprits.Count == 0 ? ""
            : $" It was written while tests ran of: {string.Join(", ", culprits)}"])
    {
        Bot = culprits.Count == 1 ? culprits[0] : null,
    };
}
