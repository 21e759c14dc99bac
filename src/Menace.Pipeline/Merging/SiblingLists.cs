namespace Menace.Pipeline.Merging;

/// <summary>The children of one part in three versions of a file, and the order of those of the merged part.</summary>
internal sealed class SiblingLists
{
    /// <summary>More parts are no file that a person edits.</summary>
    private const int MostParts = 100_000;

    private readonly IReadOnlyDictionary<string, MergePart> _base;
    private readonly IReadOnlyDictionary<string, MergePart> _ours;
    private readonly IReadOnlyDictionary<string, MergePart> _theirs;

    private SiblingLists(
        IReadOnlyDictionary<string, MergePart> original,
        IReadOnlyDictionary<string, MergePart> ours,
        IReadOnlyDictionary<string, MergePart> theirs)
    {
        (_base, _ours, _theirs) = (original, ours, theirs);
    }

    /// <summary>Gets the keys in the order of the merged part, those that are deleted included.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>Gets what stands between two children.</summary>
    public required string Joint { get; init; }

    /// <summary>Gets whether the joint also stands behind the last child.</summary>
    public required bool EndsWithJoint { get; init; }

    /// <summary>
    /// Returns the lists, or null if the children cannot be merged one by one: two have one key, both sides moved some and the order
    /// may say something, or both replaced the same one by another.
    /// </summary>
    public static SiblingLists? Of(MergePart original, MergePart ours, MergePart theirs)
    {
        if (!original.IsContainer || !ours.IsContainer || !theirs.IsContainer || original.Joint != ours.Joint || ours.Joint != theirs.Joint)
        {
            return null;
        }

        var (ofBase, ofOurs, ofTheirs) = UnnamedParts.Name(original.Children, ours.Children, theirs.Children);
        if (ByKey(ofBase) is not { } inBase || ByKey(ofOurs) is not { } inOurs || ByKey(ofTheirs) is not { } inTheirs)
        {
            return null;
        }

        var order = new SiblingOrder([.. ofBase.Select(KeyOf)], [.. ofOurs.Select(KeyOf)], [.. ofTheirs.Select(KeyOf)]);
        var isFree = ofBase.Concat(ofOurs).Concat(ofTheirs).All(part => !part.IsUnnamed);
        return order.IsReplacedTwice() || order.Merged(isFree) is not { } merged ? null : new(inBase, inOurs, inTheirs)
        {
            Order = merged,
            Joint = ours.Joint,
            EndsWithJoint = ThreeWay.Pick(EndsWith(ofBase), EndsWith(ofOurs), EndsWith(ofTheirs)),
        };
    }

    public MergePart? Base(string key) => _base.GetValueOrDefault(key);

    public MergePart? Ours(string key) => _ours.GetValueOrDefault(key);

    public MergePart? Theirs(string key) => _theirs.GetValueOrDefault(key);

    /// <summary>False for a child that one side deleted and the other did not change, or that both deleted.</summary>
    public bool Stays(string key) => (Base(key), Ours(key), Theirs(key)) switch
    {
        ({ }, null, null) => false,
        ({ } original, { } ours, null) => !original.IsSame(ours),
        ({ } original, null, { } theirs) => !original.IsSame(theirs),
        _ => true,
    };

    private static bool EndsWith(IReadOnlyList<MergePart> parts) => parts is [.., { Separator.Length: > 0 }];

    private static string KeyOf(MergePart part) => part.Key;

    private static Dictionary<string, MergePart>? ByKey(IReadOnlyList<MergePart> parts)
    {
        Dictionary<string, MergePart> byKey = new(StringComparer.Ordinal);
        return parts.Count <= MostParts && parts.All(part => byKey.TryAdd(part.Key, part)) ? byKey : null;
    }
}
