namespace Menace.Pipeline.Tests.Merging;

/// <summary>A member of a random file, and a value that is nowhere else in it.</summary>
internal sealed record SyntaxMember(string Name, string Value);

/// <summary>A class, an object, a mapping or a group of a random file.</summary>
internal sealed record SyntaxGroup(string Name, IReadOnlyList<SyntaxMember> Members)
{
    public bool IsSame(SyntaxGroup other) => Members.SequenceEqual(other.Members);

    public string? ValueOf(string member) => Members.FirstOrDefault(m => m.Name == member)?.Value;
}

/// <summary>A random file: groups of members, without a language.</summary>
internal sealed record SyntaxModel(IReadOnlyList<SyntaxGroup> Groups)
{
    /// <summary>Gets whether members or groups were moved, which two sides can do in two ways.</summary>
    public bool IsMoved { get; private init; }

    public IEnumerable<string> Values => Groups.SelectMany(group => group.Members).Select(member => member.Value);

    public SyntaxGroup? Group(string name) => Groups.FirstOrDefault(group => group.Name == name);

    public static SyntaxModel Random(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 5)).Select(g => new SyntaxGroup($"G{g}", [.. Members($"G{g}", random.Next(1, 6), 'b')]))]);

    /// <summary>Returns a copy with up to five changes. Two sides draw some names from one pool, so that both may add the same one.</summary>
    public SyntaxModel Edit(Random random, char side)
    {
        var model = this;
        for (var edit = random.Next(0, 6); edit > 0; edit--)
        {
            model = model.EditOnce(random, random.Next(4) == 0 ? 's' : side, side);
        }

        return model;
    }

    private SyntaxModel EditOnce(Random random, char pool, char side)
    {
        var groups = Groups.ToList();
        var at = random.Next(groups.Count);
        switch (random.Next(12))
        {
            case 0 when groups.TrueForAll(group => group.Name != $"{char.ToUpperInvariant(pool)}5"):
                groups.Insert(random.Next(groups.Count + 1), new($"{char.ToUpperInvariant(pool)}5", [.. Members($"{pool}5", random.Next(1, 3), pool)]));
                return this with { Groups = groups };
            case 1 when groups.Count > 1:
                groups.RemoveAt(at);
                return this with { Groups = groups };
            case 2 when groups.Count > 1 && random.Next(2) == 0:
                (groups[0], groups[at]) = (groups[at], groups[0]);
                return this with { Groups = groups, IsMoved = IsMoved || at > 0 };
            default:
                var (members, isMoved) = EditMembers(groups[at], random, pool, side);
                groups[at] = groups[at] with { Members = members };
                return this with { Groups = groups, IsMoved = IsMoved || isMoved };
        }
    }

    private static (List<SyntaxMember> Members, bool IsMoved) EditMembers(SyntaxGroup group, Random random, char pool, char side)
    {
        var members = group.Members.ToList();
        var at = random.Next(members.Count);
        var name = $"{pool}{random.Next(4)}";
        switch (random.Next(8))
        {
            case <= 2 when members.TrueForAll(member => member.Name != name):
                var value = pool == 's' && random.Next(2) == 0 ? "same" : $"{side}{random.Next(100)}";
                members.Insert(random.Next(members.Count + 1), new(name, $"{group.Name}.{name}={value}"));
                return (members, false);
            case <= 4 when members.Count > 1:
                members.RemoveAt(at);
                return (members, false);
            case 5 when at > 0 && random.Next(2) == 0:
                (members[0], members[at]) = (members[at], members[0]);
                return (members, true);
            default:
                members[at] = members[at] with { Value = $"{group.Name}.{members[at].Name}={side}{random.Next(100)}" };
                return (members, false);
        }
    }

    private static IEnumerable<SyntaxMember> Members(string group, int count, char pool) =>
        Enumerable.Range(0, count).Select(m => new SyntaxMember($"{pool}{m}", $"{group}.{pool}{m}={pool}"));
}
