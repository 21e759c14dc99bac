namespace Menace.Pipeline.Merging;

/// <summary>The rule of every three-way merge for one value.</summary>
internal static class ThreeWay
{
    /// <summary>Returns the value that a side changed; ours if both did.</summary>
    public static T Pick<T>(T baseValue, T ours, T theirs) => EqualityComparer<T>.Default.Equals(ours, baseValue) ? theirs : ours;

    /// <summary>True if both sides changed the value, and differently.</summary>
    public static bool Differs<T>(T baseValue, T ours, T theirs)
    {
        var comparer = EqualityComparer<T>.Default;
        return !comparer.Equals(ours, baseValue) && !comparer.Equals(theirs, baseValue) && !comparer.Equals(ours, theirs);
    }
}
