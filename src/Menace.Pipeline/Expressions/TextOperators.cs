using System.Globalization;

namespace Menace.Pipeline.Expressions;

/// <content>Operators on text. Positions count code points from 0.</content>
internal static partial class Operators
{
    private static IEnumerable<Operator> TextOperators() =>
    [
        Unary("lower", Text, Text, t => Case(t.Text, t.Text.ToLowerInvariant()),
            "lower* lowercase* lower-case slug* normal* case-insensitiv*"),
        Unary("upper", Text, Text, t => Case(t.Text, t.Text.ToUpperInvariant()),
            "upper* uppercase* upper-case capital* shout* initial* acronym*"),
        Unary("trim", Text, Text, t => Classes(t.Text, t.Text.Trim()),
            "trim* strip* clean* tid* surround* whitespace space* blank* normal*"),
        Unary("trim_start", Text, Text, t => Classes(t.Text, t.Text.TrimStart()), "leading", 2),
        Unary("trim_end", Text, Text, t => Classes(t.Text, t.Text.TrimEnd()), "trailing", 2),
        Unary("reverse", Text, Text, t => Positions(t.Text, Reversed(t.Text)), "revers* backward* mirror* palindrom*", 1),
        Unary("capitalize", Text, Text, t => Case(t.Text, Capitalized(t.Text)), "capital* title* sentence"),
        Unary("upper_first", Text, Text, t => Case(t.Text, UpperFirst(t.Text)), "capital* first pascal* camel*", 1),
        Unary("keep_digits", Text, Text, t => Classes(t.Text, Kept(t.Text, char.IsDigit)), "digit* number* numeric phone* only", 1),
        Unary("keep_letters", Text, Text, t => Classes(t.Text, Kept(t.Text, char.IsLetter)), "letter* alphabet* only", 2),
        Unary("keep_letters_digits", Text, Text, t => Classes(t.Text, Kept(t.Text, char.IsLetterOrDigit)),
            "alphanumeric* punctuation letter* digit*", 2),
        Unary("length", Text, Integer, t => HasPositions(t.Text) ? Value.Of(t.Text.Length) : Value.None,
            "length long* short* characters count* size"),
        Unary("parse", Text, Integer, t => Parsed(t.Text),
            "number* digit* pars* integer convert* sum* total* minute* second* hour* version* duration"),
        Unary("is_digits", Text, Boolean, t => HasClasses(t.Text) ? Value.Of(t.Text.Length > 0 && t.Text.All(char.IsDigit)) : Value.None,
            "digit* number* numeric valid*", 1),
        Unary("is_letters", Text, Boolean, t => HasClasses(t.Text) ? Value.Of(t.Text.Length > 0 && t.Text.All(char.IsLetter)) : Value.None,
            "letter* alphabet* valid*", 2),
        Unary("is_upper", Text, Boolean, t => HasCase(t.Text) && HasClasses(t.Text)
            ? Value.Of(t.Text.Any(char.IsUpper) && !t.Text.Any(char.IsLower))
            : Value.None, "upper* capital*", 2),
        Unary("chars", Text, Texts, t => HasPositions(t.Text) ? Value.Of([.. t.Text.Select(c => Value.Of(c.ToString()))]) : Value.None,
            "character* letter* digit* vowel* each char*", 1),
        Unary("words", Text, Texts, t => HasClasses(t.Text)
            ? Value.Of([.. t.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Value.Of)]) : Value.None,
            "word* name* initial* collapse* space* whitespace title* slug* phrase sentence"),
        Unary("lines", Text, Texts, t => t.Text.Contains('\r') ? Value.None : Value.Of([.. t.Text.Split('\n').Select(Value.Of)]),
            "line* row*", 1),
        Unary("code", Text, Integer, t => t.Text.Length == 1 && HasPositions(t.Text) ? Value.Of(t.Text[0]) : Value.None,
            "code ascii checksum*", 2),

