using System.Globalization;

namespace Menace.Pipeline.Expressions;

/// <content>Operators on integers and booleans. No result is outside of 32 bits.</content>
internal static partial class Operators
{
    private static IEnumerable<Operator> IntegerOperators() =>
    [
        Unary("to_text", Integer, Text, n => Value.Of(n.Number.ToString(CultureInfo.InvariantCulture)),
            "text string format* label* show* digit*"),
        Unary("abs", Integer, Integer, n => Value.Of(Math.Abs(n.Number)), "absolute distance difference gap between", 1),
        Unary("negate", Integer, Integer, n => Value.Of(-n.Number), "negat* minus opposite sign", 2),
        Commutative("add", Integer, Integer, (a, b) => Value.Of(a.Number + b.Number),
            "add* plus sum* total* increas* next more surcharge with"),
        Binary("subtract", Any(Integer), Any(Integer), Integer, (a, b) => Value.Of(a.Number - b.Number),
            "minus subtract* difference remain* left less between discount* reduc* decreas* gap distance"),
        Commutative("multiply", Integer, Integer, (a, b) => Value.Of(a.Number * b.Number),
            "times multipl* product area square* double* triple* twice percent* per each price cost total convert* seconds rate"),

        // Languages round the quotient of a negative number differently.
        Binary("divide", Any(Integer), Any(Integer), Integer, (a, b) => a.Number < 0 || b.Number <= 0
            ? Value.None : Value.Of(a.Number / b.Number),
            "divi* half halv* per percent* average mean convert* rounded whole quotient share split* minute* hour* page* discount*"),
        Binary("modulo", Any(Integer), Any(Integer), Integer, (a, b) => a.Number < 0 || b.Number <= 0
            ? Value.None : Value.Of(a.Number % b.Number),
            "remain* modul* left rest even odd wrap* cycl* multiple* divisible every checksum* minute* second* digit hour*"),
        Commutative("min", Integer, Integer, (a, b) => Value.Of(Math.Min(a.Number, b.Number)),
            "at most cap* limit* smaller* minim* lower clamp* never more", 1),
        Commutative("max", Integer, Integer, (a, b) => Value.Of(Math.Max(a.Number, b.Number)),
            "at least larger* maxim* higher greater clamp* never less floor zero", 1),
        Binary("less", Any(Integer), Any(Integer), Boolean, (a, b) => Value.Of(a.Number < b.Number),
            "less below under shorter smaller before until"),
        Binary("at_most", Any(Integer), Any(Integer), Boolean, (a, b) => Value.Of(a.Number <= b.Number), "at most up limit* within fits"),
        Commutative("equal", Integer, Boolean, (a, b) => Value.Of(a.Number == b.Number),
            "same equal* is exactly even odd divisible multiple*"),
        Unary("not", Boolean, Boolean, b => Value.Of(!b.IsTrue), "not no un* without except* other"),
        Commutative("and", Boolean, Boolean, (a, b) => Value.Of(a.IsTrue && b.IsTrue), "and both between within all"),
        Commutative("or", Boolean, Boolean, (a, b) => Value.Of(a.IsTrue || b.IsTrue), "or either any outside"),
    ];
}
