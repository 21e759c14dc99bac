namespace Menace.Pipeline.Tests.Merging;

/// <summary>What a merge of three random files must hold, decided by their members alone.</summary>
internal sealed class SyntaxExpectation
{
    private readonly SyntaxModel _base;
    private readonly SyntaxModel _ours;
    private readonly SyntaxModel _theirs;

    public SyntaxExpectation(SyntaxModel original, SyntaxModel ours, SyntaxModel theirs)
    {
        (_base, _ours, _theirs) = (original, ours, theirs);
        Kept = Survivors(ours, theirs).Concat(Survivors(theirs, ours)).ToHashSet(StringComparer.Ordinal);
        HasConflict = GroupNames().Any(IsConflict);
        HasUnclearPlaces = (ours.IsMoved && theirs.IsMoved)
            || Names(original).Except(Names(ours)).Except(Names(theirs)).Any();
    }

    /// <summary>Gets the values that must be in the result, in a conflict or not.</summary>
    public IReadOnlySet<string> Kept { get; }

    /// <summary>Gets whether both changed the same member or group, or one deleted what the other changed.</summary>
    public bool HasConflict { get; }

    /// <summary>
    /// Gets whether both moved something, or both deleted the same and so may have replaced it: then the parts around it are merged by lines.
    /// </summary>
    public bool HasUnclearPlaces { get; }

    private static IEnumerable<string> Names(SyntaxModel model) =>
        model.Groups.SelectMany(group => group.Members.Select(member => $"{group.Name}.{member.Name}").Append(group.Name));

    private IEnumerable<string> GroupNames() => _base.Groups.Concat(_ours.Groups).Concat(_theirs.Groups).Select(group => group.Name).Distinct();

    /// <summary>The values of a side, without those that it left as they were and the other side changed or deleted.</summary>
    private IEnumerable<string> Survivors(SyntaxModel side, SyntaxModel other) =>
        from @group in side.Groups
        from member in @group.Members
        let before = _base.Group(@group.Name)?.ValueOf(member.Name)
        let after = other.Group(@group.Name)?.ValueOf(member.Name)
        where before != member.Value || after == member.Value
            || (other.Group(@group.Name) is null && !@group.IsSame(_base.Group(@group.Name)!))
        select member.Value;

    private bool IsConflict(string name) => (_base.Group(name), _ours.Group(name), _theirs.Group(name)) switch
    {
        ({ } original, { } ours, { } theirs) =>
            original.Members.Concat(ours.Members).Concat(theirs.Members).Select(member => member.Name)
                .Any(member => IsConflict(original.ValueOf(member), ours.ValueOf(member), theirs.ValueOf(member))),
        (null, { } ours, { } theirs) => !ours.IsSame(theirs),
        ({ } original, { } ours, null) => !original.IsSame(ours),
        ({ } original, null, { } theirs) => !original.IsSame(theirs),
        _ => false,
    };

    private static bool IsConflict(string? original, string? ours, string? theirs) => original != ours && original != theirs && ours != theirs;
}
