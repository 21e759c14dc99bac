using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Verification;

public sealed class CodeLinesTests
{
    [Theory]
    [InlineData(1, 1, "ab")]
    [InlineData(2, 3, "d")]
    [InlineData(3, 0, "e")]
    [InlineData(4, 9, "")]
    [InlineData(9, 1, "")]
    [InlineData(0, 0, "")]
    public void Place_in_a_file_that_is_the_code_is_the_rest_of_its_line(int line, int column, string expected)
    {
        const string Code = "ab\r\nccd\n  e\nf";

        Assert.Equal(expected, Place(Code, Code, line, column));
    }

    [Fact]
    public void Place_in_a_function_around_the_code_moves_by_its_indent()
    {
        const string Code = "x = 1\n\nreturn 1 // x";
        const string File = "# purpose\n\ndef run():\n    x = 1\n\n    return 1 // x\n";

        Assert.Equal("x = 1", Place(Code, File, 4, 0));
        Assert.Equal("1 // x", Place(Code, File, 6, 12));
        Assert.Equal("", Place(Code, File, 3, 0));
    }

    [Fact]
    public void Members_with_added_modifiers_and_comments_are_found()
    {
        const string Code = "int A()\n{\n    return 1;\n}\n\nint B()\n{\n    return 2;\n}\n";
        const string File = "namespace N;\n\npublic static class C\n{\n    /// <summary>A.</summary>\n    public static int A()\n    {\n        return 1;\n    }\n\n"
            + "    public static int B()\n    {\n        return 2;\n    }\n}\n";

        Assert.Equal("int A()", Place(Code, File, 6, 0));
        Assert.Equal("A()", Place(Code, File, 6, 23));
        Assert.Equal("return 2;", Place(Code, File, 13, 0));

        // Each brace is in the code twice: that of B is the one below its line.
        Assert.Equal(Code.IndexOf("{\n    return 2", StringComparison.Ordinal), CodeLines.Locate(Code, File, 12, 0).Offset);
        Assert.Equal("", Place(Code, File, 3, 0));
    }

    [Fact]
    public void Line_that_is_in_the_code_twice_in_the_same_surroundings_has_no_place()
    {
        Assert.Equal("", Place("a\nb\na\n", "x\na\ny\n", 2, 0));
        Assert.Equal("b", Place("a\nb\na\n", "x\nb\ny\n", 2, 0));
    }

    private static string Place(string code, string file, int line, int column)
    {
        var (offset, length) = CodeLines.Locate(code, file, line, column);
        return code.Substring(offset, length);
    }
}
