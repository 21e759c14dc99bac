using System.Runtime.CompilerServices;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Coding;

/// <summary>Tasks with examples and without code become tested bots, and docs/self-coding.md shows what runs here.</summary>
[Collection("Knowledge variables")]
public sealed class SelfCodingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SelfCodingTests() => Environment.SetEnvironmentVariable("MenaceKnowledge", _folder["knowledge"]);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MenaceKnowledge", null);
        _folder.Dispose();
    }

    private static TaskInfo Slugs(string language) => Task("Slugs", language, "Slug of a title: its words in lower case, joined by dashes", "slugify",
        (["Hello World"], "hello-world"), (["  A  Long Title "], "a-long-title"), ([""], ""));

    [Theory]
    [InlineData("python", "return \"-\".join(text.lower().split())")]
    [InlineData("csharp", "string.Join")]
    public async Task Task_with_examples_gets_code_that_is_tested_pinned_and_explained_in_the_commit(string language, string code)
    {
        var result = await RunAsync(Slugs(language));

        var repository = Assert.Single(result.Repositories);
        Assert.Contains(code, repository.Spec.Code, StringComparison.Ordinal);
        Assert.Empty(repository.Spec.StubFunctions);
        Assert.True(Assert.Single(result.Verifications).IsGreen);
        var message = Shell.Git(repository.Path, "log", "-1", "--format=%B");
        Assert.Contains("The code was found by synthesis:\n- slugify: ", message, StringComparison.Ordinal);
        Assert.Contains("- 3 examples passed\n", message, StringComparison.Ordinal);
        using var pins = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["menace.completions.json"]));
        var pin = pins.RootElement.GetProperty("bots").GetProperty("Slugs").GetProperty("code");
        Assert.Equal(("generator", "synthesis"), (pin.GetProperty("source").GetString(), pin.GetProperty("place").GetString()));
        Assert.Equal(repository.Spec.Code, pin.GetProperty("value").GetString());
        Assert.True(pin.GetProperty("evidence").GetArrayLength() >= 3);
    }

    [Fact]
    public async Task Pinned_code_is_not_searched_again()
    {
        var counting = new Counting(new SelfCodingEngine("code.db", new MenaceMemoryManager(), new ContextBuilder()));
        var first = await RunAsync(Slugs("python"), coder: counting);
        var second = await RunAsync(Slugs("python"), coder: counting);

        Assert.Equal(1, counting.Requests);
        Assert.Equal(first.Repositories[0].Commit, second.Repositories[0].Commit);
    }

    [Fact]
    public async Task Code_stays_if_the_task_changes_and_it_still_passes()
    {
        var first = await RunAsync(Slugs("python"));
        var counting = new Counting(new SelfCodingEngine([]));
        var changed = Slugs("python");
        var second = await RunAsync(changed with { Metadata = changed.Metadata with { Purpose = "Another purpose" } }, coder: counting);

        Assert.Equal(first.Repositories[0].Spec.Code, second.Repositories[0].Spec.Code);
        Assert.Equal("synthesis", second.Repositories[0].Spec.Origin!.Generator);
        Assert.Equal(0, counting.Requests);
    }

    [Fact]
    public async Task Examples_that_do_not_decide_are_an_error_with_the_example_that_would()
    {
        var task = Task("Extensions", "python", "The extension of a file name", "extension", (["letter.txt"], "txt"), (["notes.md"], "md"), (["photo.jpeg"], "jpeg"));

        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(task));

        var finding = Assert.Single(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3076");
        Assert.Equal("metadata.examples", finding.Anchor!.Property);
        Assert.Matches("""for extension\("([a-z]+)"\): "\1" \(1\) or "" \(2\)""", finding.Message);
        Assert.Empty(exception.PartialResult?.Repositories ?? []);
        Assert.False(Directory.Exists(_folder["dev_repos/Extensions"]));
    }

    [Fact]
    public async Task Task_whose_program_is_not_found_is_a_stub_with_the_reason()
    {
        var task = Task("Odd", "python", "Something unclear", "odd", (["abc"], "q7"), (["xyz"], "-2k"));

        // The template knows nothing of the examples, so they fail.
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(task));

        Assert.Contains("synthesis: 'odd': ", Assert.Single(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3050").Message, StringComparison.Ordinal);
        Assert.Contains(exception.Diagnostics, finding => finding.Rule.Id == "MENACE5003");
    }

    [Theory]
    [InlineData("def slugify(text):\n    return '-'.join(text.lower().split('  '))\n")]
    [InlineData("def other(text):\n    return text\n")]
    [InlineData("import os\n\ndef slugify(text):\n    os.system('touch done')\n    return '-'.join(text.lower().split())\n")]
    public async Task Code_that_does_not_pass_its_trial_is_not_used(string code)
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Slugs("python"), coder: new Fixed(code)));

        Assert.Contains(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3050");
        Assert.False(File.Exists(_folder["dev_repos/Slugs/done"]));
        Assert.False(File.Exists(_folder["menace.completions.json"]));
    }

    [Fact]
    public async Task Known_code_is_used_under_the_name_that_the_task_needs()
    {
        new CodeDb("code.db").Add(new()
        {
            Code = "def dashed(title):\n    words = title.lower().split()\n    return '-'.join(words)\n",
            Summary = "Joins the words of a title by dashes, in lower case",
            Language = BotLanguage.Python,
        });

        var result = await RunAsync(Slugs("python"));

        Assert.Contains("def slugify(title):", result.Repositories[0].Spec.Code, StringComparison.Ordinal);
        Assert.StartsWith("retrieval ", result.Repositories[0].Spec.Origin!.Generator, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_can_be_turned_off()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Slugs("python"), isEnabled: false));

        Assert.DoesNotContain("searching", Assert.Single(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3050").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_of_the_older_program_runs()
    {
        var folder = _folder.Path;

        // <docs/self-coding.md>
        var builder = new ContextBuilder();
        var engine = new SelfCodingEngine("code.db", new MenaceMemoryManager(), contextBuilder: builder);
        var developer = new BotDevelopmentBot(builder, engine, new BotDevConfig { SourceDirectory = folder });
        var pipeline = new ImplementationPipeline(developer: developer, config: new BotDevConfig { SourceDirectory = folder });
        // </docs/self-coding.md>
        var result = await pipeline.RunAsync([Slugs("python")]);

        Assert.True(Assert.Single(result.Verifications).IsGreen);
        Assert.StartsWith("synthesis: ", Assert.Single(new MenaceMemoryManager().Query("self-coding:Slugs")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_shows_what_runs()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "self-coding.md"));
        var source = await File.ReadAllTextAsync(ThisFile());
        var lines = source.Split('\n').SkipWhile(line => !line.Contains("// <docs/self-coding.md>", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("// </docs", StringComparison.Ordinal)).Select(line => line.Trim());
        Assert.Contains(string.Join('\n', lines), page, StringComparison.Ordinal);

        // The task of the page is found, and its code and its question are those that the page names.
        var json = page[(page.IndexOf("```json", StringComparison.Ordinal) + 8)..];
        var file = TaskFileReader.Read(System.Text.Encoding.UTF8.GetBytes(json[..json.IndexOf("```", StringComparison.Ordinal)]), new());
        var result = await RunAsync(file.Package.Tasks[0]);
        Assert.Contains("return \"-\".join(text.lower().split())", result.Repositories[0].Spec.Code, StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static TaskInfo Task(string name, string language, string purpose, string function, params (JsonValue[] Args, JsonValue Returns)[] examples) => new()
    {
        Name = name,
        Metadata = new()
        {
            Language = Menace.Model.Languages.BotLanguages.Parse(language),
            Purpose = purpose,
            Functions = [function],
            Examples = [.. examples.Select(one => new TaskExample { Function = function, Args = one.Args, Returns = one.Returns })],
        },
    };

    private Task<PipelineResult> RunAsync(TaskInfo task, bool isEnabled = true, ICodeGenerator? coder = null) => new ImplementationPipeline(
        config: new BotDevConfig { SourceDirectory = _folder.Path, Knowledge = _folder["knowledge"], SelfCoding = new() { IsEnabled = isEnabled } }, coder: coder).RunAsync([task]);

    private sealed class Counting(ICodeGenerator inner) : ICodeGenerator
    {
        public int Requests { get; private set; }

        public string Name => inner.Name;

        public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
        {
            Requests++;
            return inner.GenerateAsync(request, cancellationToken);
        }
    }

    private sealed class Fixed(string code) : ICodeGenerator
    {
        public string Name => "fixed";

        public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken) =>
            System.Threading.Tasks.Task.FromResult(new CodeAnswer([new(code)]));
    }
}
