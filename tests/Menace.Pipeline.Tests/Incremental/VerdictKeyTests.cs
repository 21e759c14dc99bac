using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;

namespace Menace.Pipeline.Tests.Incremental;

/// <summary>What a verdict is bound to. The look at files that decides whether the verify stage runs must see the same.</summary>
public sealed class VerdictKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _elsewhere = "";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bin/rate.txt")]
    [InlineData("obj/rate.txt")]
    [InlineData(".venv/rate.txt")]
    [InlineData("__pycache__/rate.txt")]
    [InlineData(".pytest_cache/rate.txt")]
    [InlineData("src/obj/obj.cs")]
    [InlineData("src/Bot/bin/data.bin")]
    public void Tracked_file_counts_in_any_folder(string path)
    {
        Make();
        _folder.Write("r/" + path, "19");
        Git("add", "-f", path);

        AssertSeen(() => File.WriteAllText(Full(path), "20"));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("4")]
    public void Index_of_every_version_is_read(string version)
    {
        Make();
        foreach (var path in (string[])["bin/a/one.txt", "bin/a/two.txt", "bin/b.txt"])
        {
            _folder.Write("r/" + path, "19");
            Git("add", "-f", path);
        }

        Git("update-index", "--index-version", version);

        AssertSeen(() => File.WriteAllText(Full("bin/a/two.txt"), "20"));
        AssertSeen(() => File.Delete(Full("bin/b.txt")));
    }

    [Fact]
    public void Split_index_is_read()
    {
        Make();
        _folder.Write("r/bin/one.txt", "19");
        Git("add", "-f", "bin/one.txt");
        Git("update-index", "--split-index");
        _folder.Write("r/bin/two.txt", "19");
        Git("add", "-f", "bin/two.txt");

        AssertSeen(() => File.WriteAllText(Full("bin/one.txt"), "20"));
        AssertSeen(() => File.WriteAllText(Full("bin/two.txt"), "20"));
    }

    [Theory]
    [InlineData("obj/notes.txt")]
    [InlineData("bin/tool")]
    [InlineData("data/.venv/x")]
    public void Ignored_file_does_not_count_until_git_tracks_it(string path)
    {
        Make();
        var key = Key();

        _folder.Write("r/" + path, "19");
        var ignored = Key();
        Git("add", "-f", path);

        Assert.Equal(key, ignored);
        Assert.NotEqual(key, Key());
    }

    [Fact]
    public void Untracked_file_counts_if_it_is_not_ignored()
    {
        Make();
        File.Delete(Full(".gitignore"));

        AssertSeen(() => _folder.Write("r/src/Bot/obj/Extra.cs", "class Extra;"));
    }

    [Theory]
    [InlineData("src/Bot/obj/project.assets.json")]
    [InlineData("src/Bot/bin/Debug/Bot.dll")]
    [InlineData("pkg/__pycache__/bot.cpython-313.pyc")]
    [InlineData(".pytest_cache/README.md")]
    [InlineData(".venv/bin/python")]
    [InlineData(".git/FETCH_HEAD")]
    public void Leftover_of_a_tool_does_not_count(string path)
    {
        Make();
        var (key, state) = (Key(), State());

        _folder.Write("r/" + path, "left");

        Assert.Equal((key, state), (Key(), State()));
    }

    [Fact]
    public void Executable_bit_counts()
    {
        Make();
        File.SetUnixFileMode(_folder.Write("r/tool.sh", "echo ok\n"), (UnixFileMode)0b111_101_101);

        AssertSeen(() => File.SetUnixFileMode(Full("tool.sh"), (UnixFileMode)0b110_100_100));
    }

    [Fact]
    public void Same_size_and_restored_time_are_seen()
    {
        Make();
        var time = File.GetLastWriteTimeUtc(_folder.Write("r/rate.txt", "19"));

        AssertSeen(() =>
        {
            File.WriteAllText(Full("rate.txt"), "20");
            File.SetLastWriteTimeUtc(Full("rate.txt"), time);
        });
    }

    [Fact]
    public void Older_file_is_seen()
    {
        Make();

        AssertSeen(() =>
        {
            File.WriteAllText(Full("src/Bot/Bot.cs"), "class Other;");
            File.SetLastWriteTimeUtc(Full("src/Bot/Bot.cs"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        });
    }

    [Fact]
    public void Link_counts_with_what_it_leads_to()
    {
        Make();
        _elsewhere = _folder.Write("elsewhere/rate.txt", "19");
        File.CreateSymbolicLink(Full("rate.txt"), _elsewhere);
        Directory.CreateSymbolicLink(Full("data"), _folder["elsewhere"]);

        AssertSeen(() => File.WriteAllText(_elsewhere, "20"));
        AssertSeen(() => _folder.Write("elsewhere/more.txt", "1"));
        AssertSeen(() =>
        {
            File.Delete(Full("rate.txt"));
            File.CreateSymbolicLink(Full("rate.txt"), "src/Bot/Bot.cs");
        });
    }

    [Fact]
    public void Link_behind_a_link_counts_with_what_it_leads_to()
    {
        Make();
        var file = _folder.Write("third/rate.txt", "19");
        Directory.CreateDirectory(_folder["second"]);
        File.CreateSymbolicLink(_folder["second/rate.txt"], file);
        Directory.CreateSymbolicLink(_folder["second/third"], _folder["third"]);
        Directory.CreateSymbolicLink(_folder["third/second"], _folder["second"]);
        Directory.CreateSymbolicLink(Full("data"), _folder["second"]);

        AssertSeen(() => File.WriteAllText(file, "20"));
        AssertSeen(() => _folder.Write("third/more.txt", "1"));
    }

    [Fact]
    public void Link_to_too_many_files_has_one_key_in_a_build_and_another_in_the_next()
    {
        Make();
        Directory.CreateDirectory(_folder["many"]);
        for (var i = 0; i <= 10_000; i++)
        {
            File.WriteAllText(_folder[$"many/{i}"], "");
        }

        Directory.CreateSymbolicLink(Full("data"), _folder["many"]);

        Assert.Equal(Key(), Key());
        Assert.NotEqual(Key(), VerdictKey.Of(Repository, "same", [], "next build"));
        Assert.NotEqual(State(), State());
    }

    [Fact]
    public void Limits_conditions_and_dependencies_count()
    {
        Make();
        var key = Key();

        Assert.NotEqual(key, VerdictKey.Of(Repository, "other", [], "build"));
        Assert.NotEqual(key, VerdictKey.Of(Repository, "same", ["dependency"], "build"));
        Assert.NotEqual(key, VerdictKey.Of(
            Repository with { Spec = Repository.Spec with { Resources = new Dictionary<string, Model.Json.JsonValue> { ["memory"] = Model.Json.JsonValue.FromString("64Mi") } } }, "same", [], "build"));
    }

    private BotRepository Repository => new(
        new BotSpec { Name = "Bot", Language = BotLanguage.CSharp, Code = "", Purpose = "p", Functions = [] }, _folder["r"], "", "", "", RepositoryChange.Unchanged);

    private void Make()
    {
        Directory.CreateDirectory(_folder["r"]);
        Git("init", "-q");
        _folder.Write("r/.gitignore", "bin/\nobj/\n.venv/\n__pycache__/\n.pytest_cache/\n");
        _folder.Write("r/src/Bot/Bot.csproj", "<Project />");
        _folder.Write("r/src/Bot/Bot.cs", "class Bot;");
        Git("add", ".");
    }

    /// <summary>Both the key and the cheap look differ after <paramref name="change"/>.</summary>
    private void AssertSeen(Action change)
    {
        var (key, state) = (Key(), State());
        Assert.Equal((key, state), (Key(), State()));
        change();
        Assert.NotEqual(key, Key());
        Assert.NotEqual(state, State());
    }

    private string Key() => VerdictKey.Of(Repository, "same", [], "build");

    private string State() => string.Concat(FileState.Of([_folder["r"]]));

    private string Full(string path) => Path.Combine(_folder["r"], path);

    private void Git(params string[] arguments) => Shell.Git(_folder["r"], arguments);
}