        Binary("concat", Any(Text), Any(Text), Text, (a, b) => TextDomain.Bounded(a.Text + b.Text),
            "join* append* prefix* suffix* combin* format* label* build* followed"),
        Binary("before", Any(Text), Simple(Text), Text, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of(t.Text.IndexOf(s.Text, StringComparison.Ordinal) is >= 0 and var i ? t.Text[..i] : t.Text),
                "before until first left local user* part without"),
        Binary("after", Any(Text), Simple(Text), Text, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of(t.Text.IndexOf(s.Text, StringComparison.Ordinal) is >= 0 and var i ? t.Text[(i + s.Text.Length)..] : ""),
                "after behind right domain host* value part* query"),
        Binary("before_last", Any(Text), Simple(Text), Text, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of(t.Text.LastIndexOf(s.Text, StringComparison.Ordinal) is >= 0 and var i ? t.Text[..i] : t.Text),
                "last folder directory parent stem without extension", 1),
        Binary("after_last", Any(Text), Simple(Text), Text, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of(t.Text.LastIndexOf(s.Text, StringComparison.Ordinal) is >= 0 and var i ? t.Text[(i + s.Text.Length)..] : t.Text),
                "last extension ending suffix file* base* name leaf"),
        Binary("remove_prefix", Any(Text), Simple(Text), Text, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of(t.Text.StartsWith(s.Text, StringComparison.Ordinal) ? t.Text[s.Text.Length..] : t.Text),
                "prefix* leading remove* drop* without strip*", 1),
        Binary("remove_suffix", Any(Text), Simple(Text), Text, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of(t.Text.EndsWith(s.Text, StringComparison.Ordinal) ? t.Text[..^s.Text.Length] : t.Text),
                "suffix* trailing remove* drop* without strip*", 1),
        Binary("count", Any(Text), Simple(Text), Integer, (t, s) => s.Text.Length == 0 ? Value.None : Value.Of(Occurrences(t.Text, s.Text)),
            "count* how many number occurrence* times"),
        Binary("index_of", Any(Text), Simple(Text), Integer, (t, s) => s.Text.Length > 0 && HasPositions(t.Text)
            ? Value.Of(t.Text.IndexOf(s.Text, StringComparison.Ordinal)) : Value.None, "position index where find* first", 1),
        Binary("contains", Any(Text), Simple(Text), Boolean, (t, s) => Value.Of(t.Text.Contains(s.Text, StringComparison.Ordinal)),
            "contain* include* has mention* in appear*"),
        Binary("starts_with", Any(Text), Simple(Text), Boolean, (t, s) => Value.Of(t.Text.StartsWith(s.Text, StringComparison.Ordinal)),
            "start* begin* prefix*"),
        Binary("ends_with", Any(Text), Simple(Text), Boolean, (t, s) => Value.Of(t.Text.EndsWith(s.Text, StringComparison.Ordinal)),
            "end* suffix* extension*"),
        Commutative("equal", Text, Boolean, (a, b) => Value.Of(a.Text == b.Text), "same equal* match* is palindrom*"),
        Binary("split", Any(Text), Simple(Text), Texts, (t, s) => s.Text.Length == 0 ? Value.None
            : Value.Of([.. t.Text.Split(s.Text).Select(Value.Of)]),
                "split* separat* comma* field* part* segment* list path csv delimit* column* dash* dot*"),
        Binary("take", Any(Text), Any(Integer), Text, (t, n) => n.Number < 0 || !HasPositions(t.Text) ? Value.None
            : Value.Of(t.Text[..(int)Math.Min(n.Number, t.Text.Length)]),
                "first leading prefix* start cut* trunc* limit* short* initial* at most"),
        Binary("drop", Any(Text), Any(Integer), Text, (t, n) => n.Number < 0 || !HasPositions(t.Text) ? Value.None
            : Value.Of(t.Text[(int)Math.Min(n.Number, t.Text.Length)..]), "skip* drop* without after rest remain*"),
        Binary("take_last", Any(Text), Any(Integer), Text, (t, n) => n.Number < 0 || !HasPositions(t.Text) ? Value.None
            : Value.Of(t.Text[^(int)Math.Min(n.Number, t.Text.Length)..]), "last final end* mask* four"),
        Binary("drop_last", Any(Text), Any(Integer), Text, (t, n) => n.Number < 0 || !HasPositions(t.Text) ? Value.None
            : Value.Of(t.Text[..^(int)Math.Min(n.Number, t.Text.Length)]), "without last final drop* mask*", 1),
        Binary("at", Any(Text), Simple(Integer), Text, (t, n) => HasPositions(t.Text) ? At(t.Text, n.Number) : Value.None,
            "character letter first last initial* position*", 1),
        Binary("repeat", Any(Text), Any(Integer), Text, (t, n) => n.Number < 0
            || n.Number * Math.Max(1, t.Text.Length) > TextDomain.Longest ? Value.None
            : Value.Of(string.Concat(Enumerable.Repeat(t.Text, (int)n.Number))),
                "repeat* times bar* stars mask* fill* pad* indent* line", 1),
        new("replace", [Any(Text), Constant(Text), Constant(Text)], Text)
        {
            Apply = v => v[1].Text.Length == 0 || v[1].Text == v[2].Text ? Value.None
                : TextDomain.Bounded(v[0].Text.Replace(v[1].Text, v[2].Text, StringComparison.Ordinal)),
            Words = Split("replac* substitut* swap* convert* remov* delet* strip* turn* instead slug* dash* hyphen* "
                + "underscore* without escap* clean* mask* drop*"),
        },
        Padding("pad_start", (text, width, fill) => text.PadLeft(width, fill), "pad* zero* width fixed align* right column* leading"),
        Padding("pad_end", (text, width, fill) => text.PadRight(width, fill), "pad* width fixed align* left column*"),
    ];

    private static Operator Padding(string id, Func<string, int, char, string> pad, string words) =>
        new(id, [Any(Text), Simple(Integer), Constant(Text)], Text)
        {
            Apply = v => v[2].Text.Length != 1 || v[1].Number is < 0 or > 200 || !HasPositions(v[0].Text) || !HasPositions(v[2].Text)
                ? Value.None : Value.Of(pad(v[0].Text, (int)v[1].Number, v[2].Text[0])),
            Words = Split(words),
            Rarity = 1,
        };

    private static bool HasPositions(string text) => TextDomain.HasPlainPositions(text);

    private static bool HasCase(string text) => TextDomain.HasPlainCase(text);

    private static bool HasClasses(string text) => TextDomain.HasPlainClasses(text);

    private static Value Case(string text, string result) => HasCase(text) ? Value.Of(result) : Value.None;

    private static Value Classes(string text, string result) => HasClasses(text) ? Value.Of(result) : Value.None;

    private static Value Positions(string text, string result) => HasPositions(text) ? Value.Of(result) : Value.None;

    private static string Reversed(string text)
    {
        var characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    private static string Capitalized(string text) => UpperFirst(text.ToLowerInvariant());

    private static string UpperFirst(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Kept(string text, Func<char, bool> isKept) => string.Concat(text.Where(isKept));

    private static Value At(string text, long index) =>
        (index < 0 ? index + text.Length : index) is >= 0 and var i && i < text.Length ? Value.Of(text[(int)i].ToString()) : Value.None;

    private static int Occurrences(string text, string part)
    {
        var count = 0;
        for (var i = text.IndexOf(part, StringComparison.Ordinal); i >= 0;
            i = text.IndexOf(part, i + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    /// <summary>Digits with a minus sign perhaps, and nothing else.</summary>
    private static Value Parsed(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        return digits.Length is 0 or > 10 || digits.ContainsAnyExceptInRange('0', '9') ? Value.None
            : Value.Of(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }
}
