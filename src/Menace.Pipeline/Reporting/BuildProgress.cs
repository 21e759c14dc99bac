using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Reporting;

/// <summary>
/// Prints bots as they end. Up to <see cref="LineLimit"/> bots to test: a line each, at once, and a count after ten silent seconds. More: a
/// count
/// every two seconds, with a line only for a bot that is not plainly passed; such lines wait for the count, so that a log stays quiet.
/// </summary>
internal sealed class BuildProgress
{
    /// <summary>The most bots that get a line each.</summary>
    public const int LineLimit = 30;

    /// <summary>The most lines between two counts; more are counted.</summary>
    private const int LinesPerCount = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly Action<string> _print;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BotRepository> _repositories;
    private readonly Dictionary<string, VerificationResult> _told = new(StringComparer.Ordinal);
    private readonly List<string> _waiting = [];
    private readonly bool _isLarge;
    private long _printedAt;
    private int _counted;
    private bool _hasEnded;

    /// <summary>Progress of the verification of <paramref name="build"/>.</summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The results of an earlier build, or null.</param>
    /// <param name="print">Takes a line; called from several threads, one at a time.</param>
    /// <param name="clock">The time.</param>
    public BuildProgress(BuildRecord build, VerifyRecord? previous, Action<string> print, TimeProvider? clock = null)
    {
        _repositories = build.Repositories.ToDictionary(repository => repository.Spec.Name, StringComparer.Ordinal);
        _print = print;
        _clock = clock ?? TimeProvider.System;
        _printedAt = _clock.GetTimestamp();
        var expected = Expected(build, previous);
        _isLarge = expected > LineLimit;
        if (_isLarge)
        {
            Print($"{BotLine.Count(expected, "bot")} to test");
        }
    }

    /// <summary>Takes a verdict; one that differs from the bot's last replaces it.</summary>
    public void Add(VerificationResult result)
    {
        lock (_lock)
        {
            if (_told.TryGetValue(result.Bot, out var told)
                && (told.Outcome, told.Passed, told.Failed) == (result.Outcome, result.Passed, result.Failed))
            {
                return;
            }

            _told[result.Bot] = result;
            if (!IsWorthALine(result))
            {
                return;
            }

            var line = BotLine.Of(_repositories.GetValueOrDefault(result.Bot), result);
            if (_isLarge)
            {
                _waiting.Add(line);
            }
            else
            {
                Print(line);
            }
        }
    }

    /// <summary>Prints the count if it is time. To be called a few times a second.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            var isDue = _clock.GetElapsedTime(_printedAt) >= (_isLarge && _told.Count > _counted ? Pause : Silence);
            if (isDue && !_hasEnded)
            {
                _counted = _told.Count;
                Print(string.Create(CultureInfo.InvariantCulture, $"{_told.Count} of {BotLine.Count(_repositories.Count, "bot")} done"));
                PrintWaiting();
            }
        }
    }

    /// <summary>Takes the verdicts as they are in the end, and prints what still waits. Nothing is printed afterwards.</summary>
    public void End(IEnumerable<VerificationResult> results)
    {
        foreach (var result in results)
        {
            Add(result);
        }

        lock (_lock)
        {
            PrintWaiting();
            _hasEnded = true;
        }
    }

    private static int Expected(BuildRecord build, VerifyRecord? previous)
    {
        var green = previous?.Results.Where(result => result.IsGreen).Select(result => result.Bot).ToHashSet(StringComparer.Ordinal) ?? [];
        return build.Repositories.Count(
            repository => repository.Change != RepositoryChange.Unchanged || !green.Contains(repository.Spec.Name));
    }

    private bool IsWorthALine(VerificationResult result)
    {
        var isUntouched = _repositories.TryGetValue(result.Bot, out var repository) && repository.Change == RepositoryChange.Unchanged;
        var isPlain = result.Outcome is VerificationOutcome.Passed or VerificationOutcome.NotRun;
        return _isLarge ? !isPlain && !(result.IsReused && isUntouched)
            : !(isUntouched && (result.IsReused || result.Outcome == VerificationOutcome.NotRun));
    }

    private void PrintWaiting()
    {
        foreach (var line in _waiting.Take(LinesPerCount))
        {
            Print(line);
        }

        if (_waiting.Count > LinesPerCount)
        {
            Print(string.Create(CultureInfo.InvariantCulture, $"{_waiting.Count - LinesPerCount} more that did not pass, see summary.md"));
        }

        _waiting.Clear();
    }

    private void Print(string line)
    {
        _printedAt = _clock.GetTimestamp();
        _print(line);
    }
}
