using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Reporting;

/// <summary>
/// Prints bots as they end, and the count of <see cref="RunningCount"/>. Up to <see cref="RunningCount.LineLimit"/> bots to test: a line
/// each, at once. More: at once a line for a bot that is not verified, and with the count one for a bot that is not plainly passed.
/// </summary>
internal sealed class BuildProgress
{
    private readonly Action<string> _print;
    private readonly RunningCount _count;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BotRepository> _repositories;
    private readonly Dictionary<string, VerificationResult> _told = new(StringComparer.Ordinal);
    private readonly List<string> _waiting = [];
    private int _atOnce;
    private bool _hasEnded;

    /// <summary>Progress of the verification of <paramref name="build"/>.</summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The results of an earlier build, or null.</param>
    /// <param name="print">Takes a line; called from several threads, one at a time.</param>
    /// <param name="clock">The time.</param>
    /// <param name="isOnServer">True on a build server.</param>
    public BuildProgress(
        BuildRecord build, VerifyRecord? previous, Action<string> print, TimeProvider? clock = null, bool isOnServer = false)
    {
        _repositories = build.Repositories.ToDictionary(repository => repository.Spec.Name, StringComparer.Ordinal);
        _print = print;
        var expected = Expected(build, previous);
        _count = new RunningCount(expected, clock ?? TimeProvider.System, isOnServer);
        if (_count.IsLarge)
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
            if (_count.IsLarge && (IsPositive(result) || _atOnce >= RunningCount.LinesPerCount))
            {
                _waiting.Add(line);
            }
            else
            {
                _atOnce++;
                Print(line);
            }
        }
    }

    /// <summary>Prints the count if it is time. To be called a few times a second.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            var worked = _told.Values.Count(result => !result.IsReused);
            if (!_hasEnded && _count.Line(_told.Count, _repositories.Count, worked, "done") is { } line)
            {
                _atOnce = 0;
                Print(line);
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
        return _count.IsLarge ? !isPlain && !(result.IsReused && isUntouched)
            : !(isUntouched && (result.IsReused || result.Outcome == VerificationOutcome.NotRun));
    }

    /// <summary>True for a verdict that is no cause to look at the bot at once.</summary>
    private static bool IsPositive(VerificationResult result) => result.IsGreen || result.Outcome == VerificationOutcome.NotRun;

    private void PrintWaiting()
    {
        foreach (var line in _waiting.Take(RunningCount.LinesPerCount))
        {
            Print(line);
        }

        if (_waiting.Count > RunningCount.LinesPerCount)
        {
            Print(string.Create(CultureInfo.InvariantCulture, $"{_waiting.Count - RunningCount.LinesPerCount} more, see summary.md"));
        }

        _waiting.Clear();
    }

    private void Print(string line)
    {
        _count.Printed();
        _print(line);
    }
}
