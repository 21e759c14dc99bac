using System.Text;
using Menace.Pipeline.Coding.Chat;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Research;

namespace Menace.Pipeline.Tests.Coding.Chat;

/// <summary>Answers that are recorded on one machine and replayed on others.</summary>
public sealed class RecordedAnswerTests
{
    private const string Bad = "```csharp\npublic static int Double(int number) => number * 2;\n```";

    [Fact]
    public async Task Replay_gives_the_same_answers_without_a_connection()
    {
        using var rig = new ChatRig();
        List<CodeAnswer> recorded = [], replayed = [];
        await using (var server = ChatRig.Server(ChatRig.Response(Bad), ChatRig.Response(ChatRig.Good), ChatRig.Response(Bad)))
        {
            rig.Settings = rig.Settings with { Endpoint = server.Url, Answers = AnswersMode.Record };
            await AskAsync(rig.Build(), recorded);
            Assert.Equal(5, server.Requests.Count);

            // What is in the file is not asked for again.
            var again = rig.Build();
            await AskAsync(again, replayed);
            Assert.Equal(5, server.Requests.Count);
            Assert.Equal("0 answers of a chat model, 0 tokens in, 0 out, 5 recorded before", again.Usage.ToString());
        }

        var bytes = await File.ReadAllBytesAsync(rig.AnswersPath);
        rig.Settings = rig.Settings with { Endpoint = null, KeyVariable = "NOT_SET_ANYWHERE", Answers = AnswersMode.Replay };
        Directory.Delete(rig.Folder["state"], recursive: true);
        await AskAsync(rig.Build(), replayed);

        Assert.Equal(Lines(recorded).Concat(Lines(recorded)), Lines(replayed));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(rig.AnswersPath));
        Assert.False(Directory.Exists(rig.Folder["state"]));

        static async Task AskAsync(ChatCodeGenerator generator, List<CodeAnswer> answers)
        {
            answers.Add(await generator.GenerateAsync(ChatRig.Twice("a", "One."), default));
            answers.Add(await generator.GenerateAsync(ChatRig.Twice("b", "Two."), default));
        }

