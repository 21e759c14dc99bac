using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests;

/// <summary>What a process allocates can be measured, and its environment changed, only while nothing else runs in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "alone in the process";
}

/// <summary><c>metadata.files</c>: from beside the task list into the repository.</summary>
[Collection(AloneTests.Name)]
public sealed class CopiedFileTests : IDisposable
{
    private static readonly byte[] Binary = [0, 0xff, 0xfe, (byte)'\r', (byte)'\n', 0x80, 1];
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_arrive_byte_by_byte_with_their_mode_and_the_bot_can_read_them()
    {
        File.WriteAllBytes(_folder.Write("assets/logo.png", ""), Binary);
        File.SetUnixFileMode(_folder.Write("assets/tool", "#!/bin/sh\necho tool\n"), (UnixFileMode)0b111_101_101);
        const string Code = "import pathlib, subprocess\n\ndef size():\n    return len(pathlib.Path('data/logo.png').read_bytes())\n\ndef tool():\n    return subprocess.check_output(['./tool'], text=True)\n";
        var bot = Task("a", Code, ("data/logo.png", "assets/logo.png"), ("./tool", "assets/tool"));
        bot = bot with { Metadata = bot.Metadata with { Examples = [new() { Function = "size", Returns = 7 }, new() { Function = "tool", Returns = "tool\n" }] } };

        var result = await new ImplementationPipeline(config: Config).RunAsync([bot]);

        Assert.Equal(2, Assert.Single(result.Verifications).Passed);
        Assert.Equal(Binary, File.ReadAllBytes(_folder["dev_repos/a/data/logo.png"]));
        Assert.StartsWith("100755 ", Shell.Run(_folder["dev_repos/a"], null, "git", "ls-tree", "HEAD", "tool"), StringComparison.Ordinal);
        Assert.StartsWith("100644 ", Shell.Run(_folder["dev_repos/a"], null, "git", "ls-tree", "HEAD", "data/logo.png"), StringComparison.Ordinal);
        Assert.Equal("", Shell.Run(_folder["dev_repos/a"], null, "git", "status", "--porcelain"));
    }

