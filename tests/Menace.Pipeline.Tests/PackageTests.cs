using System.IO.Compression;
using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;

namespace Menace.Pipeline.Tests;

/// <summary><c>metadata.packages</c>, with real installations: NuGet for C#, for Python pip and a wheel that the test makes.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>
    /// pip reads its options from the environment, which reaches it through the pipeline and is part of each verdict's key. They are set before the first test:
    /// a test that builds twice must not see them change in between.
    /// </summary>
    [ModuleInitializer]
    internal static void PointPipToWheels()
    {
        // A process that a test starts inherits them.
        if (Environment.GetEnvironmentVariable("PIP_FIND_LINKS")?.Contains("menace-wheels-", StringComparison.Ordinal) == true)
        {
            return;
        }

        var wheels = Directory.CreateTempSubdirectory("menace-wheels-").FullName;
        WriteWheel(wheels, "menace_greeting", "1.5", "TEXT = 'hello'\n");
        Environment.SetEnvironmentVariable("PIP_FIND_LINKS", wheels);
        Environment.SetEnvironmentVariable("PIP_NO_INDEX", "1");
    }

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_Python_bot_gets_its_packages_and_so_does_a_bot_that_imports_it()
    {
        var greet = Python("greet", "import menace_greeting\n\ndef text():\n    return menace_greeting.TEXT\n") with
        {
            Metadata = new() { Purpose = "p", Functions = ["text"], Packages = ["menace-greeting@1.5"], Examples = [new() { Function = "text", Returns = "hello" }] },
        };
        var shout = Python("shout", "import greet\n\ndef loud():\n    return greet.text().upper()\n") with { Dependencies = ["greet"] };

        var result = await new ImplementationPipeline(config: Config).RunAsync([greet, shout]);

        Assert.All(result.Verifications, bot => Assert.Equal(0, bot.Failed));
        Assert.Equal("menace-greeting==1.5\n", File.ReadAllText(_folder["dev_repos/greet/requirements.txt"]));
        Assert.False(File.Exists(_folder["dev_repos/shout/requirements.txt"]));

        // The tests had environments of their own, in their trees.
        Assert.False(Directory.Exists(_folder["dev_repos/shout/.venv"]));
        var python = new Dictionary<string, string> { ["PYTHON"] = await Languages.Python.PythonBots.InterpreterPathAsync() };
        Shell.Run(_folder["dev_repos/greet"], python, "sh", "scripts/setup_tests.sh");
        Shell.Run(_folder["dev_repos/shout"], python, "sh", "scripts/setup_tests.sh");
        Assert.Equal("\"HELLO\"\n", Shell.Run(_folder.Path, null, "python3", _folder["dev_repos/shout"], "loud"));
        Assert.Equal("", Shell.Run(_folder["dev_repos/shout"], null, "git", "status", "--porcelain"));

        var mark = _folder["dev_repos/greet/.venv/requirements.sha256"];
        var made = File.GetLastWriteTimeUtc(mark);
        Shell.Run(_folder["dev_repos/greet"], python, "sh", "scripts/setup_tests.sh");
        Assert.Equal(made, File.GetLastWriteTimeUtc(mark));
    }

    [Fact]
    public async Task A_virtual_environment_of_the_users_own_is_not_touched()
    {
        var bot = Python("mine", "def run():\n    return 1\n", "menace-greeting");
        var optimised = await Optimise(bot);
        await new ImplementationPipeline(config: Config).DevelopAsync(optimised);
        _folder.Write("dev_repos/mine/.venv/precious", "work");

        await new ImplementationPipeline(config: Config).RunAsync([bot]);

        Assert.Equal("work", File.ReadAllText(_folder["dev_repos/mine/.venv/precious"]));
    }

    [Fact]
    public async Task Packages_that_do_not_exist_fail_the_setup_with_the_words_of_pip_and_of_NuGet()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config).RunAsync(
        [
            Python("snake", "def run():\n    return 1\n", "menace-no-such-package@1.0"),
            CSharp("Sharp", "public static int One() => 1;", "Menace.No.Such.Package@1.0.0"),
        ]));

        Assert.All(exception.Diagnostics, finding => Assert.Equal("MENACE5002", finding.Rule.Id));
        Assert.Contains("No matching distribution found for menace-no-such-package==1.0", exception.Diagnostics.Single(f => f.Bot == "snake").Message, StringComparison.Ordinal);
        Assert.Matches("NU110[0-9].*Menace.No.Such.Package", exception.Diagnostics.Single(f => f.Bot == "Sharp").Message);
    }

    [Fact]
    public async Task A_CSharp_bot_uses_its_package_and_its_language_is_inferred_all_the_same()
    {
        var bot = CSharp("Words", "using Humanizer;\npublic static string Title() => \"some words\".Titleize();", "Humanizer.Core@2.14.1");
        bot = bot with { Metadata = bot.Metadata with { Language = null, Examples = [new() { Function = "Title", Returns = "Some Words" }] } };

        var result = await new ImplementationPipeline(config: Config).RunAsync([bot]);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(1, Assert.Single(result.Verifications).Passed);
        Assert.Contains("<PackageVersion Include=\"Humanizer.Core\" Version=\"[2.14.1]\" />", File.ReadAllText(_folder["dev_repos/Words/Directory.Packages.props"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Humanizer.Core@2.14.1", null, null)]
    [InlineData("requests", "has no version. Write name@version", null)]
    [InlineData("requests[socks]@2.32.3", "is not a NuGet package id", null)]
    [InlineData("tool@1.0rc1", "has '1.0rc1' where an exact NuGet version must be", null)]
    [InlineData("tool@1.0.0-rc.1", null, null)]
    [InlineData("tool@1.0.0-nightly.1", null, "has '1.0.0-nightly.1' where a version must be")]
    [InlineData("tool@[1.0,2.0)", "has '[1.0,2.0)' where", "has '[1.0,2.0)' where")]
    [InlineData("a; touch x", "is not a NuGet package id", "is not a valid package name")]
    [InlineData("--index-url=http://example.org", "is not a NuGet package id", "is not a valid package name")]
    [InlineData("tool@1.0\n--pre", "has '1.0\n--pre' where", "has '1.0\n--pre' where")]
    [InlineData("", "is not a NuGet package id", "is not a valid package name")]
    public void A_package_is_checked_by_the_grammar_of_its_language(string package, string? csharp, string? python)
    {
        AssertMistake(csharp, new CSharpLanguage().CheckPackage(BotPackage.Parse(package)));
        AssertMistake(python, Languages.Python.PythonBots.Language.CheckPackage(BotPackage.Parse(package)));
    }

    [Theory]
    [InlineData(nameof(BotLanguage.CSharp), "MENACE3008", "the package 'Humanizer' has no version")]
    [InlineData(nameof(BotLanguage.Shell), "MENACE3009", "'Humanizer' cannot be installed")]
    public async Task A_package_that_cannot_be_used_is_reported_at_its_place(string languageName, string rule, string message)
    {
        var language = new BotLanguage(languageName);
        var task = new TaskInfo { Name = "a", Metadata = new() { Language = language, Purpose = "p", Packages = ["Humanizer"] } };

        var finding = Assert.Single((await OptimiseAll(task)).Diagnostics);

        Assert.Equal((rule, "metadata.packages.0"), (finding.Rule.Id, finding.Anchor!.Property));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    private static void AssertMistake(string? expected, PackageMistake? mistake)
    {
        if (expected is null)
        {
            Assert.Null(mistake);
        }
        else
        {
            Assert.StartsWith(expected, mistake?.Reason, StringComparison.Ordinal);
        }
    }

    private async Task<OptimiseRecord> Optimise(TaskInfo task) => (await OptimiseAll(task)).Record;

    private async Task<StageResult<OptimiseRecord>> OptimiseAll(TaskInfo task)
    {
        var pipeline = new ImplementationPipeline(config: Config);
        return await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([task]))).Record!);
    }

    private static TaskInfo Python(string name, string code, params string[] packages) =>
        new() { Name = name, Code = code, Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Packages = packages } };

    private static TaskInfo CSharp(string name, string code, params string[] packages) =>
        new() { Name = name, Code = code, Metadata = new() { Language = BotLanguage.CSharp, Purpose = "p", Packages = packages } };

    /// <summary>The smallest wheel that pip installs (PEP 427): one module and its metadata.</summary>
    private static void WriteWheel(string folder, string module, string version, string code)
    {
        using var wheel = ZipFile.Open(Path.Combine(folder, $"{module}-{version}-py3-none-any.whl"), ZipArchiveMode.Create);
        var info = $"{module}-{version}.dist-info";
        Add($"{module}.py", code);
        Add($"{info}/METADATA", $"Metadata-Version: 2.1\nName: {module.Replace('_', '-')}\nVersion: {version}\n");
        Add($"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Add($"{info}/RECORD", $"{module}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n");

        void Add(string path, string text)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(path).Open());
            writer.Write(text);
        }
    }
}
