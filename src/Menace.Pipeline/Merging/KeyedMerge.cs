namespace Menace.Pipeline.Merging;

/// <summary>
/// Merges three versions of a file by its parts. A part that one side left as it was is taken from the other side; one that both changed is
/// merged by its own parts, or by lines if it has none or they have no order that fits both sides.
/// </summary>
internal sealed class KeyedMerge
{
    private readonly List<MergeChunk> _chunks = [];
    private readonly Stack<string> _path = [];

    private KeyedMerge()
    {
    }

    /// <summary>Returns the pieces of the merged file; null if its outermost parts cannot be merged.</summary>
    public static IReadOnlyList<MergeChunk>? Merge(MergePart baseFile, MergePart ours, MergePart theirs)
    {
        var merge = new KeyedMerge();
        return merge.TryAddContainer(baseFile, ours, theirs) ? merge._chunks : null;
    }

    private void AddCore(MergePart original, MergePart ours, MergePart theirs)
    {
        var isOurs = original.IsSame(theirs) || ours.IsSame(theirs);
        if (isOurs || original.IsSame(ours))
        {
            AddText((isOurs ? ours : theirs).Core);
        }
        else if (!TryAddContainer(original, ours, theirs))
        {
            AddLines(original.Core, ours.Core, theirs.Core, What());
        }
    }

    private void AddAfter(MergePart original, MergePart ours, MergePart theirs)
    {
        var isBlank = string.IsNullOrWhiteSpace(ours.After) && string.IsNullOrWhiteSpace(theirs.After);
        if (isBlank || !ThreeWay.Differs(original.After, ours.After, theirs.After))
        {
            AddText(ThreeWay.Pick(original.After, ours.After, theirs.After));
        }
        else
        {
            AddConflict(original.After, ours.After, theirs.After, What());
        }
    }

    /// <summary>False if the parts have no children that can be merged one by one; then nothing was added.</summary>
    private bool TryAddContainer(MergePart original, MergePart ours, MergePart theirs)
    {
        if (SiblingLists.Of(original, ours, theirs) is not { } siblings)
        {
            return false;
        }

        AddHead(original.Head, ours.Head, theirs.Head);
        AddChildren(siblings);
        AddLines(original.Tail, ours.Tail, theirs.Tail, What());
        return true;
    }

    /// <summary>What is in front of the first child may differ in white space alone, which is no conflict.</summary>
    private void AddHead(string original, string ours, string theirs)
    {
        var text = ThreeWay.Pick(original.TrimEnd(), ours.TrimEnd(), theirs.TrimEnd());
        if (!ThreeWay.Differs(original.TrimEnd(), ours.TrimEnd(), theirs.TrimEnd()))
        {
            AddText(text);
            AddText(ThreeWay.Pick(Blank(original), Blank(ours), Blank(theirs)));
        }
        else
        {
            AddLines(original, ours, theirs, What());
        }

        static string Blank(string head) => head[head.TrimEnd().Length..];
    }

    private void AddChildren(SiblingLists siblings)
    {
        var taken = siblings.Order.Where(siblings.Stays).ToList();
        for (var i = 0; i < taken.Count; i++)
        {
            _path.Push(taken[i]);
            var needsJoint = i < taken.Count - 1 || siblings.EndsWithJoint;
            AddChild(siblings.Base(taken[i]), siblings.Ours(taken[i]), siblings.Theirs(taken[i]), needsJoint ? siblings.Joint : "");
            _path.Pop();
        }
    }

    private void AddChild(MergePart? original, MergePart? ours, MergePart? theirs, string joint)
    {
        if (ours is null || theirs is null)
        {
            if (original is null)
            {
                AddWhole(ours ?? theirs!, joint);
            }
            else
            {
                AddConflict(
                    original.Text, ours?.Text ?? "", theirs?.Text ?? "",
                    $"{What()}, deleted in {(ours is null ? "our" : "their")} file");
            }

            return;
        }

        if (original is null)
        {
            if (ours.IsSame(theirs))
            {
                AddWhole(ours, joint);
            }
            else
            {
                AddConflict("", ours.Text, theirs.Text, $"{What()}, added in both files");
            }

            return;
        }

        AddText(ThreeWay.Pick(original.Space, ours.Space, theirs.Space));
        AddCore(original, ours, theirs);
        AddText(joint);
        AddAfter(original, ours, theirs);
    }

    private void AddWhole(MergePart part, string joint) => AddText(part.Space + part.Core + joint + part.After);

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            _chunks.Add(new(text));
        }
    }

    private void AddLines(string original, string ours, string theirs, string what)
    {
        if (ThreeWay.Differs(original, ours, theirs))
        {
            _chunks.AddRange(PartLines.Merge(original, ours, theirs, what));
        }
        else
        {
            AddText(ThreeWay.Pick(original, ours, theirs));
        }
    }

    private void AddConflict(string original, string ours, string theirs, string what) =>
        _chunks.Add(new(ours) { Base = original, Theirs = theirs, What = what });

    private string What() => _path.Count == 0 ? "the file" : string.Join(" in ", _path);
}
