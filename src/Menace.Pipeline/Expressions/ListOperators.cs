namespace Menace.Pipeline.Expressions;

/// <content>Operators on lists.</content>
internal static partial class Operators
{
    private static IEnumerable<Operator> ListOperators() =>
    [
        .. Of(Texts, Text),
        .. Of(Integers, Integer),
        Unary("any", ExpressionType.Booleans, Boolean, l => Value.Of(l.Items.Any(item => item.IsTrue)), "any some contain* at least one"),
        Unary("all", ExpressionType.Booleans, Boolean, l => Value.Of(l.Items.All(item => item.IsTrue)), "all every each valid*"),
        Binary("join", Any(Texts), Simple(Text), Text, (l, s) => TextDomain.Bounded(string.Join(s.Text, l.Items.Select(item => item.Text))),
            "join* separat* comma* combin* concat* slug* collapse* list dash* hyphen* underscore* acronym* initial* title* path"),

        // Some languages end with an error if any part of the sum is outside of 32 bits.
        Unary("sum", Integers, Integer, l => l.Items.Sum(item => Math.Abs(item.Number)) > int.MaxValue ? Value.None
            : Value.Of(l.Items.Sum(item => item.Number)),
            "sum* total* add* average mean overall checksum*"),
        Unary("largest", Integers, Integer, l => l.Items.Length == 0 ? Value.None : Value.Of(l.Items.Max(item => item.Number)),
            "largest max* highest greatest longest biggest best peak range spread top"),
        Unary("smallest", Integers, Integer, l => l.Items.Length == 0 ? Value.None : Value.Of(l.Items.Min(item => item.Number)),
            "smallest min* lowest least shortest range spread worst"),
        Binary("range", Any(Integer), Any(Integer), Integers, (a, b) => b.Number - a.Number is < 0 or > 100 ? Value.None
            : Value.Of([.. Enumerable.Range((int)a.Number, (int)(b.Number - a.Number)).Select(n => Value.Of(n))]),
            "range numbers from up to count* sequence", 2),
    ];

    private static IEnumerable<Operator> Of(ExpressionType list, ExpressionType item) =>
    [
        Unary("length", list, Integer, l => Value.Of(l.Items.Length), "count* how many number length size words average mean"),
        Unary("reverse", list, list, l => Value.Of([.. l.Items.Reverse()]), "revers* backward* newest last", 1),
        Unary("sort", list, list, l => Sorted(l.Items, item) is { } sorted ? Value.Of(sorted) : Value.None,
            "sort* order* alphabet* ascend* rank* median smallest", 1),
        Unary("sort_descending", list, list, l => Sorted(l.Items, item) is { } sorted ? Value.Of([.. sorted.Reverse()]) : Value.None,
            "sort* order* descend* rank* top largest highest best", 1),
        Unary("distinct", list, list, l => Value.Of([.. l.Items.Distinct()]), "distinct unique duplicate* dedup* once different", 1),
        Binary("at", Any(list), Simple(Integer), item, (l, n) => (n.Number < 0 ? n.Number + l.Items.Length : n.Number) is >= 0 and var i
            && i < l.Items.Length ? l.Items[i] : Value.None,
            "first last second third element item segment field column part extension name domain largest smallest"),
        Binary("take", Any(list), Any(Integer), list, (l, n) => n.Number < 0 ? Value.None
            : Value.Of(l.Items[..(int)Math.Min(n.Number, l.Items.Length)]), "first top take* limit* at most"),
        Binary("drop", Any(list), Any(Integer), list, (l, n) => n.Number < 0 ? Value.None
            : Value.Of(l.Items[(int)Math.Min(n.Number, l.Items.Length)..]), "skip* drop* without rest header after"),
        Binary("take_last", Any(list), Any(Integer), list, (l, n) => n.Number < 0 ? Value.None
            : Value.Of(l.Items[^(int)Math.Min(n.Number, l.Items.Length)..]), "last newest recent latest", 1),
        Binary("contains", Any(list), Simple(item), Boolean, (l, v) => Value.Of(l.Items.Contains(v)),
            "contain* include* in has member known"),
        Binary("count", Any(list), Simple(item), Integer, (l, v) => Value.Of(l.Items.Count(one => one.Equals(v))),
            "count* how many times occurrence*"),
        Binary("append", Any(list), Any(item), list, (l, v) => Value.Of([.. l.Items, v]), "append* add* end", 2),
        Binary("concat", Any(list), Any(list), list, (a, b) => Value.Of([.. a.Items, .. b.Items]),
            "combin* merg* together both concat* union", 1),
    ];

    private static Value[]? Sorted(Value[] items, ExpressionType item) =>
        item != Text ? [.. items.OrderBy(one => one.Number)]
        : items.All(one => TextDomain.HasPlainOrder(one.Text)) ? [.. items.OrderBy(one => one.Text, StringComparer.Ordinal)]
        : null;
}
