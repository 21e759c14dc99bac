using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Verification;

public sealed class CodePlacesTests : IDisposable
{
    private const string CodeOfA = "import B\n\n\ndef outer(x):\n    return B.inner(x)\n";
    private const string CodeOfB = "def inner(x):\n    return 1 / x\n";

    private readonly TemporaryFolder _folder = new();
    private readonly CodePlaces _places;
    private readonly Dictionary<string, BotRepository> _repositories;

    public CodePlacesTests()
    {
        _repositories = new()
        {
            ["A"] = Bot("A", "A.py", CodeOfA),
            ["B"] = Bot("B", "B.py", CodeOfB),
            ["C"] = Bot("C", "src/C/C.cs", "return 1 / Zero();\nint Zero() => 0;"),
        };
        Write("A", "A.py", CodeOfA);
        Write("B", "B.py", CodeOfB);
        Write("C", "src/C/C.cs", "public static class C\n{\n    public static int Run()\n    {\n        return 1 / Zero();\n        int Zero() => 0;\n    }\n}\n");
        _places = new([_folder["trees"], _folder["dev_repos"]], _repositories.GetValueOrDefault, [new("A", null), new("B", "bots/B.py"), new("C", null), new("T", "bots/T.py")]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pytest_traceback_leads_through_the_caller_to_the_called_bot()
    {
        var place = OfFailure("A", """
            def test_a():
            >       assert A.outer(0) == 1

            tests/test_A.py:3: 
            _ _ _ _
            A.py:5: in outer
                return B.inner(x)
            _ _ _ _
            x = 0

            ../B/B.py:2: ZeroDivisionError
            """);

        Assert.Equal(("A -> B", "B", "metadata.code_file"), (place!.Chain, place.Anchor.Bot, place.Anchor.Property));
        Assert.Equal("return 1 / x", CodeOfB.Substring(place.Anchor.Offset, place.Anchor.Length));
    }

    [Theory]
    [InlineData("C", "   at MenaceBots.C.<Run>g__Zero|0_0() in {0}/trees/C/src/C/C.cs:line 6\n   at MenaceBots.C.Run() in {0}/trees/C/src/C/C.cs:line 5\n   at T.M() in {0}/trees/C/tests/T.cs:line 9", "C", "int Zero() => 0;")]
    [InlineData("A", "   at MenaceBots.C.Run() in {0}/dev_repos/C/src/C/C.cs:line 5", "A -> C", "return 1 / Zero();")]
    [InlineData("C", "   at System.Int32.Parse(String s)\n   at T.M() in {0}/trees/C/tests/T.cs:line 9", null, null)]
    [InlineData("C", "E     File \"{0}/trees/A/A.py\", line 5, in outer", "C -> A", "return B.inner(x)")]
    [InlineData("A", "(from function `inner' in file ./A.py, line 5,\n in test file tests/A.bats, line 8)", "A", "return B.inner(x)")]
    [InlineData("A", "{0}/trees/A/tests/../A.py: line 5: nosuch: command not found", "A", "return B.inner(x)")]
    [InlineData("A", "A.py: 5: nosuch: not found", "A", "return B.inner(x)")]
    [InlineData("A", "sh: 5: nosuch: not found", null, null)]
    public void Traces_of_all_frameworks_lead_to_the_innermost_line_of_a_bot(string bot, string trace, string? chain, string? line)
    {
        var place = OfFailure(bot, trace.Replace("{0}", _folder.Path, StringComparison.Ordinal));

        Assert.Equal(chain, place?.Chain);
        Assert.Equal(line, place is null ? null : _repositories[place.Anchor.Bot!].Spec.Code.Substring(place.Anchor.Offset, place.Anchor.Length));
    }

    [Theory]
    [InlineData("python", "tests/test_T.py:2: AssertionError", "metadata.tests")]
    [InlineData("python", "tests/test_more.py:2: \nT.py:2: ValueError", "metadata.code_file")]
    [InlineData("python", "tests/test_more.py:2: in test_a\n  File \"/usr/lib/json.py\", line 2, in loads", "metadata.tests_file.0")]
    [InlineData("csharp", "   at Xunit.Assert.Equal()\n   at T.M() in {0}/trees/T/tests/T.Tests/TTests.cs:line 2", "metadata.tests")]
    [InlineData("csharp", "   at T.M() in {0}/trees/T/tests/T.Tests/test_more.py:line 2", "metadata.tests_file.0")]
    [InlineData("csharp", "   at T.M() in {0}/trees/T/tests/T.Tests/TestProcess.cs:line 2", null)]
    [InlineData("shell", "(in test file tests/T.bats, line 2)\n  `false' failed", "metadata.tests")]
    [InlineData("shell", "(from function `check' in test file tests/test_more.py, line 2,\n in test file tests/T.bats, line 1)", "metadata.tests_file.0")]
    public void Failure_without_a_line_of_a_bot_is_at_the_line_of_the_test(string name, string trace, string? property)
    {
        var language = Menace.Model.Languages.BotLanguages.Parse(name)!.Value;
        const string Inline = "first\n\tsecond \"line\"\n";
        const string More = "one\n  two\n";
        var main = language == BotLanguage.CSharp ? "src/T/T.cs" : "T.py";
        var bot = Bot("T", main, "import T\nraise 1\n");
        _repositories["T"] = bot with { Spec = bot.Spec with { Language = language, Tests = new Dictionary<string, string> { ["test_more.py"] = More, [""] = Inline } } };
        Write("T", main, bot.Spec.Code);
        var row = Menace.Pipeline.Languages.LanguageTable.RowOf(language);
        Write("T", row.TestFile(bot.Spec, ""), Inline);
        Write("T", row.TestFile(bot.Spec, "test_more.py"), More);
        Write("T", "tests/T.Tests/TestProcess.cs", "a\nb\n");

        var place = OfFailure("T", trace.Replace("{0}", _folder.Path, StringComparison.Ordinal));

        Assert.Equal(property, place?.Anchor.Property);
        var text = property switch { "metadata.tests" => Inline, "metadata.tests_file.0" => More, _ => bot.Spec.Code };
        Assert.Equal(
            property switch { null => null, "metadata.tests" => "second \"line\"", "metadata.tests_file.0" => "two", _ => "raise 1" },
            place is null ? null : text.Substring(place.Anchor.Offset, place.Anchor.Length));
        Assert.Equal(property is null ? null : "T", place?.Chain);
    }

    [Fact]
    public void Line_that_only_an_edited_file_has_is_the_code_as_a_whole()
    {
        Write("A", "A.py", "import B\n\nraise ValueError()\n");

        Assert.Equal(new TaskAnchor("code") { Bot = "A" }, OfFailure("A", "A.py:3: ValueError")!.Anchor);
    }

    [Fact]
    public void Compiler_errors_in_code_have_a_place_each()
    {
        var log = $"""
            {_folder["trees/C/src/C/C.cs"]}(5,20): error CS0103: The name 'Zero' does not exist in the current context [{_folder["trees/C/src/C/C.csproj"]}]
            {_folder["trees/C/src/C/C.cs"]}(5,20): error CS0103: The name 'Zero' does not exist in the current context [{_folder["trees/C/src/C/C.csproj"]}]
            {_folder["trees/C/tests/T.cs"]}(1,1): error CS1002: ; expected [{_folder["trees/C/tests/T.csproj"]}]
                1 Error(s)
            """;

        var (anchor, message) = Assert.Single(_places.OfBuild(_folder["trees/C"], log));

        Assert.Equal("C.cs(5,20): error CS0103: The name 'Zero' does not exist in the current context", message);
        Assert.Equal("Zero();", _repositories["C"].Spec.Code.Substring(anchor.Offset, anchor.Length));
    }

    private CodePlace? OfFailure(string bot, string trace) => _places.OfFailure(bot, _folder[$"trees/{bot}"], trace);

    private void Write(string bot, string file, string text)
    {
        _folder.Write($"trees/{bot}/{file}", text);
        _folder.Write($"dev_repos/{bot}/{file}", text);
    }

    private BotRepository Bot(string name, string file, string code)
    {
        var spec = new BotSpec { Name = name, Language = BotLanguage.Python, Code = code, Purpose = "p", Functions = ["run"] };
        return new(spec, _folder["dev_repos/" + name], _folder[$"dev_repos/{name}/{file}"], "c", "t", RepositoryChange.Created);
    }
}
