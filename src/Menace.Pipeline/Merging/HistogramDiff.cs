namespace Menace.Pipeline.Merging;

/// <summary>
/// Histogram diff, git's default for merges: the run of common lines with the rarest line is kept, and the lines before and after it are
/// compared in the same way. Where each common line is repeated too often, and when the work is more than linear, <see cref="MyersDiff"/>
/// takes over, whose time is bounded.
/// </summary>
/// <param name="before">The lines of the base.</param>
/// <param name="after">The lines of the side.</param>
/// <param name="kinds">The number of different lines.</param>
/// <param name="removed">Set for each line of the base that is not kept.</param>
/// <param name="added">Set for each line of the side that is not kept.</param>
internal sealed class HistogramDiff(int[] before, int[] after, int kinds, bool[] removed, bool[] added)
{
    /// <summary>As in git: a line that is repeated more often says nothing about its place.</summary>
    private const int MostRepeats = 64;

    private readonly int[] _count = new int[kinds];
    private readonly int[] _first = new int[kinds];
    private readonly int[] _next = new int[before.Length];
    private readonly Stack<Region> _open = new();
    private readonly MyersDiff _myers = new(before, after, removed, added);

    // Two texts that differ in each second line have as many levels as lines. Files of up to 1,000 lines never reach the limit.
    private long _budget = 4_000_000 + (40L * (before.Length + after.Length));

    /// <summary>Lines of both texts; ends are exclusive.</summary>
    private readonly record struct Region(int BeforeStart, int BeforeEnd, int AfterStart, int AfterEnd);

    /// <summary>Common lines, and how often the rarest of them is in the region.</summary>
    private readonly record struct Anchor(int Before, int After, int Length, int Repeats);

    public void Run()
    {
        _open.Push(new(0, before.Length, 0, after.Length));
        while (_open.TryPop(out var region))
        {
            if (region.BeforeStart == region.BeforeEnd || region.AfterStart == region.AfterEnd)
            {
                Replace(region);
            }
            else if (_budget < 0)
            {
                _myers.Run(region.BeforeStart, region.BeforeEnd, region.AfterStart, region.AfterEnd);
            }
            else
            {
                Divide(region);
            }
        }
    }

    private void Divide(Region region)
    {
        var anchor = FindAnchor(region, out var isAnyCommon);
        if (!isAnyCommon)
        {
            Replace(region);
        }
        else if (anchor.Repeats > MostRepeats)
        {
            _myers.Run(region.BeforeStart, region.BeforeEnd, region.AfterStart, region.AfterEnd);
        }
        else
        {
            _open.Push(region with { BeforeEnd = anchor.Before, AfterEnd = anchor.After });
            _open.Push(region with { BeforeStart = anchor.Before + anchor.Length, AfterStart = anchor.After + anchor.Length });
        }
    }

    private void Replace(Region region)
    {
        removed.AsSpan(region.BeforeStart..region.BeforeEnd).Fill(true);
        added.AsSpan(region.AfterStart..region.AfterEnd).Fill(true);
    }

    private Anchor FindAnchor(Region region, out bool isAnyCommon)
    {
        for (var i = region.BeforeEnd - 1; i >= region.BeforeStart; i--)
        {
            var line = before[i];
            _next[i] = _count[line]++ == 0 ? -1 : _first[line];
            _first[line] = i;
        }

        isAnyCommon = false;
        var best = new Anchor(-1, -1, 1, MostRepeats + 1);
        for (var j = region.AfterStart; j < region.AfterEnd;)
        {
            var repeats = _count[after[j]];
            isAnyCommon |= repeats > 0;
            j = repeats > 0 && repeats <= best.Repeats ? TryAnchors(region, j, ref best) : j + 1;
        }

        for (var i = region.BeforeStart; i < region.BeforeEnd; i++)
        {
            _count[before[i]] = 0;
        }

        _budget -= region.BeforeEnd - region.BeforeStart + region.AfterEnd - region.AfterStart;
        return best;
    }

    /// <summary>Tries each place of the line in the base; returns the line of the side after the longest common run.</summary>
    private int TryAnchors(Region region, int start, ref Anchor best)
    {
        var continueAt = start + 1;
        for (var place = _first[after[start]]; place >= 0;)
        {
            var (first, last, offset, repeats) = (place, place, start - place, _count[after[start]]);
            while (first > region.BeforeStart && first + offset > region.AfterStart && before[first - 1] == after[first + offset - 1])
            {
                first--;
                repeats = Math.Min(repeats, _count[before[first]]);
            }

            while (last + 1 < region.BeforeEnd && last + offset + 1 < region.AfterEnd && before[last + 1] == after[last + offset + 1])
            {
                last++;
                repeats = Math.Min(repeats, _count[before[last]]);
            }

            var length = last - first + 1;
            _budget -= length;
            continueAt = Math.Max(continueAt, last + offset + 1);
            if (length > best.Length || repeats < best.Repeats)
            {
                best = new(first, first + offset, length, repeats);
            }

            while (place >= 0 && place <= last)
            {
                place = _next[place];
            }
        }

        return continueAt;
    }
}
