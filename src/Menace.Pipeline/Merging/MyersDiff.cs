namespace Menace.Pipeline.Merging;

/// <summary>
/// The linear-space diff of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). A search that needs more than
/// <see cref="MostEdits"/> edits ends at the point that it reached, so that the time is bounded by that number per line: then the
/// difference is correct, but not always the shortest.
/// </summary>
internal sealed class MyersDiff(int[] before, int[] after, bool[] removed, bool[] added)
{
    private const int MostEdits = 256;

    /// <summary>A path that left both texts; no later one that goes on from it is inside.</summary>
    private const int Outside = int.MinValue / 2;

    private readonly Stack<(int BeforeStart, int BeforeEnd, int AfterStart, int AfterEnd)> _open = new();

    // The furthest line of the base on each diagonal (line of the base - line of the side), forward and backward.
    private readonly int[] _forward = new int[(2 * MostEdits) + 3];
    private readonly int[] _backward = new int[(2 * MostEdits) + 3];

    /// <summary>Marks the lines of both ranges that are not in common; ends are exclusive.</summary>
    public void Run(int beforeStart, int beforeEnd, int afterStart, int afterEnd)
    {
        _open.Push((beforeStart, beforeEnd, afterStart, afterEnd));
        while (_open.TryPop(out var range))
        {
            Divide(range.BeforeStart, range.BeforeEnd, range.AfterStart, range.AfterEnd);
        }
    }

    private void Divide(int beforeStart, int beforeEnd, int afterStart, int afterEnd)
    {
        while (beforeStart < beforeEnd && afterStart < afterEnd && before[beforeStart] == after[afterStart])
        {
            beforeStart++;
            afterStart++;
        }

        while (beforeStart < beforeEnd && afterStart < afterEnd && before[beforeEnd - 1] == after[afterEnd - 1])
        {
            beforeEnd--;
            afterEnd--;
        }

        if (beforeStart == beforeEnd || afterStart == afterEnd)
        {
            removed.AsSpan(beforeStart..beforeEnd).Fill(true);
            added.AsSpan(afterStart..afterEnd).Fill(true);
            return;
        }

        var (x, y) = Middle(beforeStart, beforeEnd, afterStart, afterEnd);
        _open.Push((beforeStart, beforeStart + x, afterStart, afterStart + y));
        _open.Push((beforeStart + x, beforeEnd, afterStart + y, afterEnd));
    }

    /// <summary>Returns a point on a short path, relative to the start, that is neither the start nor the end.</summary>
    private (int X, int Y) Middle(int beforeStart, int beforeEnd, int afterStart, int afterEnd)
    {
        var (width, height) = (beforeEnd - beforeStart, afterEnd - afterStart);
        var delta = width - height;
        var middle = MostEdits + 1;
        (_forward[middle + 1], _backward[middle + 1]) = (0, 0);
        for (var edits = 0; edits <= MostEdits; edits++)
        {
            for (var k = -edits; k <= edits; k += 2)
            {
                var x = Start(_forward, k, edits, middle, width, height);
                var y = x - k;
                while (x >= 0 && x < width && y < height && before[beforeStart + x] == after[afterStart + y])
                {
                    x++;
                    y++;
                }

                _forward[middle + k] = x;
                var opposite = delta - k;
                if ((delta & 1) != 0 && Math.Abs(opposite) < edits && x + _backward[middle + opposite] >= width
                    && IsInside(x, y, width, height))
                {
                    return (x, y);
                }
            }

            for (var k = -edits; k <= edits; k += 2)
            {
                var x = Start(_backward, k, edits, middle, width, height);
                var y = x - k;
                while (x >= 0 && x < width && y < height && before[beforeEnd - 1 - x] == after[afterEnd - 1 - y])
                {
                    x++;
                    y++;
                }

                _backward[middle + k] = x;
                var opposite = delta - k;
                if ((delta & 1) == 0 && Math.Abs(opposite) <= edits && x + _forward[middle + opposite] >= width
                    && IsInside(width - x, height - y, width, height))
                {
                    return (width - x, height - y);
                }
            }
        }

        return Furthest(width, height, middle);
    }

    /// <summary>Returns the line of the base after one more edit, on diagonal <paramref name="k"/>.</summary>
    private static int Start(int[] furthest, int k, int edits, int middle, int width, int height)
    {
        var x = k == -edits || (k != edits && furthest[middle + k - 1] < furthest[middle + k + 1])
            ? furthest[middle + k + 1]
            : furthest[middle + k - 1] + 1;
        return x < 0 || x > width || x - k > height ? Outside : x;
    }

    private static bool IsInside(int x, int y, int width, int height) =>
        x >= 0 && y >= 0 && x <= width && y <= height && x + y > 0 && x + y < width + height;

    private (int X, int Y) Furthest(int width, int height, int middle)
    {
        var best = (X: 0, Y: 0);
        for (var k = -MostEdits; k <= MostEdits; k += 2)
        {
            var x = _forward[middle + k];
            if (x >= 0 && IsInside(x, x - k, width, height) && x + x - k > best.X + best.Y)
            {
                best = (x, x - k);
            }
        }

        return best;
    }
}
