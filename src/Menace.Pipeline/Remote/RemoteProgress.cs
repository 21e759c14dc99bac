using System.Globalization;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Remote;

/// <summary>Turns the events of a run into lines for people: one when something changed, and at most one every two seconds.</summary>
/// <param name="runId">The run.</param>
/// <param name="total">How many bots it has.</param>
/// <param name="tell">Takes a line.</param>
/// <param name="clock">The time.</param>
internal sealed class RemoteProgress(long runId, int total, Action<string> tell, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, string> _verdicts = new(StringComparer.Ordinal);
    private string _state = "waits for capacity";
    private string? _trouble;
    private string _told = "";
    private long? _toldAt;

    /// <summary>The line as it is now.</summary>
    public string Line
    {
        get
        {
            string[] failed = [.. _verdicts.Where(verdict => verdict.Value is not ("passed" or "passed_against_stub"))
                .Select(verdict => verdict.Key).Order(StringComparer.Ordinal)];
            var verdicts = _verdicts.Count == 0 ? ""
                : string.Create(CultureInfo.InvariantCulture, $", {_verdicts.Count} of {total} bots tested");
            var more = failed.Length > 5 ? string.Create(CultureInfo.InvariantCulture, $" and {failed.Length - 5} more") : "";
            var names = failed.Length == 0 ? "" : $", not passed: {string.Join(", ", failed.Take(5))}{more}";
            return string.Create(CultureInfo.InvariantCulture,
                $"Menace: run {runId} {_state}{verdicts}{names}{(_trouble is null ? "" : $" ({_trouble})")}");
        }
    }

    /// <summary>Takes an event.</summary>
    public void Add(RunEvent happened)
    {
        _trouble = null;
        switch (happened)
        {
            case { Stage: "verify", Bot.Length: > 0 }:
                _verdicts[happened.Bot] = happened.Outcome;
                break;
            case { Kind: "end" }:
                _state = "ended: " + happened.Outcome;
                break;
            case { Kind: "progress", Bot.Length: 0, Outcome: "started" }:
                _state = "is running: " + happened.Stage;
                break;
        }
    }

    /// <summary>The connection is lost.</summary>
    public void Lose(string reason) => _trouble = "connection lost: " + reason;

    /// <summary>Tells the line, if it changed and the last one was long enough ago.</summary>
    public void Tell()
    {
        var line = Line;
        if (line == _told || (_toldAt is { } at && clock.GetElapsedTime(at) < Pause))
        {
            return;
        }

        (_told, _toldAt) = (line, clock.GetTimestamp());
        tell(line);
    }
}
