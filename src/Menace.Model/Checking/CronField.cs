using System.Globalization;

namespace Menace.Model.Checking;

/// <summary>One field of a cron expression.</summary>
internal sealed class CronField(string name, string text, int first, int last, string[] names, bool allowsQuestion = false)
{
    /// <summary>True for <c>?</c>, which stands for any value.</summary>
    private bool IsQuestion => text == "?";

    /// <summary>The plain values the field names; empty where a special day (<c>L</c>, <c>LW</c>) can fall on any.</summary>
    public List<int> Values { get; } = [];

    /// <summary>Checks a field of values, ranges and steps.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? CheckPlain()
    {
        var parts = text.Split(',');
        foreach (var part in parts)
        {
            // '*' is no element of a list, nor is it repeated.
            if ((parts.Length > 1 && part.StartsWith("*", StringComparison.Ordinal)) || !ReadRange(part))
            {
                return Wrong(part);
            }
        }

        return null;
    }

    /// <summary>Checks a day of the month, with <c>?</c>, <c>L</c>, <c>LW</c>, <c>L-3</c>, <c>L-3W</c> and <c>15W</c>.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? CheckDay()
    {
        var upper = text.ToUpperInvariant();
        if (IsQuestion || upper is "L" or "LW")
        {
            return null;
        }

        if (upper.StartsWith("L-", StringComparison.Ordinal))
        {
            var offset = upper.Substring(2).TrimEnd('W');
            return upper.Length - offset.Length <= 3 && TryNumber(offset, out var days) && days <= 30 ? null : Wrong(text);
        }

        if (upper.EndsWith("W", StringComparison.Ordinal))
        {
            if (!TryNumber(upper.Substring(0, upper.Length - 1), out var day) || day < first || day > last)
            {
                return Wrong(text);
            }

            Values.Add(day);
            return null;
        }

        return CheckPlain();
    }

    /// <summary>Checks a day of the week, with <c>?</c>, <c>5L</c> and <c>MON#2</c>.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? CheckWeekday()
    {
        if (IsQuestion)
        {
            return null;
        }

        if (text.EndsWith("L", StringComparison.OrdinalIgnoreCase) && TryValue(text.Substring(0, text.Length - 1), out _))
        {
            return null;
        }

        var hash = text.IndexOf('#');
        if (hash > 0)
        {
            return TryValue(text.Substring(0, hash), out _) && TryNumber(text.Substring(hash + 1), out var week) && week is >= 1 and <= 5 ? null : Wrong(text);
        }

        return CheckPlain();
    }

    /// <summary><c>*</c>, <c>5</c>, <c>1-5</c>, each with a step behind '/'; a range may wrap around.</summary>
    private bool ReadRange(string part)
    {
        var slash = part.IndexOf('/');
        var step = 1;
        if (slash >= 0)
        {
            if (!TryNumber(part.Substring(slash + 1), out step) || step < 1 || step > last)
            {
                return false;
            }

            part = part.Substring(0, slash);
        }

        int from, to;
        if (part == "*")
        {
            (from, to) = (first, names.Length == 7 ? 6 : last);
        }
        else if (part.IndexOf('-') is var dash and > 0)
        {
            if (!TryValue(part.Substring(0, dash), out from) || !TryValue(part.Substring(dash + 1), out to))
            {
                return false;
            }
        }
        else if (TryValue(part, out from))
        {
            to = slash >= 0 ? last : from;
        }
        else
        {
            return false;
        }

        for (var value = from; value <= (from <= to ? to : last); value += step)
        {
            Values.Add(value);
        }

        if (from > to)
        {
            // 22-4 is 22, 23, 0 … 4; where the steps after the wrap begin does not matter for whether a day exists.
            for (var value = first; value <= to; value++)
            {
                Values.Add(value);
            }
        }

        return true;
    }

    private bool TryValue(string word, out int value)
    {
        var index = Array.FindIndex(names, known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            value = index + first;
            return true;
        }

        return TryNumber(word, out value) && value >= first && value <= last;
    }

    private static bool TryNumber(string word, out int value)
    {
        value = 0;
        return word.Length is > 0 and <= 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private string Wrong(string part)
    {
        var also = names.Length > 0 ? $" or {names[0]} … {names[names.Length - 1]}" : allowsQuestion ? ", L, W or ?" : "";
        return string.Format(CultureInfo.InvariantCulture, "the field {0} ('{1}') is not in {2} … {3}{4}", name, part, first, last, also);
    }
}
