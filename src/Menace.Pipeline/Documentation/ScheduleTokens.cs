using System.Globalization;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads a schedule in words, token by token. A token that is not known, or a combination that no cron expression has, ends
/// it.</summary>
internal sealed partial class ScheduleTokens
{
    private const string Minutes = "minutes";
    private const string Hours = "hours";

    private static readonly HashSet<string> Filler = new(
        """
        at on the and of each every all in by ,
        & + / per a an time local times clock o'clock sharp always exactly automatically cron via uhr um am an den der
        dem und jeden jede jedes im jeweils immer is it
        """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private readonly List<string> _tokens;
    private readonly List<(int Hour, int Minute)> _times = [];
    private readonly SortedSet<int> _days = [];
    private readonly SortedSet<int> _monthDays = [];
    private readonly SortedSet<int> _months = [];
    private (int Number, string Unit)? _interval;
    private (int From, int To)? _hours;
    private int? _minute;
    private string? _minutes;
    private int? _count;
    private bool _isVague;
    private bool _isExcept;
    private bool _isYearly;
    private string _part = "";
    private bool _isDaily;
    private bool _isMonthly;
    private bool _isWeekly;
    private int _timeGroups;
    private int _dayGroups;
    private string _last = "";
    private int _at;

    private ScheduleTokens(List<string> tokens)
    {
        _tokens = tokens;
    }

    /// <summary>Returns what the words say.</summary>
    public static ScheduleReading Read(string text)
    {
        var tokens = Token().Matches(text.ToLowerInvariant().Replace('\u2013', '-').Replace('\u2019', '\'')).Select(match =>
            match.Value).ToList();
        if (tokens is ["@hourly" or "@daily" or "@midnight" or "@weekly" or "@monthly" or "@yearly"])
        {
            var macro = tokens[0] switch
            {
                "@hourly" => "0 * * * *",
                "@weekly" => "0 0 * * 0",
                "@monthly" => "0 0 1 * *",
                "@yearly" => "0 0 1 1 *",
                _ => "0 0 * * *",
            };
            return new(ScheduleClarity.Clear, macro);
        }

        if (tokens.Count == 0)
        {
            return new(ScheduleClarity.None);
        }

        var reader = new ScheduleTokens(tokens);
        while (reader._at < tokens.Count)
        {
            if (!reader.ReadToken())
            {
                return ScheduleReading.Unclear;
            }
        }

        return reader.Result();
    }

    private string Ahead(int ahead) => _at + ahead < _tokens.Count ? _tokens[_at + ahead] : "";

    private bool Take(int count)
    {
        _at += count;
        return true;
    }

    private bool ReadToken()
    {
        var token = _tokens[_at];
        if (token is "(" or ")" or "." or ";" or ":" or "-")
        {
            // What stands in brackets is said once more.
            _last = token is "(" or ";" ? "" : _last;
            return Take(1);
        }

        return ReadDate(token) || ReadPhrase(token) || ReadInterval(token) || ReadFrequency(token) || ReadTime(token) || ReadDay(token)
            || (Filler.Contains(token) && Take(1));
    }

    private static int? NumberOf(string token) => NumberWords.Whole(token);

    private bool ReadFrequency(string token)
    {
        switch (token)
        {
            case "morning" or "evening" or "afternoon" or "night" or "mornings" or "evenings" or "nights" when _last == "day":
                _part = token.TrimEnd('s');
                return Take(1);
            case "quarterly":
                _months.UnionWith([1, 4, 7, 10]);
                _isMonthly = true;
                return Take(1);
            case "year" or "yearly" or "annually" or "jährlich":
                _isYearly = true;
                return Take(1);
            case "daily" or "day" or "days" or "täglich" or "tag" or "nightly" or "night" or "nächtlich" or "nacht":
                _isDaily = true;
                return Take(1);
            case "morning" or "evening" or "afternoon" or "mornings" or "evenings" or "morgen" or "abend" when _times.Count == 0:
                (_isDaily, _isVague, _part) = (true, true, token.TrimEnd('s'));
                return Take(1);
            case "in" when Ahead(1) == "the" && Ahead(2) is "morning" or "evening" or "afternoon" && _times.Count > 0:
                return Shift(Ahead(2));
            case "once" when Ahead(1) is "a" or "per" or "daily" or "every" or "each":
                _count = 1;
                return Take(1);
            case "twice" or "thrice":
                _count = token == "twice" ? 2 : 3;
                return Take(1);
            case "weekly" or "wöchentlich" or "week" or "woche":
                _isWeekly = true;
                return Take(1);
            case "monthly" or "monatlich" or "month" or "monat" or "monats":
                _isMonthly = true;
                return Take(1);
            default:
                return false;
        }
    }

    private ScheduleReading Result()
    {
        var days = _days.Count is 0 or 7 ? "*" : Join(_days);
        if (_days.Count > 0 && _monthDays.Count > 0)
        {
            return ScheduleReading.Unclear;
        }

        if (_interval is { } interval)
        {
            return _times.Count > 0 || _monthDays.Count > 0 || _isMonthly || _isWeekly || _isYearly || (_isDaily && !_isExcept)
                || _count > 1
                ? ScheduleReading.Unclear : IntervalResult(interval, days);
        }

        if (_isVague && _times.Count > 0 && _times.TrueForAll(time => time.Hour is > 3 and < 12) && _part is "morning")
        {
            // Every morning at 6:30
            _isVague = false;
        }
        else if (_isVague && _times.Count > 0 && _times.TrueForAll(time => time.Hour >= 12) && _part is "evening" or "afternoon")
        {
            _isVague = false;
        }

        if (_times.Count == 0 || _isVague)
        {
            return _days.Count + _monthDays.Count > 0 || _isDaily || _isWeekly || _isMonthly
                ? new(ScheduleClarity.Vague) : ScheduleReading.Unclear;
        }

        var (hours, minutes) = (_times.Select(t => t.Hour).Distinct().Order().ToList(), _times.Select(t =>
            t.Minute).Distinct().Order().ToList());
        if (hours.Count * minutes.Count != _times.Distinct().Count() || (_count is { } count && count != _times.Count)
            || _minute is not null
            || (_isWeekly && _days.Count == 0) || (_isMonthly && _monthDays.Count == 0) || (_isYearly && _months.Count == 0)
            || (_part is "evening" or "afternoon" && _times.Exists(time => time.Hour < 12)) || (_isDaily && !_isExcept
                && (_days.Count is > 0 and < 7 || _monthDays.Count > 0)))
        {
            return ScheduleReading.Unclear;
        }

        return new(ScheduleClarity.Clear,
            string.Join(' ', Join(minutes), Join(hours), JoinOrAll(_monthDays), JoinOrAll(_months), days));
    }

    private ScheduleReading IntervalResult((int Number, string Unit) interval, string days)
    {
        var hours = _hours is { } window ? string.Create(CultureInfo.InvariantCulture, $"{window.From}-{window.To}") : "*";
        return IntervalResult(interval, hours, days);
    }

    private ScheduleReading IntervalResult((int Number, string Unit) interval, string window, string days) => interval switch
    {
        (1, Hours) when _minutes is not null => new(ScheduleClarity.Clear, $"{_minutes} {window} * * {days}"),
        (1, Hours) => new(ScheduleClarity.Clear, $"{_minute ?? 0} {window} * * {days}"),
        (var hours, Hours) when _hours is null && hours is > 1 and < 24
            && 24 % hours == 0 => new(ScheduleClarity.Clear, $"{_minute ?? 0} */{hours} * * {days}"),
        (1, Minutes) when _minute is null => new(ScheduleClarity.Clear, $"* {window} * * {days}"),
        (var minutes, Minutes) when minutes is > 1 and < 60 && 60 % minutes == 0 && _minute is null =>
            new(ScheduleClarity.Clear, $"*/{minutes} {window} * * {days}"),
        (var minutes, Minutes) when minutes > 60 && minutes % 60 == 0 && minutes / 60 < 24 && 24 % (minutes / 60) == 0 && _hours is null
            && _minute is null =>
            new(ScheduleClarity.Clear, $"0 */{minutes / 60} * * {days}"),
        (60, Minutes) => new(ScheduleClarity.Clear, $"0 {window} * * {days}"),
        _ => ScheduleReading.Unclear,
    };

    private static string JoinOrAll(SortedSet<int> numbers) => numbers.Count > 0 ? Join(numbers) : "*";

    /// <summary>Numbers of a cron field; three and more in a row are a range.</summary>
    private static string Join(IEnumerable<int> numbers)
    {
        var all = numbers.ToList();
        return all.Count > 2 && all[^1] - all[0] == all.Count - 1
            ? string.Create(CultureInfo.InvariantCulture, $"{all[0]}-{all[^1]}")
            : string.Join(',', all.Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"\d{1,2}[:.]\d\d(?:[ap]m\b|h\b)?|\d{1,2}(?:[ap]m|h|m|min|st|nd|rd|th)\b|\d+|[ap]\.m\.?|(?:half|quarter)-hourly|"
        + @"@?[\p{L}][\p{L}']*[\p{L}]|\p{L}|[^\s\p{L}\d]",
        RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?<hour>\d{1,2})(?:[:.](?<minute>\d\d))?(?:(?<half>[ap]m)|(?<h>h))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?<day>\d{1,2})(?:st|nd|rd|th)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"^(?<number>\d{1,2})(?<unit>m|h|min)$", RegexOptions.CultureInvariant)]
    private static partial Regex Compact();
}
