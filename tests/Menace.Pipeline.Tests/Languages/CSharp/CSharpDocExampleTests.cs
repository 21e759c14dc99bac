using CsCheck;
using Menace.Model.Json;
using static Menace.Pipeline.Tests.Languages.CSharp.CSharpBots;

namespace Menace.Pipeline.Tests.Languages.CSharp;

public sealed class CSharpDocExampleTests
{
    private const string Slug = "public static string Slug(string text, string sign = \"-\") => text.ToLowerInvariant().Replace(\" \", sign);";
    private const string Sum = "public static int Sum(params int[] values) => values.Sum();";
    private const string Tuple = "public static class Tuples\n{\n    /// <summary>Does it.</summary>\n    /// <example>{0}</example>\n    public static string Tuple(this int count) => count + \"-tuple\";\n}\n";
    private const string Half = "public static double Half(double value) => value / 2;";
    private const string Words = "public static string[] Words(string text) => text.Split(' ');";
    private const string Total = "public static int Total(List<int> values) => values.Sum();";
    private const string IsEven = "public static bool IsEven(int value) => value % 2 == 0;";
    private const string Later = "public static async Task<int> Later(int value) { await Task.CompletedTask; return value; }";
    private const string First = "public static char First(string text) => text[0];";
    private const string Shout = "public static void Shout(string text) => Console.WriteLine(text.ToUpperInvariant());";