        static IEnumerable<string> Lines(List<CodeAnswer> answers) => answers.Select(answer =>
            $"{answer.Reason}|{answer.Effort}|{string.Join('|', answer.Candidates.Select(one => one.Code + string.Join('|', one.Evidence)))}");
    }

    [Fact]
    public async Task A_replay_needs_neither_the_same_context_nor_the_same_words_of_refusals()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { Answers = AnswersMode.Record };
        await rig.Build().GenerateAsync(ChatRig.Twice() with { Failures = ["error CS1002: ; expected"] }, default);

        rig.Settings = rig.Settings with { Answers = AnswersMode.Replay };
        var answer = await rig.Build().GenerateAsync(ChatRig.Twice() with { Failures = ["error: other words"] }, default);

        Assert.Single(answer.Candidates);
        await Assert.ThrowsAsync<PipelineException>(() => rig.Build().GenerateAsync(ChatRig.Twice(), default));
    }

    [Fact]
    public async Task The_file_is_the_same_whatever_the_order_of_asking()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        List<string> files = [];
        foreach (var bots in new[] { new[] { "a", "b", "c", "d" }, ["d", "b", "a", "c"] })
        {
            using var rig = new ChatRig(server.Url);
            rig.Settings = rig.Settings with { Answers = AnswersMode.Record };
            var generator = rig.Build();
            foreach (var bot in bots)
            {
                await generator.GenerateAsync(ChatRig.Twice(bot, "The purpose of " + bot), default);
            }

            files.Add(await File.ReadAllTextAsync(rig.AnswersPath));
        }

        Assert.Equal(files[0], files[1]);
        Assert.EndsWith("}\n", files[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\r", files[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builds_that_record_at_once_lose_no_answer()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);
        rig.Clock = TimeProvider.System;
        rig.Settings = rig.Settings with { Answers = AnswersMode.Record };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(bot => rig.Build().GenerateAsync(ChatRig.Twice($"bot{bot}", $"Number {bot}."), default)));

        rig.Settings = rig.Settings with { Answers = AnswersMode.Replay };
        var generator = rig.Build();
        for (var bot = 0; bot < 8; bot++)
        {
            Assert.Single((await generator.GenerateAsync(ChatRig.Twice($"bot{bot}", $"Number {bot}."), default)).Candidates);
        }
    }

    [Theory]
    [InlineData("another purpose", "tester", 4096)]
    [InlineData("Doubles numbers.", "other", 4096)]
    [InlineData("Doubles numbers.", "tester", 1000)]
    public async Task An_answer_that_is_missing_is_an_error_in_a_replay(string purpose, string model, int tokens)
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { Answers = AnswersMode.Record };
        await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        rig.Settings = rig.Settings with { Answers = AnswersMode.Replay, Model = model, AnswerTokens = tokens };
        var exception = await Assert.ThrowsAsync<PipelineException>(() => rig.Build().GenerateAsync(ChatRig.Twice(purpose: purpose), default));

        Assert.Equal("MENACE3075", exception.Code);
        Assert.Matches(
            $"^.*'menace.answers.json' has no answer of the model '{model}' to the prompt [0-9a-f]{{64}}, and MenaceAnswers=Replay asks no model", exception.Message);
        Assert.Equal("twice", exception.Diagnostics[0].Bot);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Nothing_is_read_or_written_if_answers_are_off()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);
        rig.Folder.Write("menace.answers.json", "no JSON");

        Assert.Single((await rig.Build().GenerateAsync(ChatRig.Twice(), default)).Candidates);

        Assert.Equal("no JSON", await File.ReadAllTextAsync(rig.AnswersPath));
    }

    [Theory]
    [InlineData("no JSON", "it is not JSON: ", 1)]
    [InlineData("", "it is not JSON: ", 1)]
    [InlineData("[]", "its member 'version' is not 1", 0)]
    [InlineData("{\"version\": 2, \"answers\": {}}", "it has the version 2, and this Menace reads version 1. Use a newer one", 0)]
    [InlineData("{\"version\": 1}", "its member 'answers' is not an object", 0)]
    [InlineData("{\"version\": 1, \"answers\": {\"x\": {}}}", "'x' is not a digest", 0)]
    [InlineData("{\"version\": 1,\n\"version\": 1, \"answers\": {}}", "it is not JSON: ", 0)]
    [InlineData("{\n<<<<<<< HEAD\n=======\n>>>>>>> other\n}", "it holds a merge conflict. Keep the entries of both sides", 2)]
    public async Task A_file_that_cannot_be_used_is_an_error_and_nothing_is_asked(string text, string reason, int line)
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);
        rig.Folder.Write("menace.answers.json", text);
        foreach (var mode in new[] { AnswersMode.Record, AnswersMode.Replay })
        {
            rig.Settings = rig.Settings with { Answers = mode };
            var exception = await Assert.ThrowsAsync<PipelineException>(() => rig.Build().GenerateAsync(ChatRig.Twice(), default));

            Assert.Equal("MENACE3074", exception.Code);
            Assert.Contains("'menace.answers.json' cannot be used: " + reason, exception.Message, StringComparison.Ordinal);
            Assert.True(line == 0 || exception.Diagnostics[0].Page?.Line == line);
        }

        Assert.Empty(server.Requests);
        Assert.Equal(text, await File.ReadAllTextAsync(rig.AnswersPath));
    }

    [Theory]
    [InlineData("number * 2", "number * 3")]
    [InlineData("\"tokens_in\": 100", "\"tokens_in\": 99")]
    [InlineData("\"bot\": \"twice\"", "\"bot\": \"other\"")]
    [InlineData("\"model\": \"tester\"", "\"model\": \"other\"")]
    public async Task An_answer_that_was_edited_is_an_error(string old, string edited)
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { Answers = AnswersMode.Record };
        await rig.Build().GenerateAsync(ChatRig.Twice(), default);
        var text = await File.ReadAllTextAsync(rig.AnswersPath);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(rig.AnswersPath, text.Replace(old, edited, StringComparison.Ordinal));

        var exception = await Assert.ThrowsAsync<PipelineException>(() => rig.Build().GenerateAsync(ChatRig.Twice(), default));

        Assert.Contains("was edited: its digest is another one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_with_any_characters_are_read_as_they_were_written()
    {
        var text = "Ä \u2028 \ud83d\ude00 \"quotes\" \\ \r\n\t\u0001 </script>\n" + ChatRig.Good;
        await using var server = ChatRig.Server(LocalServer.Json(ChatRig.Body(text)));
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { Answers = AnswersMode.Record };
        var first = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        rig.Settings = rig.Settings with { Answers = AnswersMode.Replay };
        var second = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal(first.Candidates[0].Evidence, second.Candidates[0].Evidence);
        Assert.Equal(first.Candidates[0].Code, second.Candidates[0].Code);
    }

    [Fact]
    public async Task Each_task_list_of_a_folder_has_its_own_file()
    {
        using var rig = new ChatRig();
        var file = new AnswerFile(rig.Config with { TaskListName = "fleet.json" });

        await file.AddAsync(new string('a', 64), new("x", "tester", "text", 1, 2), default);

        Assert.Equal("fleet.json.answers.json", file.Name);
        Assert.Equal("""
            {
              "version": 1,
              "answers": {
                "KEY": {
                  "bot": "x",
                  "model": "tester",
                  "tokens_in": 1,
                  "tokens_out": 2,
                  "text": "text",
            """.Replace("KEY", new string('a', 64), StringComparison.Ordinal),
            string.Join('\n', (await File.ReadAllTextAsync(rig.Folder["fleet.json.answers.json"], Encoding.UTF8)).Split('\n').Take(9)));
    }
}
