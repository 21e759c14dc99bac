using System.Text.Json.Nodes;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The command <c>menace knowledge</c>.</summary>
public sealed class KnowledgeCommandTests : IDisposable
{
    private static readonly DocumentationPage Page = DocumentationPage.Read("docs/knowledge.md");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_of_the_page_work_as_they_stand_there()
    {
        var (code, output) = await Page.RunAsync(_folder.Path, "bash");

        Assert.True(code == 0, output);
        Assert.Contains("text-tools (python, unknown licence, untrusted, ", output, StringComparison.Ordinal);
        Assert.Contains("): Joins the words of a title by hyphens.\n", output, StringComparison.Ordinal);
        Assert.Contains("Exported 1 entry\n", output, StringComparison.Ordinal);
        Assert.Contains("Imported 1 entry\n", output, StringComparison.Ordinal);
        Assert.Contains("Removed 0 entries\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_is_on_the_page()
    {
        var (_, help, _) = await MenaceCommand.RunAsync(_folder.Path, ["knowledge", "--help"]);
        var commands = help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0).ToList();

        Assert.Equal(["list", "show", "search", "import", "export", "prune"], commands);
        Assert.All(commands, command => Assert.Contains($"menace knowledge {command} ", Page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folder_is_that_of_the_option_or_a_variable_or_the_default()
    {
        foreach (var (folder, name) in new[] { ("option", "a"), ("camel", "b"), ("upper", "c"), (".menace/knowledge", "d") })
        {
            new KnowledgeFolder(_folder[folder]).Open(KnowledgeFolder.Code).Put(new KnowledgeEntry { Key = name, Title = name });
        }

        (string, string?)[] both = [("MenaceKnowledge", "camel"), ("MENACE_KNOWLEDGE", "upper")];
        Assert.Equal("a", await NameAsync(["--knowledge", "option"], both));
        Assert.Equal("b", await NameAsync([], both));
        Assert.Equal("c", await NameAsync([], both[1]));
        Assert.Equal("d", await NameAsync([]));

        async Task<string> NameAsync(string[] options, params (string, string?)[] variables)
        {
            var (_, output, _) = await MenaceCommand.RunAsync(_folder.Path, ["knowledge", "list", "--database", "code", "--json", .. options], variables);
            return (string)JsonNode.Parse(output)!.AsArray().Single()!["name"]!;
        }
    }

    [Fact]
    public async Task Entries_are_searched_shown_and_pruned()
    {
        var knowledge = new KnowledgeFolder(_folder["k"]);
        knowledge.OpenErrors().Record(new("csv-bot", PipelineStage.Verify, "MENACE5003", "total was wrong\u001b[31m"));
        knowledge.Open(KnowledgeFolder.Code).Put(
            new KnowledgeEntry { Key = "total", Title = "Totals", Body = "old" }, new KnowledgeEntry { Key = "total", Title = "Totals", Body = "total()" });

        var (code, found, _) = await RunAsync("search", "total", "AND", "\"");
        Assert.Equal(0, code);
        Assert.Equal(["code", "errors"], found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[10..].Split(' ')[0]));
        Assert.DoesNotContain('\u001b', found);
        var shown = JsonNode.Parse((await RunAsync("show", "Totals", "--json")).Output)![0]!;
        Assert.Equal(("total()", 2), ((string)shown["body"]!, shown["history"]!.AsArray().Count));
        Assert.Contains("earlier: revision 1", (await RunAsync("show", "total")).Output, StringComparison.Ordinal);
        await Task.Delay(1000);
        Assert.Equal("{\"entries\":1}\n", (await RunAsync("prune", "--older-than", "1s", "--history", "--dry-run", "--json")).Output);
        Assert.Equal("Removed 3 entries\n", (await RunAsync("prune", "--older-than", "1s")).Output);
        Assert.Equal("", (await RunAsync("list", "--database", "all")).Output);
    }

    [Fact]
    public async Task Mistakes_are_one_line_with_a_code()
    {
        Assert.StartsWith("error MENACE6006: 'nothing' was not found", await ErrorAsync("show", "nothing"), StringComparison.Ordinal);
        Assert.StartsWith("error MENACE6005: The file '", await ErrorAsync("import", "missing"), StringComparison.Ordinal);
        Assert.StartsWith("error MENACE6007: The file '", await ErrorAsync("export", "missing/file"), StringComparison.Ordinal);
        Assert.StartsWith("error MENACE7002: ", await ErrorAsync("list", "--database", "x"), StringComparison.Ordinal);
        Assert.StartsWith("error MENACE7002: ", await ErrorAsync("prune", "--older-than", "soon"), StringComparison.Ordinal);
        _ = new WorkflowDb(_folder["k/bots.db"]).Runs();
        Assert.StartsWith("error MENACE6001: The knowledge database '", await ErrorAsync("list"), StringComparison.Ordinal);

        async Task<string> ErrorAsync(params string[] words)
        {
            var (code, _, error) = await RunAsync(words);
            Assert.Equal((1, 1), (code, error.TrimEnd('\n').Split('\n').Length));
            return error;
        }
    }

    [Fact]
    public async Task Replaced_database_and_skipped_repository_are_warnings()
    {
        _folder.Write("k/bots.db", new string('x', 10_000));
        Directory.CreateDirectory(_folder["repos/broken/.git"]);

        var (code, output, error) = await RunAsync("import", "repos");
        Assert.Equal((0, "Imported 0 entries\n"), (code, output));
        Assert.StartsWith("warning MENACE6004: ", error, StringComparison.Ordinal);
        Assert.StartsWith("warning MENACE6002: ", (await RunAsync("list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disk_is_an_error_and_leaves_the_knowledge_as_it_was()
    {
        new KnowledgeFolder(_folder["k"]).Open(KnowledgeFolder.Code).Put(new KnowledgeEntry { Key = "old", Title = "old" });
        var big = new KnowledgeFolder(_folder["big"]);
        big.Open(KnowledgeFolder.Code).Put([.. Enumerable.Range(0, 40).Select(
            i => new KnowledgeEntry { Key = $"k{i}", Title = "big", Body = string.Join(' ', Enumerable.Range(i, 5_000)) })]);
        KnowledgeExchange.Export(big, _folder["big.jsonl"]);

        var (code, error) = await FullAsync("import", "big.jsonl", "--knowledge", "k");
        Assert.Equal(1, code);
        Assert.StartsWith("error MENACE6001: The knowledge database '", error, StringComparison.Ordinal);
        (code, error) = await FullAsync("export", "out.jsonl", "--knowledge", "big");
        Assert.Equal((1, "error MENACE6007"), (code, error[..16]));

        Assert.Equal(["old"], new KnowledgeFolder(_folder["k"]).Open(KnowledgeFolder.Code).All().Select(entry => entry.Key));
        Assert.Empty(Directory.GetFiles(_folder["k"], "*.broken-*"));
        Assert.Empty(Directory.GetFiles(_folder.Path, "out.jsonl*"));
        Assert.Equal("Imported 40 entries\n", (await RunAsync("import", "big.jsonl")).Output);

        async Task<(int Code, string Error)> FullAsync(params string[] words)
        {
            using var process = MenaceCommand.Start(_folder.Path, ["knowledge", .. words], [], largestFile: 200);
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            return (process.ExitCode, error);
        }
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] words) =>
        MenaceCommand.RunAsync(_folder.Path, ["knowledge", .. words, "--knowledge", "k"]);
}
