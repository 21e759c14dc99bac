using System.Text.RegularExpressions;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp.Fast;

namespace Menace.Pipeline.Tests.Languages.CSharp.Fast;

public sealed partial class CSharpHostsTests : IAsyncLifetime, IDisposable
{
    private const string Hanging = "public class T { [Fact] public void Hangs() => Thread.Sleep(Timeout.Infinite); }";

    /// <summary>The suites of the short form: one of each way in which a process of its own would differ.</summary>
    private static readonly string[] Few =
        ["culture-1", "culture-2", "entry-assembly", "exit-0", "skip", "static-state-1", "static-state-2", "theory-member-data"];

    private readonly TemporaryFolder _folder = new();
    private readonly CSharpHosts _warm;

    public CSharpHostsTests() => _warm = new CSharpHosts(new FastTestSettings(_folder.Path, CallerEnvironment.ForTests([]), 1));

    private string Hosts => HostFiles.Unpack(_folder.Path);

    /// <summary>Gets how many hosts were started: each has a log of its own.</summary>
    private int Started => Directory.EnumerateFiles(_folder.Path, "*.log.*").Count();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _warm.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Warm_host_agrees_with_the_literal_command()
    {
        var differences = new List<string>();
        foreach (var name in Nightly.Is ? HostCorpus.Names : Few)
        {
            using var suite = HostSuite.Of(Hosts, name);

            var (literal, warm) = (await suite.RunLiteralAsync(), await suite.RunWarmAsync(_warm));

            differences.AddRange(literal == warm ? [] : [$"== {name}\n-- literal\n{literal}\n-- warm\n{warm}"]);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task One_host_runs_many_suites()
    {
        using var suite = HostSuite.Of(Hosts, "static-state-1");
        using var json = HostSuite.Of(Hosts, "json");

        // Types that .NET remembers (of JSON here) keep the contexts of some bots alive for a while.
        for (var i = 0; i < Nightly.Choose(20, 500); i++)
        {
            Assert.Contains("Passed", await (i % 5 == 4 ? json : suite).RunWarmAsync(_warm), StringComparison.Ordinal);
        }

        Assert.Equal(1, Started);
    }

    [Theory]
    [InlineData("leaked-timer")]
    [InlineData("exit-handler")]
    public async Task Host_ends_with_a_suite_that_leaves_something(string name)
    {
        using var suite = HostSuite.Of(Hosts, name);

        var (first, second) = (await suite.RunWarmAsync(_warm), await suite.RunWarmAsync(_warm));

        Assert.Equal((first, 2), (second, Started));
    }

    [Fact]
    public async Task Suite_that_hangs_ends_with_its_host()
    {
        using var suite = HostSuite.OfText(Hosts, Hanging);
        using var next = HostSuite.Of(Hosts, "static-state-1");

        Assert.Contains("timed out True", await suite.RunWarmAsync(_warm, TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
        Assert.Contains("Passed", await next.RunWarmAsync(_warm), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assembly_that_was_compiled_anew_is_tested()
    {
        const string Text = "public class T { [Fact] public void One() => Assert.Equal(1, 1); }";
        using var suite = HostSuite.OfText(Hosts, Text);
        var first = await suite.RunWarmAsync(_warm);
        suite.CompileTests(Text.Replace("1, 1", "1, 2", StringComparison.Ordinal));

        Assert.Contains("T.One Passed", first, StringComparison.Ordinal);
        Assert.Contains("T.One Failed", await suite.RunWarmAsync(_warm), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_limit_has_a_host_of_its_own()
    {
        const string Limited = """
            public class T { [Fact] public void Limit() => Assert.Equal(134217728, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes); }
            """;
        using var limited = HostSuite.OfText(Hosts, Limited);
        limited.Resources["memory"] = "128Mi";
        using var other = HostSuite.Of(Hosts, "static-state-1");

        Assert.Contains("T.Limit Passed", await limited.RunWarmAsync(_warm), StringComparison.Ordinal);
        Assert.Contains("Passed", await other.RunWarmAsync(_warm), StringComparison.Ordinal);
        Assert.Contains("T.Limit Passed", await limited.RunWarmAsync(_warm), StringComparison.Ordinal);
        Assert.Equal(2, Started);
    }

    [Fact]
    public async Task Examples_agree_and_see_no_test_framework()
    {
        const string Calls = """
            [{"index":0,"function":"Add","args":[2,3]},{"index":1,"function":"Greet","args":[""]},{"index":2,"function":"Say","args":["x"]},
            {"index":3,"function":"AddLater","args":[1,1]},{"index":4,"function":"Count","args":[3]},
            {"index":5,"function":"Remember","args":["a"]},{"index":6,"function":"Framework","args":[]},
            {"index":7,"function":"None","args":[]}]
            """;
        var bot = File.ReadAllText(Path.Combine(HostCorpus.Folder, "bot.cs")).Replace(
            "public static int Counter;", "public static bool Framework() => Type.GetType(\"Xunit.FactAttribute, xunit.v3.core\") is null;",
            StringComparison.Ordinal);
        using var suite = new HostSuite(Hosts, bot, "public class T { }");

        var literal = await suite.CallLiterallyAsync(Calls);

        Assert.Contains("\"index\":6,\"returns\":true", literal, StringComparison.Ordinal);
        Assert.Equal([literal, literal + literal["exit 0\n".Length..]],
            [await suite.CallWarmAsync(_warm, Calls), await suite.CallWarmAsync(_warm, Calls)]);
        Assert.Equal(1, Started);
    }

    [Fact]
    public void Hosts_have_the_xunit_that_bots_get()
    {
        var template = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "templates/csharp/Directory.Packages.props.scriban"));
        var packages = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Directory.Packages.props"));

        Assert.Equal([CSharpHosts.XunitVersion],
            PinnedXunit().Matches(template + packages).Select(match => match.Groups[1].Value).Distinct());
    }

    [GeneratedRegex("\"xunit\\.v3[^\"]*\" Version=\"([^\"]*)\"")]
    private static partial Regex PinnedXunit();
}
