namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Repositories in which something lies in the way of new output: nothing of the user's is lost, and the output is there or refused.</summary>
public sealed class HostileRepositoryTests
{
    private const string Composed = "caf\u00e9.md";
    private const string Decomposed = "cafe\u0301.md";

    public static TheoryData<bool, bool, bool> Links => new()
    {
        { false, false, false }, { false, false, true }, { false, true, false }, { false, true, true },
        { true, false, false }, { true, false, true }, { true, true, false }, { true, true, true },
    };

    /// <summary>The user replaces a generated file, or its folder, by a link to a place outside, and the output changes or removes that file.</summary>
    [Theory]
    [MemberData(nameof(Links))]
    public void Link_out_of_the_tree_is_never_followed(bool isFolder, bool isCommitted, bool isRemoved)
    {
        using var bot = new OneRepository("a.txt=1", "data/rates.csv=1");
        bot.Write("outside/rates.csv", "THEIRS");
        var (link, target) = isFolder ? ("data", "outside") : ("data/rates.csv", "outside/rates.csv");
        File.Delete(bot.InBot("data/rates.csv"));
        if (isFolder)
        {
            Directory.Delete(bot.InBot("data"));
        }

        File.CreateSymbolicLink(bot.InBot(link), bot[target]);
        if (isCommitted)
        {
            bot.Commit();
        }

        var head = bot.Git("rev-parse", "main");
        foreach (var round in new[] { "2", "3" })
        {
            var update = isRemoved ? bot.Update("a.txt=" + round) : bot.Update("a.txt=" + round, $"data/rates.csv={round}", "data/new.csv=1");

            // A folder that both sides removed is no conflict.
            var isClean = isCommitted && isFolder && isRemoved;
            Assert.Equal(isCommitted, update.Refusal is null);
            Assert.Equal(isCommitted && !isClean, update.Conflicts.Count > 0);
            Assert.Equal(isClean, update.IsMerged);
            Assert.Equal(isClean, head != bot.Git("rev-parse", "main"));
            Assert.Equal(bot[target], new FileInfo(bot.InBot(link)).LinkTarget);
            Assert.Equal(["rates.csv"], Directory.GetFiles(bot["outside"]).Select(Path.GetFileName));
            Assert.Equal("THEIRS", File.ReadAllText(bot["outside/rates.csv"]));
        }
    }

    [Fact]
    public void Link_that_the_user_added_elsewhere_is_merged_around()
    {
        using var bot = new OneRepository("a.txt=1");
        bot.Write("outside/notes.txt", "THEIRS");
        File.CreateSymbolicLink(bot.InBot("notes"), bot["outside"]);
        bot.Commit();

        Assert.True(bot.Update("a.txt=2").IsMerged);
        Assert.Equal(("2", bot["outside"], ""), (bot.Read("a.txt"), new FileInfo(bot.InBot("notes")).LinkTarget, bot.Git("status", "--porcelain")));
        Assert.Equal("THEIRS", File.ReadAllText(bot["outside/notes.txt"]));
    }

