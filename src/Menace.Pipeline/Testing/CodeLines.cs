namespace Menace.Pipeline.Testing;

/// <summary>
/// Finds lines of a bot's main file in the code of its task, and of a test file in its tests. The two are the same text, or the file has
/// that code inside a function or a class: indented, with modifiers before members and comments between them.
/// </summary>
internal static class CodeLines
{
    /// <summary>Lines around a line that are compared when it is in the code more than once.</summary>
    private const int MostContext = 50;

    /// <summary>The place in <paramref name="code"/>, to the end of the line; (0, 0) if the line is not there, or at several.</summary>
    /// <param name="code">The code of the task.</param>
    /// <param name="file">The text of the main file, edited or not.</param>
    /// <param name="line">Line of the file, from 1.</param>
    /// <param name="column">Column there, from 1; 0 for the first character that is not blank.</param>
    public static (int Offset, int Length) Locate(string code, string file, int line, int column)
    {
        var (own, all) = (Lines(code), Lines(file));
        if (line < 1 || line > all.Count)
        {
            return (0, 0);
        }

        var index = code == file ? line - 1 : Find(own, all, line - 1);
        if (index < 0)
        {
            return (0, 0);
        }

        var (start, text) = own[index];
        var indent = text.Length - text.TrimStart().Length;
        var ahead = all[line - 1].Text.TrimEnd().Length - text.TrimEnd().Length;
        var at = start + Math.Clamp(column == 0 ? indent : column - 1 - ahead, 0, text.Length);
        return (at, start + text.Length - at);
    }

    /// <summary>The line of the code that is this line of the file, or -1: of several equal ones, that in the same surroundings.</summary>
    private static int Find(List<(int Start, string Text)> code, List<(int Start, string Text)> file, int line)
    {
        var best = (Index: -1, Score: 0, IsUnique: false);
        for (var i = 0; i < code.Count; i++)
        {
            if (!IsIn(code[i].Text, file[line].Text))
            {
                continue;
            }

            var score = 1 + Context(code, file, i, line, -1) + Context(code, file, i, line, 1);
            best = score > best.Score ? (i, score, true) : score == best.Score ? best with { IsUnique = false } : best;
        }

        return best.IsUnique ? best.Index : -1;
    }

    private static int Context(
        List<(int Start, string Text)> code, List<(int Start, string Text)> file, int own, int line, int step)
    {
        var count = 0;
        while (count < MostContext)
        {
            own = Next(code, own, step);
            line = Next(file, line, step);
            if (own < 0 || own >= code.Count || line < 0 || line >= file.Count || !IsIn(code[own].Text, file[line].Text))
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static int Next(List<(int Start, string Text)> lines, int index, int step)
    {
        do
        {
            index += step;
        }
        while (index >= 0 && index < lines.Count && string.IsNullOrWhiteSpace(lines[index].Text));

        return index;
    }

    private static bool IsIn(string own, string line)
    {
        var inner = own.AsSpan().Trim();
        var outer = line.AsSpan().Trim();
        return inner.Length > 0 && outer.EndsWith(inner, StringComparison.Ordinal)
            && (inner.Length == outer.Length || outer[outer.Length - inner.Length - 1] == ' ');
    }

    private static List<(int Start, string Text)> Lines(string text)
    {
        List<(int, string)> lines = [];
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            lines.Add((start, text[start..end].TrimEnd('\r')));
            start = end + 1;
        }

        return lines;
    }
}
