namespace Menace.Pipeline.Merging;

/// <summary>
/// The order of the children of a merged part: that of our file, or that of their file if only they moved some. The new ones of the other
/// file stand behind the one that they follow there; if both files added some at one place, ours come first.
/// </summary>
internal sealed class SiblingOrder(IReadOnlyList<string> original, IReadOnlyList<string> ours, IReadOnlyList<string> theirs)
{
    private readonly HashSet<string> _base = [.. original];
    private readonly HashSet<string> _ours = [.. ours];
    private readonly HashSet<string> _theirs = [.. theirs];

    /// <summary>Returns all keys in order; null if both files moved some.</summary>
    /// <param name="isFree">
    /// True if the order says nothing, as that of the members of a type: then ours is taken. A merge by lines would have one twice that
    /// both files moved.
    /// </param>
    public IReadOnlyList<string>? Merged(bool isFree)
    {
        var (theyMoved, weMoved) = (IsMoved(theirs, _theirs), IsMoved(ours, _ours));
        if (isFree && weMoved)
        {
            return Insert(ours, theirs, areOurs: false);
        }

        if (theyMoved && weMoved && !ours.Where(_theirs.Contains).SequenceEqual(theirs.Where(_ours.Contains)))
        {
            return null;
        }

        return theyMoved ? Insert(theirs, ours, areOurs: true) : Insert(ours, theirs, areOurs: false);
    }

    /// <summary>
    /// True if both files deleted one and put another in its place, which may be the same one under two new names. If some were moved, any
    /// place may be its place.
    /// </summary>
    public bool IsReplacedTwice()
    {
        var deleted = Places(original, key => !_ours.Contains(key) && !_theirs.Contains(key));
        var byOurs = Places(ours, key => !_base.Contains(key) && !_theirs.Contains(key));
        var byTheirs = Places(theirs, key => !_base.Contains(key) && !_ours.Contains(key));
        if (deleted.Count == 0 || byOurs.Count == 0 || byTheirs.Count == 0)
        {
            return false;
        }

        deleted.IntersectWith(byOurs);
        return deleted.Overlaps(byTheirs) || IsMoved(ours, _ours) || IsMoved(theirs, _theirs);
    }

    private bool IsMoved(IReadOnlyList<string> side, HashSet<string> known) =>
        !original.Where(known.Contains).SequenceEqual(side.Where(_base.Contains));

    private List<string> Insert(IReadOnlyList<string> spine, IReadOnlyList<string> others, bool areOurs)
    {
        LinkedList<string> merged = new(spine);
        Dictionary<string, LinkedListNode<string>> nodes = new(StringComparer.Ordinal);
        for (var node = merged.First; node is not null; node = node.Next)
        {
            nodes.Add(node.Value, node);
        }

        LinkedListNode<string>? last = null;
        foreach (var key in others)
        {
            if (!nodes.TryGetValue(key, out var node))
            {
                var next = last is null ? merged.First : last.Next;
                while (!areOurs && next is not null && !_base.Contains(next.Value) && !_theirs.Contains(next.Value))
                {
                    next = next.Next;
                }

                node = next is null ? merged.AddLast(key) : merged.AddBefore(next, key);
                nodes.Add(key, node);
            }

            last = node;
        }

        return [.. merged];
    }

    /// <summary>The places of some keys: each is the key in front of it that all three files have, or an empty text.</summary>
    private HashSet<string> Places(IReadOnlyList<string> keys, Func<string, bool> isWanted)
    {
        HashSet<string> places = new(StringComparer.Ordinal);
        var place = "";
        foreach (var key in keys)
        {
            if (_base.Contains(key) && _ours.Contains(key) && _theirs.Contains(key))
            {
                place = key;
            }
            else if (isWanted(key))
            {
                places.Add(place);
            }
        }

        return places;
    }
}