    [Fact]
    public async Task A_csharp_bot_finds_its_files_beside_its_program_and_its_readme_tells_how_to_test_it()
    {
        _folder.Write("words.txt", "found");
        const string Path = "data/a b;$(x) %41@(x)'ü.txt";
        var bot = Task("a", $"public static string Word() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, \"{Path}\"));\n", (Path, "words.txt"));
        bot = bot with { Metadata = bot.Metadata with { Language = BotLanguage.CSharp, Functions = ["Word"], Examples = [new() { Function = "Word", Returns = "found" }] } };

        var result = await new ImplementationPipeline(config: Config).RunAsync([bot]);

        Assert.Equal(1, Assert.Single(result.Verifications).Passed);
        var command = File.ReadLines(_folder["dev_repos/a/README.md"]).Single(line => line.Contains("dotnet test", StringComparison.Ordinal)).Trim().Split(' ');
        Assert.Contains("succeeded: 1", Shell.Run(_folder["dev_repos/a"], null, command[0], command[1..]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/bash\nset -e\n")]
    public async Task Shell_bot_finds_its_files_beside_its_script_from_every_caller(string head)
    {
        _folder.Write("words.txt", "found\n");
        var read = Shelled("reader", head + "word() { cat \"$(dirname \"$0\")/data/words.txt\"; }\n", "word");
        read = read with { Metadata = read.Metadata with { Files = new Dictionary<string, string> { ["data/words.txt"] = "words.txt" } } };
        var deeper = Shelled("deeper", head + "again() { reader_word; cat \"$(dirname \"$0\")/own.txt\"; }\n", "again") with { Dependencies = ["reader"] };
        deeper = deeper with
        {
            Metadata = deeper.Metadata with
            {
                Examples = [new() { Function = "again", Prints = "found\nfound" }],
                Files = new Dictionary<string, string> { ["own.txt"] = "words.txt" },
            },
        };
        var python = Task("snake", "import reader\n\n\ndef call():\n    return reader.word()\n") with { Dependencies = ["reader"] };
        python = python with { Metadata = python.Metadata with { Functions = ["call"], Examples = [new() { Function = "call", Returns = "found" }] } };

        var result = await new ImplementationPipeline(config: Config).RunAsync([read, deeper, python]);

        Assert.Equal([1, 1, 1], result.Verifications.Select(verification => verification.Passed));
        Assert.Equal("\"found\"\n", Shell.Run(_folder.Path, null, "sh", "dev_repos/reader/main.sh", "word"));

        static TaskInfo Shelled(string name, string code, string function) => new()
        {
            Name = name,
            Code = code,
            Metadata = new()
            {
                Language = BotLanguage.Shell,
                Purpose = "p",
                Functions = [function],
                Examples = [new() { Function = function, Prints = "found" }],
            },
        };
    }

    [Fact]
    public async Task Relative_path_in_a_code_file_is_a_warning_at_its_place()
    {
        _folder.Write("words.txt", "found\n");
        _folder.Write("reader.sh", "word() {\n    cat data/words.txt\n}\n");
        var bot = new TaskInfo
        {
            Name = "reader",
            Metadata = new()
            {
                Language = BotLanguage.Shell,
                Purpose = "p",
                Functions = ["word"],
                CodeFile = "reader.sh",
                Files = new Dictionary<string, string> { ["data/words.txt"] = "words.txt" },
            },
        };
        var pipeline = new ImplementationPipeline(config: Config);

        var result = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([bot]))).Record!);

        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("MENACE1619", "metadata.code_file", 17, 14), (finding.Rule.Id, finding.Anchor!.Property, finding.Anchor.Offset, finding.Anchor.Length));
        Assert.EndsWith("use \"$(dirname \"$0\")/data/words.txt\"", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_byte_or_mode_is_another_package_and_one_new_commit_of_the_bot_that_has_the_file()
    {
        File.WriteAllBytes(_folder.Write("assets/logo.png", ""), Binary);
        TaskInfo[] tasks = [Task("a", "def one():\n    return 1\n", ("logo.png", "assets/logo.png")), Task("b", "def two():\n    return 2\n")];
        var first = await Develop(tasks);
        File.WriteAllBytes(_folder["assets/logo.png"], [.. Binary, 2]);
        var second = await Develop(tasks);
        File.SetUnixFileMode(_folder["assets/logo.png"], (UnixFileMode)0b111_101_101);
        var third = await Develop(tasks);

        Assert.Equal(3, new[] { first.Hash, second.Hash, third.Hash }.Distinct().Count());
        Assert.Equal(["Created Created", "Updated Unchanged", "Updated Unchanged"], new[] { first, second, third }.Select(run => run.Changes));
    }

    [Theory]
    [InlineData("README.md", "is the path of a generated file")]
    [InlineData("readme.MD", "is the path of a generated file")]
    [InlineData("sub/../meta.yaml", "is the path of a generated file")]
    [InlineData("A.py", "is the path of a generated file")]
    [InlineData("tests/test_a.py", "is the path of a generated file")]
    [InlineData("tests", "is a folder, of 'tests/test_a.py'")]
    [InlineData("a.py/x", "is below 'a.py', which is a file")]
    public async Task A_file_whose_place_is_taken_is_refused_at_its_line(string path, string message)
    {
        _folder.Write("data.txt", "data");
        var pipeline = new ImplementationPipeline(config: Config);
        var optimised = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([Task("a", "def one():\n    return 1\n", (path, "data.txt"))]))).Record!);

        var finding = Assert.Single((await pipeline.DevelopAsync(optimised.Record)).Diagnostics);

        Assert.Equal(("MENACE3010", "metadata.files." + path), (finding.Rule.Id, finding.Anchor!.Property));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["dev_repos/a"]));
    }

    [Theory]
    [InlineData("metadata.code_file")]
    [InlineData("metadata.tests_file")]
    [InlineData("metadata.files.data/x.txt")]
    public async Task Link_that_leads_out_of_the_folder_of_the_list_is_refused_at_its_place(string property)
    {
        using var system = new TemporaryFolder();
        system.Write("secrets/main.scriban", "root:x:0:0");
        var path = "assets/main.scriban";
        Directory.CreateSymbolicLink(_folder["assets"], system["secrets"]);
        var task = new TaskInfo { Name = "a", Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"] } };
        task = property switch
        {
            "metadata.code_file" => task with { Metadata = task.Metadata with { CodeFile = path } },
            "metadata.tests_file" => task with { Code = "def run():\n    return 1\n", Metadata = task.Metadata with { TestsFiles = [path] } },
            _ => Task("a", "def run():\n    return 1\n", ("data/x.txt", path)),
        };

        var failure = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config).HandoffAsync(new TaskPackage([task])));

        var finding = Assert.Single(failure.Diagnostics);
        Assert.Equal(("MENACE1614", property), (finding.Rule.Id, finding.Anchor!.Property));
        Assert.Contains($"(a link leads to '{system["secrets/main.scriban"]}')", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_within_the_folder_of_the_list_is_followed()
    {
        _folder.Write("real/data.txt", "data");
        Directory.CreateSymbolicLink(_folder["assets"], _folder["real"]);

        await Develop([Task("a", "def one():\n    return 1\n", ("data.txt", "assets/data.txt"))]);

        Assert.Equal("data", File.ReadAllText(_folder["dev_repos/a/data.txt"]));
    }

    [Fact]
    public async Task Two_files_that_differ_in_case_only_are_refused()
    {
        _folder.Write("data.txt", "data");
        var pipeline = new ImplementationPipeline(config: Config);
        var task = Task("a", "def one():\n    return 1\n", ("x/data", "data.txt"), ("X/Data", "data.txt"));
        var optimised = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([task]))).Record!);

        Assert.Contains("'x/data' is the path of another file", Assert.Single((await pipeline.DevelopAsync(optimised.Record)).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stage_files_hold_text_as_text_and_bytes_as_base64_and_give_both_back()
    {
        FileContent[] contents = [FileContent.FromText("plain\r\n\ufeffé"), new(Binary), new("#!/bin/sh\n"u8.ToArray(), IsExecutable: true), new(Binary, IsExecutable: true)];
        var path = _folder["contents.json"];

        StageFile.Write(path, contents);
        var read = StageFile.Read<FileContent[]>(path);

        Assert.Equal(contents.Select(content => (content.Hash(), content.IsExecutable)), read.Select(content => (content.Hash(), content.IsExecutable)));
        Assert.Contains("\"plain\\r\\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("\"base64\":\"AP/+DQqAAQ==\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_50_megabytes_costs_memory_of_its_own_order()
    {
        var bytes = new byte[Nightly.Choose(5, 50) * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_folder["large.bin"], bytes);

        var allocated = await LargeFileDevelopment.RunElsewhereAsync(_folder.Path, "large.bin");

        Assert.InRange(allocated, bytes.Length, 20L * bytes.Length);
        Assert.Equal(bytes.Length, new FileInfo(_folder["dev_repos/a/large.bin"]).Length);
    }

    private async Task<(string Hash, string Changes)> Develop(TaskInfo[] tasks)
    {
        var pipeline = new ImplementationPipeline(config: Config);
        var handoff = (await pipeline.HandoffAsync(new TaskPackage(tasks))).Record!;
        var path = _folder["handoff.json"];
        StageFile.Write(path, handoff);
        var built = await pipeline.DevelopAsync((await pipeline.OptimiseAsync(StageFile.Read<HandoffRecord>(path))).Record);
        Assert.Empty(built.Diagnostics);
        return (handoff.PackageHash, string.Join(' ', built.Record.Repositories.Select(repository => repository.Change)));
    }

    private static TaskInfo Task(string name, string code, params (string Path, string Source)[] files) => new()
    {
        Name = name,
        Code = code,
        Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Files = files.ToDictionary(file => file.Path, file => file.Source) },
    };
}
