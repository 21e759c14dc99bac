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

    private static readonly string[] DayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] GermanDays = ["sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"];

    /// <summary>Of two letters, English and German; "do" and "so" are English words.</summary>
    private static readonly string[] ShortDays = ["su", "mo", "tu", "we", "th", "fr", "sa", "-", "-", "di", "mi"];

    private static readonly string[] MonthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["zwei"] = 2,
        ["drei"] = 3,
        ["vier"] = 4,
        ["fünf"] = 5,
        ["sechs"] = 6,
        ["zehn"] = 10,
        ["fünfzehn"] = 15,
        ["zwanzig"] = 20,
        ["dreißig"] = 30,
    };

    private readonly List<string> _tokens;
    private readonly List<(int Hour, int Minute)> _times = [];
    private readonly SortedSet<int> _days = [];
    private readonly SortedSet<int> _monthDays = [];
    private readonly SortedSet<int> _months = [];
    private (int Number, string Unit)? _interval;
    private (int From, int To)? _hours;
    private int? _minute;
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
            _last = token == "(" ? "" : _last;
            return Take(1);
        }

        return ReadDate(token) || ReadPhrase(token) || ReadInterval(token) || ReadFrequency(token) || ReadTime(token) || ReadDay(token)
            || (Filler.Contains(token) && Take(1));
    }

    /// <summary>Words that say again that it is always so.</summary>
    private bool ReadPhrase(string token) => token switch
    {
        "around" when Ahead(1) == "the" && Ahead(2) == "clock" => Take(3),
        "day" when Ahead(1) == "and" && Ahead(2) == "night" => Take(3),
        "sundays" or "weekends" or "holidays" when Ahead(1) == "included" => Take(2),
        "including" when Ahead(1) is "sundays" or "weekends" or "holidays" => Take(2),
        "on" when Ahead(1) == "the" && Ahead(2) is "hour" or "dot" => SetMinute(0, 3),
        "at" when Ahead(1) == "the" && Ahead(2) == "top" && Ahead(3) == "of" && Ahead(4) is "the" or "every" or "each"
            && Ahead(5) == "hour" => SetMinute(0, 6),
        "full" when Ahead(1) == "hour" => SetMinute(0, 2),
        "half" when Ahead(1) == "past" && Ahead(2) is "every" or "each" && Ahead(3) == "hour" => SetMinute(30, 4),
        "half" when Ahead(1) == "past" => ReadSpokenTime(30, 2),
        "quarter" when Ahead(1) is "past" or "to" => ReadSpokenTime(Ahead(1) == "past" ? 15 : -15, 2),
        "five" or "ten" or "twenty" when Ahead(1) is "past" or "to" => ReadSpokenTime((Ahead(1) == "past" ? 1 : -1) * Numbers[token], 2),
        "except" or "excluding" => ReadExcept(),
        "day" when Ahead(2) is "of" && NumberOf(Ahead(1)) is >= 1 and <= 31 => AddMonthDay(NumberOf(Ahead(1))!.Value, 2),
        "from" when DaysOf(Ahead(1)) is not null => Take(1),
        "between" or "from" when _interval is not null || Ahead(4) is "every" or "hourly" => ReadWindow(),
        _ => false,
    };

    private bool SetMinute(int minute, int tokens)
    {
        _minute = minute;
        _interval ??= (1, Hours);
        return Take(tokens);
    }

    private bool AddMonthDay(int day, int tokens)
    {
        _monthDays.Add(day);
        return Take(tokens);
    }

    /// <summary>Half past five is only clear with a part of the day.</summary>
    private bool ReadSpokenTime(int minutes, int tokens)
    {
        var hour = NumberOf(Ahead(tokens));
        var part = Ahead(tokens + 1) == "in" && Ahead(tokens + 2) == "the" ? Ahead(tokens + 3) : _part;
        if (hour is not (>= 1 and <= 12) || part is not ("morning" or "evening" or "afternoon"))
        {
            return false;
        }

        var clock = (hour.Value % 12) + (part == "morning" ? 0 : 12);
        var total = (clock * 60) + minutes;
        (_isVague, _part) = (false, "");
        return total is > 0 and < 24 * 60 && AddTime(total / 60, total % 60, tokens + (Ahead(tokens + 1) == "in" ? 4 : 1));
    }

    private bool ReadExcept()
    {
        var at = Ahead(1) == "on" ? 2 : 1;
        var days = new SortedSet<int>();
        for (; Ahead(at).Length > 0 && Ahead(at) is not (")" or "at" or ","); at++)
        {
            if (Ahead(at) is "and" or "or")
            {
                continue;
            }

            if (DaysOf(Ahead(at)) is not { } some)
            {
                return false;
            }

            days.UnionWith(some);
        }

        if (days.Count == 0 || _days.Count > 0)
        {
            return false;
        }

        _days.UnionWith(Enumerable.Range(0, 7).Except(days));
        _dayGroups++;
        _isExcept = true;
        return Take(at);
    }

    /// <summary>Hours of an interval. Only an end such as 18:59 says clearly which is the last one.</summary>
    private bool ReadWindow()
    {
        var (from, to) = (Clock().Match(Ahead(1)), Clock().Match(Ahead(3)));
        if (Ahead(2) is not ("and" or "to" or "-" or "until") || !from.Success || !to.Success || from.Groups["minute"].Value != "00"
            || to.Groups["minute"].Value != "59")
        {
            return false;
        }

        _hours = (int.Parse(from.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(to.Groups["hour"].ValueSpan,
            CultureInfo.InvariantCulture));
        return _hours.Value.From < _hours.Value.To && _hours.Value.To < 24 && Take(4);
    }

    private bool ReadInterval(string token)
    {
        if (token is "hourly" or "stündlich" or "minütlich")
        {
            return SetInterval(1, token == "minütlich" ? Minutes : Hours, 1);
        }

        if (token is "half-hourly" or "quarter-hourly" or "halbstündlich" or "viertelstündlich")
        {
            return SetInterval(token is "half-hourly" or "halbstündlich" ? 30 : 15, Minutes, 1);
        }

        if (token is not ("every" or "each" or "alle" or "once" or "jede"))
        {
            return false;
        }

        var at = 1;
        if (token == "once")
        {
            if (Ahead(at) is not ("every" or "an" or "per" or "each" or "a"))
            {
                return false;
            }

            at++;
        }

        if (Ahead(at) is "half" or "halbe" && Ahead(at + 1) is "hour" or "an" or "stunde")
        {
            return SetInterval(30, Minutes, at + (Ahead(at + 1) == "an" ? 3 : 2));
        }

        if (Ahead(at) is "quarter" && (Ahead(at + 1) is "hour" || (Ahead(at + 1) is "of" && Ahead(at + 2) is "an"
            && Ahead(at + 3) is "hour")))
        {
            return SetInterval(15, Minutes, at + (Ahead(at + 1) == "of" ? 4 : 2));
        }

        var number = 1;
        if (token is "every" or "each" && Ahead(at + 1) is "hour" or "minute" && Ahead(at) is "other" or "second" or "third" or "fourth")
        {
            return SetInterval(Ahead(at) switch { "third" => 3, "fourth" => 4, _ => 2 }, UnitOf(Ahead(at + 1))!, at + 2);
        }

        if (NumberOf(Ahead(at)) is { } given)
        {
            (number, at) = (given, at + 1);
        }
        else if (Compact().Match(Ahead(at)) is { Success: true } compact)
        {
            number = int.Parse(compact.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        }

        return UnitOf(Ahead(at)) is { } unit && SetInterval(number, unit, at + 1);
    }

    private bool SetInterval(int number, string unit, int tokens)
    {
        var isSame = _interval is null || _interval == (number, unit);
        _interval = (number, unit);
        return isSame && Take(tokens);
    }

    private static string? UnitOf(string token) => token switch
    {
        "minute" or "minutes" or "min" or "mins" or "m" or "minuten" => Minutes,
        "hour" or "hours" or "h" or "hr" or "hrs" or "stunde" or "stunden" => Hours,
        _ => Compact().Match(token) is { Success: true } compact ? UnitOf(compact.Groups["unit"].Value) : null,
    };

    private static int? NumberOf(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Numbers.TryGetValue(token, out number) ? number : null;

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
            case "twice":
                _count = 2;
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

    private bool Shift(string part)
    {
        for (var i = 0; i < _times.Count; i++)
        {
            var (hour, minute) = _times[i];
            if (hour > 12)
            {
                return false;
            }

            _times[i] = (part == "morning" || hour == 12 ? hour : hour + 12, minute);
        }

        return Take(3);
    }

    private bool ReadTime(string token)
    {
        if (token is "noon" or "midnight" or "mitternacht" or "mittag")
        {
            return AddTime(token is "noon" or "mittag" ? 12 : 0, 0, 1);
        }

        if (token is "minute" or ":" && NumberOf(Ahead(1)) is { } after and < 60)
        {
            _minute = after;
            return Take(2);
        }

        var clock = Clock().Match(token);
        if (clock.Success)
        {
            var hour = int.Parse(clock.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
            var minute = clock.Groups["minute"].Success ? int.Parse(clock.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            var half = clock.Groups["half"].Success ? clock.Groups["half"].Value : Ahead(1);
            if (half is "am" or "pm" or "a.m." or "p.m." or "a.m" or "p.m")
            {
                return hour is >= 1 and <= 12
                    && AddTime((hour % 12) + (half[0] == 'p' ? 12 : 0), minute, clock.Groups["half"].Success ? 1 : 2);
            }

            // 1.10 is a date, unless it says that it is a time.
            return (clock.Groups["minute"].Success || clock.Groups["h"].Success) && (!token.Contains('.') || half == "uhr"
                || token[^1] == 'h')
                && AddTime(hour, minute, 1);
        }

        if (NumberOf(token) is { } spoken and <= 12 && !char.IsDigit(token[0]) && (Ahead(1) == "o'clock" || (Ahead(1) == "in"
            && Ahead(2) == "the"
            && Ahead(3) is "morning" or "evening" or "afternoon") || Ahead(1) is "am" or "pm"))
        {
            return AddTime((spoken % 12) + (Ahead(1) == "pm" ? 12 : 0), 0, Ahead(1) == "in" ? 1 : 2);
        }

        if (NumberOf(token) is not { } number || !char.IsDigit(token[0]))
        {
            return false;
        }

        if (Ahead(1) is "minutes" or "past" && (Ahead(1) == "past" || Ahead(2) == "past"))
        {
            _minute = number < 60 ? number : null;
            var taken = Ahead(1) == "past" ? 2 : 3;
            taken += Ahead(taken) is "the" or "every" or "each" && Ahead(taken + 1) == "hour" ? 2 : Ahead(taken) == "hour" ? 1 : 0;
            _interval ??= (1, Hours);
            return _minute is not null && Take(taken);
        }

        return (Ahead(1) is "am" or "pm" or "a.m." or "p.m." or "a.m" or "p.m" && number is >= 1 and <= 12
                && AddTime((number % 12) + (Ahead(1)[0] == 'p' ? 12 : 0), 0, 2))
            || (Ahead(1) is "uhr" or "o'clock" or "h" && AddTime(number, 0, 2))
            || (_last is "at" or "um" && Ahead(1) is "" or "," or "." or "in" or "on" or ")" or "and" && AddTime(number, 0, 1))
            || (Ahead(1) is "and" or "," && Clock().Match(Ahead(2)) is { Success: true } next && next.Groups["half"].Success
                && number is >= 1 and <= 12 && AddTime((number % 12) + (next.Groups["half"].Value[0] == 'p' ? 12 : 0), 0, 1));
    }

    private bool AddTime(int hour, int minute, int tokens)
    {
        // Times at a second place may have other days.
        _timeGroups += _last == "time" ? 0 : 1;
        _last = "time";
        _times.Add((hour, minute));
        return hour < 24 && minute < 60 && _timeGroups == 1 && Take(tokens);
    }

    private bool ReadDay(string token)
    {
        if (token is "at" or "um")
        {
            _last = _last == "time" ? _last : token;
            return Take(1);
        }

        if (DaysOf(token) is not { } first)
        {
            return false;
        }

        var before = _dayGroups > 0 && _last != "day" ? _days.Count : -1;
        _dayGroups++;
        _last = "day";
        if (first.Length == 1 && Ahead(1) is "-" or "to" or "through" or "thru" or "till" or "until" or "bis"
            && DaysOf(Ahead(2)) is [var last])
        {
            for (var day = first[0]; ; day = (day + 1) % 7)
            {
                _days.Add(day);
                if (day == last)
                {
                    return IsSame() && Take(3);
                }
            }
        }

        _days.UnionWith(first);
        return IsSame() && Take(1);

        // Days at a second place only repeat the first ones.
        bool IsSame() => before < 0 || before == _days.Count;
    }

    private int[]? DaysOf(string token)
    {
        if (token is "weekday" or "weekdays" or "workday" or "workdays" || (token is "working" or "business" or "week"
            && Ahead(1) is "day" or "days"))
        {
            _at += token is "working" or "business" or "week" ? 1 : 0;
            return [1, 2, 3, 4, 5];
        }

        if (token is "weekend" or "weekends" or "wochenende" or "wochenenden")
        {
            return [0, 6];
        }

        if (Array.IndexOf(ShortDays, token) is var index and >= 0)
        {
            return [index % 7];
        }

        for (var day = 0; day < 7; day++)
        {
            if (token == DayNames[day] || token == DayNames[day] + "s" || token == DayNames[day][..3]
                || (token.Length == 4 && DayNames[day].StartsWith(token, StringComparison.Ordinal))
                || token == GermanDays[day] || token == GermanDays[day] + "s")
            {
                return [day];
            }
        }

        return null;
    }

    private bool ReadDate(string token)
    {
        var ordinal = Ordinal().Match(token);
        if (ordinal.Success && int.Parse(ordinal.Groups["day"].ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= 31 and var day)
        {
            _monthDays.Add(day);
            _last = "date";
            return Take(Ahead(1) is "day" ? 2 : 1);
        }

        if (NumberOf(token) is >= 1 and <= 31 and var dayNumber && Array.IndexOf(MonthNames, Ahead(1)) is var monthIndex and >= 0)
        {
            _monthDays.Add(dayNumber);
            _months.Add(monthIndex + 1);
            return Take(2);
        }

        if (Array.IndexOf(MonthNames, token) is var named and >= 0 && (NumberOf(Ahead(1)) is >= 1 and <= 31 || Ordinal().IsMatch(Ahead(1))))
        {
            _months.Add(named + 1);
            _monthDays.Add(int.Parse(Ahead(1).AsSpan(0, Ahead(1).AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and > 0 ? end
                : Ahead(1).Length), CultureInfo.InvariantCulture));
            return Take(2);
        }

        if (token is "first" or "1st" && Ahead(1) is "of" or "day")
        {
            _monthDays.Add(1);
            _last = "date";
            return Take(2);
        }

        for (var month = 0; month < 12; month++)
        {
            if (token == MonthNames[month] && _monthDays.Count > 0)
            {
                _months.Add(month + 1);
                return Take(1);
            }
        }

        return false;
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
