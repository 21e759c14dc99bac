using System.Globalization;
using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Checks;

/// <summary>
/// The cron dialect of the Cronos library 0.13: five fields, or six with seconds first; names, lists, ranges that may wrap around,
/// steps, <c>L</c>, <c>W</c>, <c>#</c>, <c>?</c> for <c>*</c>, and macros. Its <c>H</c> needs a seed, which tasks.json cannot give, and is
/// refused.
/// </summary>
internal sealed class CronParser
{
    private static readonly (string Name, string Fields)[] MacroTable =
    [
        ("@every_second", "* * * * * *"), ("@every_minute", "* * * * *"), ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"), ("@monthly", "0 0 1 * *"), ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"),
    ];

    public static readonly IReadOnlyList<string> Macros = [.. MacroTable.Select(macro => macro.Name)];

    private readonly CronExpression _expression;
    private readonly string _text;
    private readonly CronField _field;
    private readonly int _end;
    private int _at;
    private string? _problem;

    private CronParser(string text, CronField field, int start, int end, CronExpression expression)
    {
        (_text, _field, _at, _end, _expression) = (text, field, start, end, expression);
    }

    /// <summary>The expression, or null with a <paramref name="problem"/>.</summary>
    public static CronExpression? Parse(string text, out CronProblem? problem)
    {
        var expression = new CronExpression();
        var fields = Split(text);
        if (fields.Count > 0 && text[fields[0].Start] == '@')
        {
            problem = ProblemOfMacro(text, fields);
            return problem is null ? Parse(FieldsOfMacro(text.Trim(' ', '\t')), out problem) : null;
        }

        if (fields.Count is not (5 or 6))
        {
            var count = fields.Count.ToString(CultureInfo.InvariantCulture);
            problem = new(0, 0, "it has " + count + (fields.Count == 1 ? " field" : " fields")
                + ", but needs 5 (minutes, hours, day of month, month, day of week) or 6 (seconds first)");
            return null;
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var (start, end) = fields[i];
            var field = CronField.All[i + CronField.All.Count - fields.Count];
            var parser = new CronParser(text, field, start, end, expression);
            parser.ParseField();
            if (parser._problem is { } found)
            {
                problem = new(start, end - start, "field " + (i + 1)
                    .ToString(CultureInfo.InvariantCulture) + " (" + field.Title + "): " + found);
                return null;
            }
        }

        problem = null;
        return expression;
    }

    /// <summary>Where the fields of <paramref name="text"/> are; a macro is one.</summary>
    public static IReadOnlyList<(int Start, int End)> FieldsOf(string text) => Split(text);

    private static List<(int Start, int End)> Split(string text)
    {
        var fields = new List<(int, int)>();
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && text[at] is not (' ' or '\t'))
            {
                at++;
            }

            if (at > start)
            {
                fields.Add((start, at));
            }

            at++;
        }

        return fields;
    }

    private static CronProblem? ProblemOfMacro(string text, List<(int Start, int End)> fields)
    {
        var (start, end) = fields[0];
        var macro = text.Substring(start, end - start);
        if (!Macros.Contains(macro, StringComparer.OrdinalIgnoreCase))
        {
            var nearest = Nearest.Of(macro, Macros);
            return new(start, end - start,
                "unknown macro; allowed are " + string.Join(", ", Macros) + Nearest.Hint(nearest))
            {
                Suggestion = fields.Count == 1
                ? nearest : null
            };
        }

        return fields.Count == 1
            ? null
            : new(fields[1].Start, fields[fields.Count - 1].End - fields[1].Start, "nothing may follow the macro " + macro);
    }

    private static string FieldsOfMacro(string macro) =>
        MacroTable.First(known => string.Equals(known.Name, macro, StringComparison.OrdinalIgnoreCase)).Fields;

    private void ParseField()
    {
        var bits = _field == CronField.DaysOfMonth ? ParseDaysOfMonth()
            : _field == CronField.DaysOfWeek ? ParseDaysOfWeek()
            : ParseList();
        if (_at < _end)
        {
            Fail("unexpected '" + Display.Of(_text.Substring(_at, _end - _at)) + "'");
        }

        if (_field == CronField.Seconds)
        {
            _expression.Seconds = bits;
        }
        else if (_field == CronField.Minutes)
        {
            _expression.Minutes = bits;
        }
        else if (_field == CronField.Hours)
        {
            _expression.Hours = bits;
        }
        else if (_field == CronField.Months)
        {
            _expression.Months = bits;
        }
    }

    private long ParseDaysOfMonth()
    {
        if (Accept('L'))
        {
            _expression.BeforeLast = Accept('-') ? ParseNumber(0, _field.Last - 1) : 0;
            _expression.NearestWeekday = Accept('W');
            return 0;
        }

        var start = _at;
        var bits = ParseList(afterFirst: 'W');
        _expression.NearestWeekday = IsSingle(start) && Accept('W');
        return _expression.DaysOfMonth = bits;
    }

    private long ParseDaysOfWeek()
    {
        var start = _at;
        var bits = ParseList(afterFirst: 'L');
        if (IsSingle(start))
        {
            _expression.LastDayOfWeek = Accept('L');
            _expression.NthDayOfWeek = !_expression.LastDayOfWeek && Accept('#') ? ParseNumber(1, 5) : 0;
        }

        const long Seventh = 1L << 7;
        return _expression.DaysOfWeek = (bits & Seventh) != 0 ? bits | 1 : bits;
    }

    /// <summary>
    /// A star, or values and ranges with commas. <paramref name="afterFirst"/> may follow a single value, and ends the list.
    /// </summary>
    private long ParseList(char afterFirst = '\0')
    {
        if (Accept('*') || Accept('?'))
        {
            return Accept('/') ? Range(_field.First, _field.Last, ParseNumber(1, _field.Last)) : CronExpression.Every(_field);
        }

        var start = _at;
        var bits = 0L;
        do
        {
            bits |= ParseRange();
            if (afterFirst != '\0' && _at < _end && char.ToUpperInvariant(_text[_at]) == afterFirst && !IsSingle(start))
            {
                Fail("'" + afterFirst + "' may only follow a single value");
            }
        }
        while (_problem is null && Accept(','));
        return bits;
    }

    /// <summary>True if the field up to here is one number or name.</summary>
    private bool IsSingle(int start)
    {
        for (var i = start; i < _at; i++)
        {
            if (_text[i] is ',' or '-' or '/' or '*' or '?')
            {
                return false;
            }
        }

        return true;
    }

    private long ParseRange()
    {
        var low = ParseValue();
        var high = low;
        if (Accept('-'))
        {
            high = ParseValue();
        }
        else if (_at < _end && _text[_at] == '/')
        {
            high = _field.Last;
        }

        return Range(low, high, Accept('/') ? ParseNumber(1, _field.Last) : 1);
    }

    /// <summary>From low to high, over the end of the field where high is the smaller one. A Sunday is counted once.</summary>
    private long Range(int low, int high, int step)
    {
        if (_problem is not null)
        {
            return 0;
        }

        var bits = 0L;
        if (low <= high)
        {
            for (var value = low; value <= high; value += step)
            {
                bits |= 1L << value;
            }

            return bits;
        }

        var values = _field == CronField.DaysOfWeek ? 7 : _field.Last - _field.First + 1;

        // Cronos forgets the Sunday of a stepped range that begins with 7, such as 7-2/2; what it will not run is not said to run.
        var first = _field == CronField.DaysOfWeek && low == 7 && step > 1 ? step : 0;
        for (var distance = first; distance <= high - low + values; distance += step)
        {
            bits |= 1L << (_field.First + ((low - _field.First + distance) % values));
        }

        return bits;
    }

    private int ParseValue()
    {
        if (_field.Names is { } names && _at + 3 <= _end)
        {
            var name = Array.IndexOf(names, _text.Substring(_at, 3).ToUpperInvariant());
            if (name >= 0)
            {
                _at += 3;
                return name + _field.FirstName;
            }
        }

        return ParseNumber(_field.First, _field.Last);
    }

    private int ParseNumber(int first, int last)
    {
        var start = _at;
        while (_at < _end && _text[_at] is >= '0' and <= '9')
        {
            _at++;
        }

        var digits = _text.Substring(start, _at - start);
        if (digits.Length is 1 or 2 && int.Parse(digits, CultureInfo.InvariantCulture) is var number && number >= first && number <= last)
        {
            return number;
        }

        var range = first.ToString(CultureInfo.InvariantCulture) + "-" + last.ToString(CultureInfo.InvariantCulture);
        Fail(digits.Length > 0 ? "'" + Display.Of(digits) + "' is outside " + range
            : start < _end ? "expected a number of " + range + ", but found '" + Display.Of(_text.Substring(start, _end - start)) + "'"
            : "expected a number of " + range + " at its end");
        return first;
    }

    private bool Accept(char c)
    {
        if (_problem is not null || _at >= _end || char.ToUpperInvariant(_text[_at]) != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Fail(string problem) => _problem ??= problem;
}