    [Theory]
    [InlineData("README.md", "readme.md")]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    public void File_of_the_user_whose_name_differs_by_case_or_unicode_form_stays_beside_the_generated_one(string generated, string added)
    {
        using var bot = new OneRepository(generated + "=1");
        File.WriteAllText(bot.InBot(added), "MINE");
        bot.Commit();

        Assert.True(bot.Update(generated + "=2").IsMerged);

        Assert.Equal(("2", "MINE", ""), (bot.Read(generated), bot.Read(added), bot.Git("status", "--porcelain")));
        Assert.Equal(2, bot.Git("ls-files", "-z").Split('\0', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("NOTES.md", "notes.md", true)]
    [InlineData(Composed, Decomposed, true)]
    [InlineData(Decomposed, Composed, true)]
    [InlineData("NOTES.md", "notes.md", false)]
    [InlineData(Composed, Decomposed, false)]
    public void New_output_whose_name_differs_from_a_file_of_the_user_by_case_or_unicode_form_replaces_nothing(string generated, string added, bool isCommitted)
    {
        using var bot = new OneRepository("a.txt=1");
        File.WriteAllText(bot.InBot(added), "MINE");
        if (isCommitted)
        {
            bot.Commit();
        }

        var update = bot.Update("a.txt=2", generated + "=1");

        // A file that is not tracked has another name here; a file system without case refuses to add the path a second time.
        Assert.Equal(isCommitted ? [generated + "~theirs"] : [], update.Conflicts.Select(conflict => conflict.Path));
        Assert.Equal("MINE", bot.Read(added));
        Assert.Equal(isCommitted ? "1" : "2", bot.Read("a.txt"));
    }

    [Fact]
    public void Working_tree_that_git_converts_to_CRLF_is_not_edited()
    {
        using var bot = new OneRepository("a.txt=1\n2\n3\n4\n5\n", "b.txt=1\n", "old.txt=1\n");
        bot.Git("config", "core.autocrlf", "true");
        File.WriteAllText(bot.InBot("mine.txt"), "mine\r\n");
        File.WriteAllText(bot.InBot("a.txt"), "1\r\n2\r\n3\r\n4\r\nmine\r\n");
        bot.Commit();
        bot.Git("rm", "-q", "-r", "--cached", ".");
        bot.Git("reset", "-q", "--hard");
        Assert.Equal(("1\r\n", "1\r\n", ""), (bot.Read("b.txt"), bot.Read("old.txt"), bot.Git("status", "--porcelain")));

        var update = bot.Update("a.txt=first\n2\n3\n4\n5\n", "b.txt=2\n");

        Assert.Null(update.Refusal);
        Assert.True(update.IsMerged);
        Assert.Equal("first\n2\n3\n4\nmine", bot.Git("show", "HEAD:a.txt"));
        Assert.Equal(("2", "mine", ""), (bot.Git("show", "HEAD:b.txt"), bot.Git("show", "HEAD:mine.txt"), bot.Git("status", "--porcelain")));
        Assert.False(File.Exists(bot.InBot("old.txt")));
        Assert.Equal("mine\r\n", bot.Read("mine.txt"));
    }

    [Theory]
    [InlineData("true", "1\r\nmine\r\n")]
    [InlineData("false", "1\r\n")]
    public void Edit_in_a_working_tree_with_CRLF_is_still_an_edit(string setting, string text)
    {
        using var bot = new OneRepository("a.txt=1\n", "b.txt=1\n");
        bot.Git("config", "core.autocrlf", setting);
        File.WriteAllText(bot.InBot("a.txt"), text);

        Assert.Equal("a.txt", bot.Update("a.txt=2\n", "b.txt=2\n").Refusal?.Evidence);
        Assert.Equal((text, "1\n"), (bot.Read("a.txt"), bot.Read("b.txt")));
    }

    [Fact]
    public void Untracked_file_with_CRLF_in_the_place_of_a_new_one_is_refused_and_kept()
    {
        using var bot = new OneRepository("a.txt=1\n");
        bot.Git("config", "core.autocrlf", "true");
        File.WriteAllText(bot.InBot("new.txt"), "1\r\n");

        Assert.Equal("new.txt", bot.Update("a.txt=2\n", "new.txt=1\n").Refusal?.Evidence);
        Assert.Equal("1\r\n", bot.Read("new.txt"));
    }

    /// <summary>One that is committed and one that is not, at another path than all output; besides, the user deleted a generated file.</summary>
    [Fact]
    public async Task Files_of_a_hundred_megabytes_are_merged_around_in_bounded_time_and_memory()
    {
        using var bot = new OneRepository("a.txt=1", "b.txt=1");
        foreach (var file in new[] { "large.bin", "untracked.bin" })
        {
            await using var content = File.Create(bot.InBot(file));
            var part = new byte[1 << 20];
            new Random(1).NextBytes(part.AsSpan(0, 1 << 12));
            for (var i = 0; i < 100; i++)
            {
                part[0] = (byte)i;
                content.Write(part);
            }
        }

        bot.Git("rm", "-q", "b.txt");
        bot.Git("add", "large.bin");
        bot.Git("commit", "-q", "-m", "mine");

        var (allocated, peak, elapsed) = await LargeFileUpdate.RunElsewhereAsync(bot.Bot, bot.WorkPath);

        Assert.Equal("2", bot.Read("a.txt"));
        Assert.Equal(["large.bin", "untracked.bin"], Directory.GetFiles(bot.Bot, "*.bin").Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(bot.Bot, "*.bin"), file => Assert.Equal(100 << 20, new FileInfo(file).Length));
        Assert.InRange(allocated, 0, 32 << 20);
        Assert.InRange(peak, 0, 400 << 20);
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void File_that_the_user_converted_to_CRLF_stays_so()
    {
        using var bot = new OneRepository("a.txt=1\n2\n3\n");
        File.WriteAllText(bot.InBot("a.txt"), "1\r\n2\r\n3\r\n");
        bot.Commit();

        Assert.True(bot.Update("a.txt=1\n2\n3\n4\n").IsMerged);

        Assert.Equal("1\r\n2\r\n3\r\n4\r\n", bot.Read("a.txt"));
    }

    [Fact]
    public void Read_only_file_gets_new_output_and_is_no_edit()
    {
        using var bot = new OneRepository("a.txt=1", "b.txt=1");
        File.SetUnixFileMode(bot.InBot("a.txt"), UnixFileMode.UserRead);
        File.SetUnixFileMode(bot.InBot("b.txt"), UnixFileMode.UserRead);

        Assert.True(bot.Update("a.txt=2", "b.txt=1").IsMerged);

        Assert.Equal(("2", "1", ""), (bot.Read("a.txt"), bot.Read("b.txt"), bot.Git("status", "--porcelain")));
    }

    [Fact]
    public void Read_only_folder_is_an_error_and_the_update_goes_on_when_it_can_be_written()
    {
        using var bot = new OneRepository("a.txt=1", "data/b.txt=1");
        File.WriteAllText(bot.InBot("data/mine.txt"), "MINE");
        bot.Commit();
        var head = bot.Git("rev-parse", "main");
        using (new ReadOnlyFolder(bot.InBot("data")))
        {
            foreach (var _ in new[] { 1, 2 })
            {
                Assert.ThrowsAny<Exception>(() => bot.Update("a.txt=2", "data/b.txt=2"));
                Assert.Equal((head, "1", "MINE"), (bot.Git("rev-parse", "main"), bot.Read("data/b.txt"), bot.Read("data/mine.txt")));
            }
        }

        Assert.Null(bot.Update("a.txt=2", "data/b.txt=2").Refusal);
        Assert.Equal(("2", "2", "MINE", ""), (bot.Read("a.txt"), bot.Read("data/b.txt"), bot.Read("data/mine.txt"), bot.Git("status", "--porcelain")));
    }
}
