using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Reporting;

/// <summary>
/// Prints how far the optimise or the develop stage is (<see cref="RunningCount"/>), and bots that failed at once: at most
/// <see cref="RunningCount.LinesPerCount"/> between two counts, because each is an error at the end of the stage.
/// </summary>
/// <param name="verb">What the stage does to bots: <c>analysed</c>.</param>
/// <param name="print">Takes a line; called from several threads, one at a time.</param>
/// <param name="clock">The time.</param>
/// <param name="isOnServer">True on a build server.</param>
internal sealed class StageProgress(string verb, Action<string> print, TimeProvider? clock = null, bool isOnServer = false) : IStageProgress
{
    private readonly Lock _lock = new();
    private RunningCount? _count;
    private int _all;
    private int _done;
    private int _failed;
    private int _atOnce;

    /// <inheritdoc/>
    public void Begin(int bots)
    {
        lock (_lock)
        {
            (_all, _count) = (bots, new RunningCount(bots, clock ?? TimeProvider.System, isOnServer));
        }
    }

    /// <inheritdoc/>
    public void Done(string bot, PipelineDiagnostic? failure)
    {
        lock (_lock)
        {
            _done++;
            if (failure is null)
            {
                return;
            }

            _failed++;
            if (_atOnce++ < RunningCount.LinesPerCount)
            {
                Print($"{bot} not {verb} ({failure.Rule.Id})");
            }
        }
    }

    /// <summary>Prints the count if it is time. To be called a few times a second.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            if (_done < _all && _count?.Line(_done, _all, _done, verb) is { } line)
            {
                _atOnce = 0;
                Print(_failed == 0 ? line : string.Create(CultureInfo.InvariantCulture, $"{line}, {_failed} failed"));
            }
        }
    }

    /// <summary>Prints nothing any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _count = null;
        }
    }

    private void Print(string line)
    {
        _count?.Printed();
        print(line);
    }
}
