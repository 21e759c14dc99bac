namespace Menace.Model.Languages.CSharp;

// Comments, directives and strings: what is inside them opens nothing, except in the holes of interpolated strings.
partial class CSharpScanner
{
    private void ReadDirective()
    {
        var end = LineEnd(_position);
        var start = _position + 1;
        while (start < end && char.IsWhiteSpace(_code[start]))
        {
            start++;
        }

        var hasCondition = string.CompareOrdinal(_code, start, "if", 0, 2) == 0 || string.CompareOrdinal(_code, start, "elif", 0, 4) == 0;
        _isConditional |= hasCondition;
        if (hasCondition)
        {
            // The compiler's own parser reads conditions: each character of them may be a level.
            var levels = _code.Skip(start).Take(end - start).Count(c => c is '(' or '!');
            _most = Math.Max(_most, _frame.OuterLevels + _frame.Own + levels);
            _error = levels > Deepest ? (start, Id, $"The condition is nested more than {Deepest} levels deep here; split it") : null;
        }

        _position = end;
    }

    private void ReadComment()
    {
        var isBlock = Next() == '*';
        var isDocumentation = Next(2) == _code[_position + 1] && Next(3) != _code[_position + 1];
        var close = isBlock ? _code.IndexOf("*/", _position + 2, StringComparison.Ordinal) : LineEnd(_position);
        var end = close < 0 ? _code.Length : isBlock ? close + 2 : close;
        end = isBlock && _cutsLines ? Math.Min(end, LineEnd(_position)) : end;
        if (isDocumentation)
        {
            CountDocumentation(_position, end);
        }

        var start = _position;
        _position = end;
        Hide(start, isText: false);
    }

    /// <summary>The compiler parses the elements of documentation, and the types that they refer to.</summary>
    private void CountDocumentation(int start, int end)
    {
        for (var i = start; i < end && _error is null; i++)
        {
            _frame.Documentation += _code[i] switch
            {
                '<' => i + 1 < end && _code[i + 1] == '/' ? -1 : 1,
                '/' when i + 1 < end && _code[i + 1] == '>' => -1,
                '{' or '(' or '[' => 1,
                '}' or ')' or ']' => -1,
                _ => 0,
            };
            _frame.Documentation = Math.Max(0, _frame.Documentation);
            _most = Math.Max(_most, _frame.OuterLevels + _frame.Own + _frame.Documentation);
            if (_frame.Documentation > Deepest)
            {
                _error = (i, Id, $"The documentation is nested more than {Deepest} levels deep here; split it");
            }
        }
    }

    /// <summary>A string without holes, or a character.</summary>
    private void SkipString(char quote)
    {
        var quotes = QuotesAt(_position);
        if (quotes >= 3)
        {
            _position += quotes;
            while (_position < _code.Length && !(_cutsLines && _code[_position] == '\n'))
            {
                var run = QuotesAt(_position);
                _position += Math.Max(1, run);
                if (run >= quotes)
                {
                    return;
                }
            }

            return;
        }

        // Up to the closing quote, or to the end of the line, where the compiler too ends a string that is not closed.
        for (_position++; _position < _code.Length && _code[_position] is not ('\n' or '\r'); _position++)
        {
            if (_code[_position] == quote)
            {
                _position++;
                return;
            }

            _position += _code[_position] == '\\' && Next() is not ('\n' or '\r') ? 1 : 0;
        }
    }

    private void SkipVerbatim()
    {
        while (_position < _code.Length && !(_cutsLines && _code[_position] == '\n'))
        {
            if (_code[_position++] != '"')
            {
                continue;
            }

            if (_position >= _code.Length || _code[_position] != '"')
            {
                return;
            }

            _position++;
        }
    }

    /// <summary>True if a verbatim or an interpolated string begins; the former is passed over.</summary>
    private bool OpensString()
    {
        var start = _position;
        var dollars = 0;
        var isVerbatim = false;
        for (; _position < _code.Length && _code[_position] is '$' or '@'; _position++)
        {
            dollars += _code[_position] == '$' ? 1 : 0;
            isVerbatim |= _code[_position] == '@';
        }

        var quotes = _position < _code.Length ? QuotesAt(_position) : 0;
        if (quotes == 0)
        {
            _position = start + 1;
            return true;
        }

        if (dollars == 0)
        {
            _position++;
            SkipVerbatim();
            Hide(start, isText: true);
            _before = Before.Operand;
            return true;
        }

        quotes = quotes >= 3 && !isVerbatim ? quotes : 1;
        _position += quotes;
        Push(new('"') { Text = new(start, dollars, quotes, isVerbatim) });
        _outermost = _texts == 0 ? start : _outermost;
        if (++_texts > MostInterpolations && _error is null)
        {
            _error = (start, Id,
                $"Interpolated strings are nested more than {MostInterpolations} levels deep here; split the expression");
        }

        return true;
    }