    [Theory]
    [InlineData(Slug, "Slug(\"A b\") // \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\"); // => \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\"); // returns \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\");   //-> \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "var slug = Slug(\"A b\"); // \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "string slug = Slug(\"A b\", sign: \"_\"); // \"a_b\"", "Slug(\"A b\", \"_\") = \"a_b\"")]
    [InlineData(Slug, "Slug(\"http://x y\") // \"http://x-y\"", "Slug(\"http://x y\") = \"http://x-y\"")]
    [InlineData(Slug, "Slug(\"A b\");\n// => \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Demo.Slug(\"A b\") // \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Slug(\"a &lt; b\") // \"a-&lt;-b\"", "Slug(\"a < b\") = \"a-<-b\"")]
    [InlineData(Slug, "<![CDATA[Slug(\"a < b\") // \"a-<-b\"]]>", "Slug(\"a < b\") = \"a-<-b\"")]
    [InlineData(Slug, "Slug(null!) // throws ArgumentNullException\nSlug(\"A\") // throws System.ArgumentException", "Slug(\"A\") raises ArgumentException")]
    [InlineData(Slug, "Assert.Equal(\"a-b\", Slug(\"A b\"));", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Assert.Throws&lt;FormatException&gt;(() =&gt; Slug(\"?\"));", "Slug(\"?\") raises FormatException")]
    [InlineData(Slug, "Slug(\"A b\") => \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\") -> \"a-b\"", "Slug(\"A b\") = \"a-b\"")]
    [InlineData(Tuple, "1.Tuple() => \"1-tuple\"\n(-5).Tuple() => \"-5-tuple\"", "Tuple(1) = \"1-tuple\"; Tuple(-5) = \"-5-tuple\"")]
    [InlineData(Sum, "Sum(1, 2, -3) // 0\nSum(1, 2) // 3", "Sum(1, 2, -3) = 0; Sum(1, 2) = 3")]
    [InlineData(Half, "Half(3) // 1.5", "Half(3) = 1.5")]
    [InlineData(Words, "Words(\"a b\") // [\"a\", \"b\"]", "Words(\"a b\") = [\"a\",\"b\"]")]
    [InlineData(Words, "Words(\"a b\") // new[] { \"a\", \"b\" }", "Words(\"a b\") = [\"a\",\"b\"]")]
    [InlineData(Total, "Total([1, 2]) // 3", "Total([1,2]) = 3")]
    [InlineData(IsEven, "IsEven(2) // true\nIsEven(3) // false", "IsEven(2) = true; IsEven(3) = false")]
    [InlineData(IsEven, "Assert.True(IsEven(2));\nAssert.False(IsEven(3));", "IsEven(2) = true; IsEven(3) = false")]
    [InlineData(Later, "await Later(3) // 3", "Later(3) = 3")]
    [InlineData(First, "First(\"abc\") // 'a'", "First(\"abc\") = \"a\"")]
    [InlineData(Shout, "Shout(\"a\") // prints \"A\"", "Shout(\"a\") prints \"A\"")]
    public void Example_of_XML_documentation_is_read(string function, string lines, string expected) =>
        Assert.Equal(expected, Read(function, lines));

    [Theory]
    [InlineData(Slug, "Slug(\"A b\")")]
    [InlineData(Slug, "Slug(\"A b\") // a slug")]
    [InlineData(Slug, "Slug(\"A b\") // \"a-b\" with a sign")]
    [InlineData(Slug, "Slug(\"A b\") // \"a...b\" or so")]
    [InlineData(Slug, "Slug(text) // \"a-b\"")]
    [InlineData(Slug, "Slug($\"{1}\") // \"1\"")]
    [InlineData(Slug, "Slug(\"A\" + \"b\") // \"ab\"")]
    [InlineData(Slug, "Slug(\"A b\") // 3")]
    [InlineData(Slug, "Slug(3) // \"a\"")]
    [InlineData(Slug, "Slug(\"A b\") // null")]
    [InlineData(Slug, "Slug(\"\") // \"\"")]
    [InlineData(Slug, "Slug(\"A b\").Trim() // \"a-b\"")]
    [InlineData(Slug, "Console.WriteLine(Slug(\"A b\")); // a-b")]
    [InlineData(Slug, "Slug(\"A\", \"b\", \"c\") // \"a\"")]
    [InlineData(Slug, "Slug() // \"a\"")]
    [InlineData(Slug, "Slug(sign: \"-\") // \"a\"")]
    [InlineData(Slug, "Other.Slug(\"A b\") // \"a-b\"")]
    [InlineData(Slug, "new Slugger().Slug(\"A b\") // \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\") // \"a-b\"\nSlug(\"A b\") // \"a_b\"")]
    [InlineData(Slug, "Slug(\"A b\");\n// \"a-b\" is what some want")]
    [InlineData(Slug, "Slug(<see cref=\"string\"/>\"A b\") // \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\" // \"a-b\"")]
    [InlineData(Slug, "Assert.Equal(expected, Slug(\"A b\"));")]
    [InlineData(Slug, "Assert.NotEqual(\"a\", Slug(\"A b\"));")]
    [InlineData(Slug, "\"A b\".Slug() => \"a-b\"")]
    [InlineData(Slug, "Slug(\"A b\") => \"a-b\" (in lower case)")]
    [InlineData(Slug, "Slug(\"A b\") => \"a-b\" => \"c\"")]
    [InlineData(Slug, "Slug(\"A b\") => \"a-b\" // as in a-b")]
    [InlineData(Slug, "Func<string> f = () => Slug(\"A b\"); // \"a-b\"")]
    [InlineData(Slug, "Slug(\"a => b\")")]
    [InlineData(Sum, "Sum([1, 2]) // 3")]
    [InlineData(Words, "Words(\"a b\") // [1, 2]")]
    [InlineData(Words, "Words(\"a b\") // \"a\"")]
    [InlineData(Shout, "Shout(\"a\") // \"A\"")]
    [InlineData(Shout, "Shout(\"a\") // prints it")]
    [InlineData(IsEven, "IsEven(3) // false")]
    [InlineData("public static int Dice(int sides) => Random.Shared.Next(sides);", "Dice(6) // 4")]
    [InlineData("public static int Day(int offset) => DateTime.Now.Day + offset;", "Day(1) // 4")]
    [InlineData("public static int Next(int by) => _count += by; private static int _count;", "Next(1) // 1")]
    [InlineData("public static int Put(int item) { Seen.Add(item); return Seen.Count; } private static readonly List<int> Seen = [];", "Put(1) // 1")]
    [InlineData("public static int Over(int value) => value; public static int Over(string value) => 1;", "Over(3) // 3")]
    [InlineData("public static T Same<T>(T value) => value;", "Same(3) // 3")]
    public void Line_that_is_not_clearly_literal_is_left_out(string function, string lines) => Assert.Equal("", Read(function, lines));

    [Fact]
    public void Examples_outside_of_example_elements_are_left_out()
    {
        const string Code = "/// <remarks><code>Slug(\"A b\") // \"wrong\"</code></remarks>\n// Slug(\"A b\") // \"wrong\"\n" + Slug;

        Assert.Equal("", DocExampleText.Of(Analyse(Code)));
    }

    [Fact]
    public void Examples_have_places_in_the_code()
    {
        var code = $"using System.Linq;\n\n/// <summary>Makes slugs.</summary>\n/// <example>\n/// For example:\n/// <code>\n/// Slug(\"A b\") // \"a-b\"\n/// </code>\n/// </example>\n{Slug}\n";

        var found = Assert.Single(Analyse(code).Examples);

        Assert.Equal("Slug(\"A b\") // \"a-b\"", code.Substring(found.Offset, found.Length));
    }

    [Fact]
    public void Any_documentation_gives_representable_examples_or_none()
    {
        var piece = Gen.OneOf(
            Gen.OneOf("Slug(", ")", "\"a\"", " // ", "=> ", "returns ", "\n", "1", "[", "]", "'", "\"", "<code>", "</code>", "&lt;", "&", "null", "true", ";",
                "Assert.Equal(", ", ", "throws X", "Slug(\"A\") // \"a\"\n", "é", "😀", "\\", "$", "@", "-", "var x = ", "await ", "\t"),
            Gen.Char.AlphaNumeric.Select(c => c.ToString()));

        piece.Array[0, 25].Select(string.Concat).Sample(
            lines => Assert.All(Analyse(Code(Slug, lines)).Examples, found =>
            {
                Assert.Equal("Slug", found.Example.Function);
                Assert.Single(new object?[] { found.Example.Returns, found.Example.Raises, found.Example.Prints }.OfType<object>());
                Assert.All(found.Example.Args.Append(found.Example.Returns ?? JsonValue.Null), value => Assert.NotEmpty(CanonicalJson.Write(value)));
            }),
            iter: Nightly.Choose(150, 5000), threads: 1);
    }

    private static string Read(string function, string lines) => DocExampleText.Of(Analyse(Code(function, lines)));

    private static string Code(string function, string lines) => function.Contains("{0}", StringComparison.Ordinal)
        ? function.Replace("{0}", lines.Replace("\n", "\n    /// ", StringComparison.Ordinal), StringComparison.Ordinal)
        : $"/// <summary>Does it.</summary>\n/// <example><code>\n/// {lines.Replace("\n", "\n/// ", StringComparison.Ordinal)}\n/// </code></example>\n{function}\n";
}
