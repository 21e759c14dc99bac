namespace Menace.Model.Reading;

/// <summary>
/// Passes over a task list that is valid JSON, comments and trailing commas allowed, and notes where its tasks are. It gives up at the
/// first
/// character that the reader might complain about.
/// </summary>
/// <param name="text">The list.</param>
/// <param name="unchanged">The tasks of which it is known where they end.</param>
internal sealed class SliceScanner(string text, UnchangedSlices unchanged)
{
    private int _at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
    private int _values;
    private readonly PlacedSlices _kept = unchanged.Kept();

    /// <summary>Every object of the list.</summary>
    public List<PlacedSlice> Tasks { get; } = [];

    /// <summary>The text of the object <c>defaults</c>, or empty.</summary>
    public string Defaults { get; private set; } = "";

    /// <summary>False if the file is not plain JSON, or not a task list: what was noted is then meaningless.</summary>
    public bool Scan()
    {
        if (!SkipTrivia())
        {
            return false;
        }

        var valid = text[_at] == '[' ? ScanTasks() : text[_at] == '{' && ScanRoot();
        return valid && !SkipTrivia() && _at == text.Length && _values <= TaskFileLimits.Values;
    }

    private bool ScanRoot()
    {
        _values++;
        var (hasTasks, hasDefaults) = (false, false);
        return ScanItems('}', 0, () =>
        {
            var name = _at;
            if (!ScanName())
            {
                return false;
            }

            switch (NameOf(name))
            {
                case "tasks" when !hasTasks && text[_at] == '[':
                    hasTasks = true;
                    return ScanTasks();
                case "defaults" when !hasDefaults && text[_at] == '{':
                    hasDefaults = true;
                    var start = _at;
                    var valid = ScanValue(0);
                    Defaults = valid ? text.Substring(start, _at - start) : "";
                    return valid;
                case "tasks" or "defaults" or null:
                    return false;
                default:
                    return ScanValue(0);
            }
        }) && hasTasks;
    }

    private bool ScanTasks()
    {
        _values++;
        return ScanItems(']', 0, () =>
        {
            var (start, values) = (_at, _values);
            if (_kept.At(start) is { } known)
            {
                _at += known.Text.Length;
                _values += known.Values;
                Tasks.Add(new(known, start));
                return true;
            }

            if (!ScanValue(1))
            {
                return false;
            }

            if (text[start] == '{')
            {
                Tasks.Add(new(unchanged.Slice(text.Substring(start, _at - start), _values - values), start));
            }

            return true;
        });
    }

    /// <summary>The name that begins at <paramref name="start"/>; null if it is written with escapes.</summary>
    private string? NameOf(int start)
    {
        var end = text.IndexOf('"', start + 1);
        var name = text.Substring(start + 1, end - start - 1);
        return name.IndexOf('\\') < 0 ? name : null;
    }

    private bool ScanValue(int depth)
    {
        if (_at >= text.Length)
        {
            return false;
        }

        _values++;
        switch (text[_at])
        {
            case '{' when depth <= TaskFileLimits.Depth - 1:
                return ScanItems('}', depth);
            case '[' when depth <= TaskFileLimits.Depth - 1:
                return ScanItems(']', depth);
            case '"':
                return ScanString();
            default:
                return ScanWord();
        }
    }

    /// <summary>From an opening bracket at <paramref name="depth"/> to behind its closing one.</summary>
    private bool ScanItems(char close, int depth, Func<bool>? scanItem = null)
    {
        _at++;
        while (SkipTrivia())
        {
            if (text[_at] == close)
            {
                _at++;
                return true;
            }

            var valid = scanItem is not null ? scanItem() : (close == ']' || ScanName()) && ScanValue(depth + 1);
            if (!valid || !SkipTrivia())
            {
                return false;
            }

            if (text[_at] == ',')
            {
                _at++;
            }
            else if (text[_at] != close)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>From a name to the value that belongs to it.</summary>
    private bool ScanName()
    {
        if (text[_at] != '"' || !ScanString() || !SkipTrivia() || text[_at] != ':')
        {
            return false;
        }

        _at++;
        return SkipTrivia();
    }

    private bool ScanString()
    {
        for (var at = _at + 1; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"')
            {
                _at = at + 1;
                return true;
            }

            if (c == '\\')
            {
                at++;
                if (at == text.Length || text[at] < ' ')
                {
                    return false;
                }
            }
            else if (c < ' ')
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A word that is no JSON is found when its task is read; only if it ends matters here.</summary>
    private bool ScanWord()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '+' or '.')
        {
            _at++;
        }

        return _at > start && (_at == text.Length || text[_at] is ' ' or '\t' or '\r' or '\n' or ',' or ']' or '}');
    }

    /// <summary>False at the end of the file, and at a comment that never ends.</summary>
    private bool SkipTrivia()
    {
        for (; _at < text.Length; _at++)
        {
            if (text[_at] is ' ' or '\n' or '\r' or '\t')
            {
                continue;
            }

            if (text[_at] != '/')
            {
                return true;
            }

            var next = _at + 1 < text.Length ? text[_at + 1] : '\0';
            var end = next switch
            {
                '/' => text.IndexOfAny(['\n', '\r'], _at),
                '*' => text.IndexOf("*/", _at + 2, StringComparison.Ordinal),
                _ => _at,
            };
            if (end == _at)
            {
                return true;
            }

            if (end < 0)
            {
                // A comment to the end of the file may end it; one that never ends may not.
                _at = next == '/' ? text.Length : _at;
                return false;
            }

            _at = next == '*' ? end + 1 : end;
        }

        return false;
    }
}
