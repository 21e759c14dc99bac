using System.Globalization;

namespace Menace.Pipeline.Documentation;

/// <content>Phrases and intervals.</content>
internal sealed partial class ScheduleTokens
{
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
        "half" or "quarter" or "five" or "ten" or "twenty" when Ahead(1) is "past" or "to" => ReadPast(token),
        "minute" when Ahead(2) == "and" && Ahead(3) == "minute" && NumberOf(Ahead(1)) is { } one && NumberOf(Ahead(4)) is { } two =>
            SetMinutes([one, two], 5),
        "full" when Ahead(1) == "hour" && Ahead(2) == "from" => SetMinute(0, 2),
        "rund" when Ahead(1) == "um" && Ahead(2) == "die" && Ahead(3) == "uhr" => Take(4),
        "tag" when Ahead(1) == "und" && Ahead(2) == "nacht" => Take(3),
        "zur" when Ahead(1) == "minute" && NumberOf(Ahead(2)) is { } german => SetMinute(german, 3),
        "days" or "day" when Ahead(1) == "of" && Ahead(2) is "the" && Ahead(3) is "year" or "week" => Take(4),
        _ when _interval is not null && Clock().Match(token).Groups["minute"].Value == "00" && Ahead(1) is "to" or "-" => ReadWindow(-1),
        "of" when Ahead(1) is "the" && Ahead(2) is "year" or "week" => Take(3),
        "except" or "excluding" => ReadExcept(),
        "but" when _isDaily => ReadExcept(),
        "seven" when Ahead(1) == "days" && Ahead(2) is "a" or "per" && Ahead(3) == "week" => SetDaily(4),
        "each" or "every" when Ahead(1) == "full" && Ahead(2) is "hour" or "minute" => SetFull(),
        "at" or "um" or "" when ReadList() => true,
        "day" when Ahead(2) is "of" && NumberOf(Ahead(1)) is >= 1 and <= 31 => AddMonthDay(NumberOf(Ahead(1))!.Value, 2),
        "from" when DaysOf(Ahead(1)) is not null => Take(1),
        "between" or "from" when _interval is not null || Ahead(4) is "every" or "hourly" => ReadWindow(),
        ":" when NumberOf(Ahead(1)) is { } colon && Ahead(2) == "of" && Ahead(3) is "every" or "each"
            && Ahead(4) == "hour" => SetMinute(colon, 5),
        _ => false,
    };

    private bool SetMinute(int minute, int tokens)
    {
        _minute = minute;
        _interval ??= (1, Hours);
        return Take(tokens);
    }

    private bool SetDaily(int tokens)
    {
        _isDaily = true;
        return Take(tokens);
    }

    /// <summary>Each full hour, and maybe each half hour.</summary>
    private bool SetFull()
    {
        if (Ahead(2) == "minute")
        {
            return SetInterval(1, Minutes, 3);
        }

        return Ahead(3) == "and" && Ahead(4) is "each" or "every" && Ahead(5) == "half" && Ahead(6) == "hour" ? SetMinutes([0, 30], 7)
            : SetMinute(0, 3);
    }

    /// <summary>Numbers with one unit behind the last: <c>6, 14 and 22 h</c>, <c>7, 22 and 37 minutes past each hour</c>.</summary>
    private bool ReadList()
    {
        var numbers = new List<int>();
        var at = 1;
        while (NumberOf(Ahead(at)) is { } number && char.IsDigit(Ahead(at)[0]))
        {
            numbers.Add(number);
            at++;
            at += Ahead(at) is "," or "and" or "und" ? Ahead(at + 1) is "and" ? 2 : 1 : 0;
        }

        if (numbers.Count < 2)
        {
            return false;
        }

        if (Ahead(at) is "minutes" && Ahead(at + 1) == "past" && Ahead(at + 2) is "each" or "every" or "the" && Ahead(at + 3) == "hour")
        {
            return SetMinutes(numbers, at + 4);
        }

        if (Ahead(at) is not ("h" or "uhr" or "o'clock" or "hours") || numbers.Exists(hour => hour > 23))
        {
            return false;
        }

        return numbers.TrueForAll(hour => AddTime(hour, 0, 0)) && Take(at + 1);
    }

    private bool SetMinutes(IReadOnlyList<int> minutes, int tokens)
    {
        _minutes = string.Join(',', minutes.Order().Select(minute => minute.ToString(CultureInfo.InvariantCulture)));
        _interval ??= (1, Hours);
        return minutes.All(minute => minute < 60) && Take(tokens);
    }

    /// <summary>Past an hour, past midnight, or past each hour.</summary>
    private bool ReadPast(string token)
    {
        var minutes = token switch { "half" => 30, "quarter" => 15, _ => NumberOf(token)!.Value };
        if (Ahead(1) == "past" && Ahead(2) is "the" or "every" or "each" && Ahead(3) == "hour")
        {
            return SetMinute(minutes, 4);
        }

        return Ahead(1) == "past" && Ahead(2) is "midnight" or "noon" ? AddTime(Ahead(2) == "noon" ? 12 : 0, minutes, 3)
            : ReadSpokenTime(Ahead(1) == "past" ? minutes : -minutes, 2);
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
        var part = (Ahead(tokens + 1) == "in" && Ahead(tokens + 2) == "the") ? Ahead(tokens + 3)
            : Ahead(tokens + 1) is "every" or "each"
            && Ahead(tokens + 2) is "morning" or "evening" or "afternoon" ? Ahead(tokens + 2) : _part;
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
    private bool ReadWindow(int shift = 0)
    {
        var (from, to) = (Clock().Match(Ahead(1 + shift)), Clock().Match(Ahead(3 + shift)));
        if (Ahead(2 + shift) is not ("and" or "to" or "-" or "until" or "till" or "through") || !from.Success || !to.Success
            || from.Groups["minute"].Value != "00" || !(to.Groups["minute"].Value == "59" || (to.Groups["minute"].Value == "00"
                && _interval == (1, Hours) && _minute == 0) || (_interval is ( > 1 and < 60 and var step, Minutes)
                && to.Groups["minute"].Value == (60 - step).ToString("00", CultureInfo.InvariantCulture))))
        {
            return false;
        }

        _hours = (int.Parse(from.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(to.Groups["hour"].ValueSpan,
            CultureInfo.InvariantCulture));
        return _hours.Value.From < _hours.Value.To && _hours.Value.To < 24 && Take(4 + shift);
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
}
