namespace Menace.Pipeline.Merging;

/// <summary>
/// A range of lines of the base that at least one side changed (<paramref name="IsOurs"/>, <paramref name="IsTheirs"/>), and the lines
/// that each side has there. Ends are exclusive.
/// </summary>
internal readonly record struct MergeRegion(
    int BaseStart, int BaseEnd, int OursStart, int OursEnd, int TheirsStart, int TheirsEnd, bool IsOurs, bool IsTheirs)
{
    /// <summary>
    /// Joins the hunks of both sides that overlap or touch: changes of lines side by side are one region, as in git. The result is in the
    /// order of the lines.
    /// </summary>
    public static IEnumerable<MergeRegion> Join(List<Hunk> ours, List<Hunk> theirs)
    {
        var (mine, other) = (0, 0);
        // A line of the base outside of all hunks is at this distance in a side.
        var (oursShift, theirsShift) = (0, 0);
        while (mine < ours.Count || other < theirs.Count)
        {
            var (firstMine, firstOther) = (mine, other);
            var start = Math.Min(
                mine < ours.Count ? ours[mine].BaseStart : int.MaxValue, other < theirs.Count ? theirs[other].BaseStart : int.MaxValue);
            var (oursStart, theirsStart) = (start + oursShift, start + theirsShift);
            var end = start;
            while (true)
            {
                if (mine < ours.Count && ours[mine].BaseStart <= end)
                {
                    end = Math.Max(end, ours[mine].BaseEnd);
                    oursShift = ours[mine].SideEnd - ours[mine].BaseEnd;
                    mine++;
                }
                else if (other < theirs.Count && theirs[other].BaseStart <= end)
                {
                    end = Math.Max(end, theirs[other].BaseEnd);
                    theirsShift = theirs[other].SideEnd - theirs[other].BaseEnd;
                    other++;
                }
                else
                {
                    break;
                }
            }

            yield return new(start, end, oursStart, end + oursShift, theirsStart, end + theirsShift, mine > firstMine, other > firstOther);
        }
    }
}
