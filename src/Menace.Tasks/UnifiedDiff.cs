using System.Globalization;
using System.Text;

namespace Menace.Tasks;

/// <summary>
/// The difference of two texts in the unified format of diff(1), for people: without the ends of lines, and with nothing in it that a
/// terminal obeys.
/// The shortest one, by E. W. Myers, "An O(ND) Difference Algorithm" (1986).
/// </summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Texts that differ in more lines are shown as one replaced by the other; the memory grows with its square.</summary>
    private const int MaximumDistance = 2000;

    private readonly record struct Line(char Mark, string Text);

    public static string Of(string name, string before, string after)
    {
        var lines = Compare(Split(before), Split(after));
        var diff = new StringBuilder().Append("--- ").Append(name).Append('\n').Append("+++ ").Append(name).Append('\n');
        var (oldLine, newLine, at) = (1, 1, 0);
        while (NextChange(lines, at) is var change and >= 0)
        {
            var start = Math.Max(at, change - Context);
            Advance(at, start);
            var end = EndOfHunk(lines, change);
            var hunk = lines[start..end];
            var (removed, added) = (hunk.Count(line => line.Mark != '+'), hunk.Count(line => line.Mark != '-'));
            diff.Append(CultureInfo.InvariantCulture, $"@@ -{oldLine},{removed} +{newLine},{added} @@\n");
            foreach (var line in hunk)
            {
                diff.Append(line.Mark).Append(Shown(line.Text)).Append('\n');
            }

            Advance(start, end);
            at = end;
        }

        return diff.ToString();

        void Advance(int from, int to)
        {
            oldLine += lines[from..to].Count(line => line.Mark != '+');
            newLine += lines[from..to].Count(line => line.Mark != '-');
        }
    }

    private static int NextChange(List<Line> lines, int from) => lines.FindIndex(from, line => line.Mark != ' ');

    /// <summary>A hunk continues while the next change is so near that their contexts touch.</summary>
    private static int EndOfHunk(List<Line> lines, int change)
    {
        var last = change;
        for (var next = change; next >= 0 && next <= last + (2 * Context) + 1; next = last + 1 < lines.Count
            ? NextChange(lines, last + 1) : -1)
        {
            last = next;
        }

        return Math.Min(lines.Count, last + Context + 1);
    }

    private static List<Line> Compare(string[] before, string[] after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var head = 0;
        while (head < shorter && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. before[..head].Select(text => new Line(' ', text)),
            .. CompareMiddle(before[head..^tail], after[head..^tail]),
            .. before[^tail..].Select(text => new Line(' ', text)),
        ];
    }

    private static List<Line> CompareMiddle(string[] before, string[] after)
    {
        var rounds = new List<int[]>();
        var furthest = new int[(2 * MaximumDistance) + 3];
        for (var distance = 0; distance <= Math.Min(before.Length + after.Length, MaximumDistance); distance++)
        {
            rounds.Add(furthest[(MaximumDistance - distance)..(MaximumDistance + distance + 3)]);
            for (var diagonal = -distance; diagonal <= distance; diagonal += 2)
            {
                var i = IsInsertion(furthest, MaximumDistance + 1, diagonal, distance) ? furthest[MaximumDistance + 2 + diagonal]
                    : furthest[MaximumDistance + diagonal] + 1;
                while (i < before.Length && i - diagonal < after.Length && before[i] == after[i - diagonal])
                {
                    i++;
                }

                furthest[MaximumDistance + 1 + diagonal] = i;
                if (i >= before.Length && i - diagonal >= after.Length)
                {
                    return Backtrack(before, after, rounds);
                }
            }
        }

        return [.. before.Select(text => new Line('-', text)), .. after.Select(text => new Line('+', text))];
    }

    private static bool IsInsertion(int[] furthest, int middle, int diagonal, int distance) =>
        diagonal == -distance || (diagonal != distance && furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1]);

    private static List<Line> Backtrack(string[] before, string[] after, List<int[]> rounds)
    {
        var lines = new List<Line>();
        var (i, j) = (before.Length, after.Length);
        for (var distance = rounds.Count - 1; distance > 0; distance--)
        {
            var (furthest, middle, diagonal) = (rounds[distance], distance + 1, i - j);
            var inserted = IsInsertion(furthest, middle, diagonal, distance);
            var from = inserted ? furthest[middle + diagonal + 1] : furthest[middle + diagonal - 1];
            var start = inserted ? from : from + 1;
            while (i > start)
            {
                lines.Add(new(' ', before[--i]));
                j--;
            }

            lines.Add(inserted ? new('+', after[--j]) : new('-', before[--i]));
        }

        while (i > 0)
        {
            lines.Add(new(' ', before[--i]));
        }

        lines.Reverse();
        return lines;
    }

    private static string[] Split(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static string Shown(string line) => string.Concat(line.Select(c => c != '\t' && char.IsControl(c) ? '\uFFFD' : c));
}
