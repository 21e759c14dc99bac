using Menace.Model.Diagnostics;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks.Tests;

public sealed class PlaceFinderTests
{
    private const string List = """
        [
          { "name": "A", "dependencies": ["B"], "code": "import B\n\ndef outer():\n    return B.inner(0)\n" },
          { "name": "B", "code": "\u0064ef inner(x):\n\treturn \"1\" / x\n" },
          { "name": "C", "metadata": { "code_file": "bots/C.py", "tests": "import C\n\tassert C.x == \"1\"\n" } },
          { "name": "D", "metadata": { "tests_file": ["a.py", "b.py"] } }
        ]
        """;

    private static readonly PlaceFile Places = PlaceFile.Of(TaskFileReader.Read(List, new() { FileExists = _ => true })) with
    {
        Files = new Dictionary<string, string> { ["bots/C.py"] = "x = 1\ny = 1 / 0\n", ["b.py"] = "import D\nassert D.x\n" },
    };

    [Fact]
    public void Failure_in_the_code_of_a_called_bot_is_found_in_its_string_through_the_escapes()
    {
        const string Code = "def inner(x):\n\treturn \"1\" / x\n";
        var line = "return \"1\" / x";

        var (file, place) = Find("A", new("code", Code.IndexOf(line, StringComparison.Ordinal), line.Length) { Bot = "B" });

        Assert.Equal("/p/tasks.json", file);
        var (lines, span) = place!.Value;
        Assert.Equal("""return \"1\" / x""", List.Substring(span.Start, span.Length));
        Assert.Equal(2, lines.PositionOf(span.Start).Line);
    }

    [Fact]
    public void Failure_in_a_file_with_code_is_found_in_that_file()
    {
        var (file, place) = Find("A", new("metadata.code_file", 6, 9) { Bot = "C" });

        Assert.Equal(("/p/bots/C.py", 1), (file, place!.Value.Lines.PositionOf(place.Value.Span.Start).Line));
    }

    [Fact]
    public void Failure_in_tests_is_found_in_their_string_and_in_their_file()
    {
        var (list, inline) = Find("C", new("metadata.tests", 10, 17) { Bot = "C" });
        var (file, line) = Find("D", new("metadata.tests_file.1", 9, 10) { Bot = "D" });
        var (_, whole) = Find("D", new("metadata.tests_file.1") { Bot = "D" });

        Assert.Equal(("/p/tasks.json", "/p/b.py"), (list, file));
        Assert.Equal("assert C.x == \\\"1\\\"", List.Substring(inline!.Value.Span.Start, inline.Value.Span.Length));
        Assert.Equal(1, line!.Value.Lines.PositionOf(line.Value.Span.Start).Line);
        Assert.StartsWith("\"b.py\"", List[whole!.Value.Span.Start..], StringComparison.Ordinal);
    }

    [Fact]
    public void Code_as_a_whole_and_a_bot_that_the_list_does_not_have_are_found_too()
    {
        var (_, whole) = Find("A", new("code") { Bot = "B" });

        Assert.StartsWith("\"\\u0064ef inner", List[whole!.Value.Span.Start..], StringComparison.Ordinal);
        Assert.Equal(("/p/tasks.json", null), Find("A", new("code", 1, 1) { Bot = "Gone" }));
    }

    private static (string File, (Menace.Model.Text.LineMap Lines, Menace.Model.Text.TextSpan Span)? Place) Find(string bot, TaskAnchor anchor) =>
        new PlaceFinder("/p/tasks.json", Places).Find(new PipelineDiagnostic(Rules.TestFailed, [bot, "t", "m"]) { Bot = bot, Anchor = anchor });
}