    /// <summary>The text of an interpolated string up to its next hole or its end.</summary>
    private void ReadText()
    {
        var text = _frame.Text!;
        while (_position < _code.Length)
        {
            var c = _code[_position];
            if (c == '"' && QuotesAt(_position) is var quotes && quotes >= text.Quotes && !(text.IsVerbatim && quotes % 2 == 0))
            {
                _position += text.Quotes > 1 || text.IsVerbatim ? quotes : 1;
                EndText();
                return;
            }

            if (c == '"')
            {
                _position += QuotesAt(_position);
            }
            else if (c == '{' && RunOf('{') is var braces)
            {
                _position += braces;
                if (text.Quotes > 1 ? braces >= text.Dollars : braces % 2 == 1)
                {
                    Push(new('{') { IsHole = true });
                    _before = Before.Nothing;
                    return;
                }
            }
            else if (c is '\n' or '\r' && (text is { Quotes: 1, IsVerbatim: false } || _cutsLines))
            {
                _unclosed ??= (text.Start, _openBraces);
                EndText();
                return;
            }
            else
            {
                _position += c == '\\' && text is { Quotes: 1, IsVerbatim: false } ? 2 : 1;
            }
        }
    }

    private void EndText()
    {
        _frame = _outer.Pop();
        if (--_texts == 0)
        {
            Hide(_outermost, isText: true);
        }

        _before = Before.Operand;
        Count();
    }

    /// <summary>Passes over the format of a hole, which ends with it.</summary>
    private void SkipFormat()
    {
        while (_position < _code.Length && _code[_position] is not ('}' or '\n' or '\r' or '"'))
        {
            _position++;
        }

        if (_position < _code.Length && _code[_position] != '}')
        {
            _unclosed ??= (_position, _openBraces);
        }
    }

    private int QuotesAt(int position)
    {
        var end = position;
        while (end < _code.Length && _code[end] == '"')
        {
            end++;
        }

        return end - position;
    }

    private int RunOf(char c)
    {
        var end = _position;
        while (end < _code.Length && _code[end] == c)
        {
            end++;
        }

        return end - _position;
    }

    private int LineEnd(int start) => _code.IndexOfAny(['\n', '\r'], start) is var end and >= 0 ? end : _code.Length;

    /// <summary>A bracket that is open, or an interpolated string.</summary>
    private record struct Frame(char Opener)
    {
        /// <summary>For an interpolated string, how it is written.</summary>
        public TextForm? Text { get; init; }

        /// <summary>True for a hole of an interpolated string.</summary>
        public bool IsHole { get; init; }

        /// <summary>Levels of the frames around this one.</summary>
        public int OuterLevels { get; set; }

        /// <summary>Operators in the expressions around this frame.</summary>
        public int OuterLinks { get; set; }

        /// <summary>Prefixes, assignments, lambdas and conditions since the last <c>;</c> or <c>,</c>.</summary>
        public int Levels { get; set; }

        /// <summary>Statements that have begun and need no brace.</summary>
        public int Branches { get; set; }

        /// <summary>Type arguments that are open.</summary>
        public int Angles { get; set; }

        /// <summary>Operators since the last <c>;</c> or <c>,</c>.</summary>
        public int Links { get; set; }

        /// <summary>Elements of documentation that are open.</summary>
        public int Documentation { get; set; }

        /// <summary>True behind <c>case</c> and <c>default</c>, up to their colon.</summary>
        public bool HasLabel { get; set; }

        /// <summary>Levels of this frame itself.</summary>
        public readonly int Own => (Opener == '\0' ? 0 : 1) + Levels + Branches + Angles;
    }

    /// <summary>How an interpolated string is written.</summary>
    private sealed record TextForm(int Start, int Dollars, int Quotes, bool IsVerbatim);
}
