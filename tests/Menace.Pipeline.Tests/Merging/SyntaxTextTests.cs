using System.Text;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>What is merged beside the parts: line endings, the end of the file, the byte order mark.</summary>
public sealed class SyntaxTextTests
{
    private const string Mark = "\uFEFF";

    [Theory]
    [InlineData("{\n\"a\": 1\n}\n", "{\r\n\"a\": 1,\r\n\"x\": 2\r\n}\r\n", "{\n\"a\": 1,\n\"y\": 3\n}\n", "{\r\n\"a\": 1,\r\n\"x\": 2,\r\n\"y\": 3\r\n}\r\n")]
    [InlineData("{\r\n\"a\": 1\r\n}\r\n", "{\r\n\"a\": 2\r\n}\r\n", "{\r\n\"a\": 1,\r\n\"y\": 3\r\n}\r\n", "{\r\n\"a\": 2,\r\n\"y\": 3\r\n}\r\n")]
    [InlineData("{\n\"a\": 1\n}\n", "{\n\"a\": 2\n}\n", "{\r\n\"a\": 1,\r\n\"y\": 3\r\n}\r\n", "{\r\n\"a\": 2,\r\n\"y\": 3\r\n}\r\n")]
    [InlineData("{\n\"a\": 1\r\n}\n", "{\n\"a\": 1\r\n,\"x\": 2\n}\n", "{\n\"y\": 3,\n\"a\": 1\r\n}\n", "{\n\"y\": 3,\n\"a\": 1\r\n,\"x\": 2\n}\n")]
    [InlineData("{\"a\": 1}", "{\"a\": 2}", "{\"a\": 1, \"y\": 3}\n", "{\"a\": 2, \"y\": 3}\n")]
    [InlineData("{\"a\": 1}\n", "{\"a\": 2}", "{\"a\": 1, \"y\": 3}\n", "{\"a\": 2, \"y\": 3}")]
    [InlineData(Mark + "{\"a\": 1}\n", Mark + "{\"a\": 2}\n", Mark + "{\"a\": 1, \"y\": 3}\n", Mark + "{\"a\": 2, \"y\": 3}\n")]
    [InlineData(Mark + "{\"a\": 1}\n", Mark + "{\"a\": 2}\n", "{\"a\": 1, \"y\": 3}\n", "{\"a\": 2, \"y\": 3}\n")]
    [InlineData("{\"a\": 1}\n", Mark + "{\"a\": 2}\n", "{\"a\": 1, \"y\": 3}\n", Mark + "{\"a\": 2, \"y\": 3}\n")]
    public void Ends_of_lines_and_byte_order_mark_are_merged_on_their_own(string original, string ours, string theirs, string expected) =>
        SyntaxMergers.AssertClean("a.json", original, ours, theirs, expected);

    [Fact]
    public void Markers_have_the_line_endings_of_the_file()
    {
        var merged = SyntaxMergers.Merge("a.cs", "class A { int X; }\r\n", "class A { long X; }\r\n", "class A { byte X; }\r\n");

        Assert.Equal("<<<<<<< ours\r\nclass A { long X; }\r\n||||||| base\r\nclass A { int X; }\r\n=======\r\nclass A { byte X; }\r\n>>>>>>> theirs\r\n", merged?.Text);
    }

    [Theory]
    [InlineData("a.json")]
    [InlineData("a.cs")]
    [InlineData("a.py")]
    [InlineData("a.yml")]
    [InlineData("a.csproj")]
    public void File_that_is_no_text_is_left_to_lines(string path)
    {
        var merger = SyntaxMergers.Of(path);

        Assert.Null(merger.Merge(Encoding.UTF8.GetBytes("a"), new byte[] { 0xFF, 0xFE }, Encoding.UTF8.GetBytes("b"), new("ours", "base", "theirs")));
        Assert.Null(merger.Merge(Encoding.UTF8.GetBytes("a"), new byte[] { 0 }, Encoding.UTF8.GetBytes("b"), new("ours", "base", "theirs")));
    }

    [Theory]
    [InlineData("a.sh")]
    [InlineData("README.md")]
    [InlineData("json")]
    public void File_without_a_merger_is_left_to_lines(string path) => Assert.False(SyntaxMergers.Handles(path));
}
