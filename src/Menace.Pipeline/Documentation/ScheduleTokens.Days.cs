using System.Globalization;

namespace Menace.Pipeline.Documentation;

/// <content>Times, days and dates.</content>
internal sealed partial class ScheduleTokens
{
    private static readonly string[] DayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] GermanDays = ["sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"];

    /// <summary>Of two letters, English and German; "do" and "so" are English words.</summary>
    private static readonly string[] ShortDays = ["su", "mo", "tu", "we", "th", "fr", "sa", "-", "-", "di", "mi"];

    private static readonly string[] MonthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

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
                || token[^1] == 'h' || _last == "at" || (half == "in" && Ahead(2) == "the"))
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
            || (_last is "at" or "um" && Ahead(1) is "" or "," or "." or "in" or "on" or ")" or "and" or "every" or "each"
                && AddTime(number, 0, 1))
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
}
