using System.Collections.Concurrent;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>
/// Progress that keeps back what is only missing: research may still fill it, and a line that says a bot has failed would not be true.
/// </summary>
internal sealed class HeldProgress(IStageProgress progress) : IStageProgress
{
    private readonly ConcurrentDictionary<string, PipelineDiagnostic> _missing = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Begin(int bots) => progress.Begin(bots);

    /// <inheritdoc/>
    public void Done(string bot, PipelineDiagnostic? failure)
    {
        if (failure?.Rule == Rules.MissingInformation)
        {
            _missing[bot] = failure;
            return;
        }

        _missing.TryRemove(bot, out _);
        progress.Done(bot, failure);
    }

    /// <summary>Passes on what is still missing.</summary>
    public void Release()
    {
        foreach (var (bot, failure) in _missing.OrderBy(held => held.Key, StringComparer.Ordinal))
        {
            progress.Done(bot, failure);
        }
    }
}
