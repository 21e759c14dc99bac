using Menace.Model.Fixes;
using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

/// <summary>Changes of the code of tasks in the text of their list.</summary>
public sealed class CodeFixesTests
{
    [Theory]
    [InlineData("""[{"name":"a","code":"\ud83d\ude00\tone\ntwo"}]""", 3, 4, "", """[{"name":"a","code":"\ud83d\ude00\ttwo"}]""")]
    [InlineData("""[{"name":"a","code":"😀 one\u000atwo"}]""", 3, 3, "\"", """[{"name":"a","code":"😀 \"\u000atwo"}]""")]
    [InlineData("""{"defaults":{"code":"one"},"tasks":[{"name":"a"}]}""", 0, 3, "", null)]
    [InlineData("""[{"name":"b","code":"one"}]""", 0, 3, "", null)]
    public void Part_of_the_code_is_replaced_through_its_escapes(string text, int offset, int length, string newText, string? expected)
    {
        var (after, made) = CodeFixes.Write(TaskFileReader.Read(text), [new("a", new(offset, length), newText, "t")]);

        Assert.Equal(expected ?? text, after);
        Assert.Equal(expected is null ? 0 : 1, made.Count);
    }

    [Fact]
    public void Changes_of_several_tasks_are_told_at_their_places_in_the_text_before()
    {
        const string Text = """[{"name":"a","code":"one two"},{"name":"b","code":"one"}]""";

        var (after, made) = CodeFixes.Write(
            TaskFileReader.Read(Text), [new("b", new(0, 1), "O", "t"), new("a", new(0, 4), "", "t"), new("a", new(4, 1), "T", "t")]);

        Assert.Equal("""[{"name":"a","code":"Two"},{"name":"b","code":"One"}]""", after);
        Assert.Equal(["one\"}]", "one two", "two\"}"], made.Select(change => Text[change.Offset..][..Math.Min(7, Text.Length - change.Offset)].Split(',')[0]));
    }
}
