using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Known bots and failures.</summary>
public sealed class BotsDbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeFolder _knowledge;

    public BotsDbTests() => _knowledge = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bot_comes_back_with_all_it_had()
    {
        var bot = Bot("slug-maker", "/repos/slug", 'a') with
        {
            Functions = [new("slugify", "slugify(text: str) -> str", "Lower-case words.\nJoined by hyphens."), new("run", "run", "")],
            Examples =
            [
                new() { Function = "slugify", Args = ["Crème"], Returns = "creme" },
                new() { Function = "slugify", Args = [JsonValue.Null, 1.5], Raises = "TypeError" },
                new() { Function = "run", Prints = "done" },
            ],
            Packages = ["requests@2.0"],
            Dependencies = ["base"],
            Tags = ["text", "web"],
            Code = "def slugify(text):\n    return text\n",
        };

        var bots = _knowledge.OpenBots();
        bots.Register(bot);

        var found = Assert.Single(bots.Search("hyphens")).Bot;
        Assert.Equal(KnownBotContent.Write(bot).Content, KnownBotContent.Write(found).Content);
        Assert.Equal((bot.Repository, bot.Commit, bot.Origin, bot.License), (found.Repository, found.Commit, found.Origin, found.License));
        Assert.Equal(bot.Examples.Select(example => example.Raises), found.Examples.Select(example => example.Raises));
        Assert.Equal(bot.Tags, found.Tags);
    }

    [Fact]
    public void Newer_verified_commit_is_found_and_the_older_is_kept()
    {
        var bots = _knowledge.OpenBots();
        bots.Register(Bot("a", "/repos/a", '1') with { Purpose = "Counts words" });
        bots.Register(Bot("a", "/repos/a", '2') with { Purpose = "Counts letters" });
        bots.Register(Bot("a", "/repos/a", '3') with { Purpose = "Counts lines", Origin = KnownOrigin.Untrusted });

        Assert.Equal(new string('2', 40), Assert.Single(bots.Search("counts")).Bot.Commit);
        Assert.Equal("321", string.Concat(bots.History("/repos/a").Select(bot => bot.Commit[0])));
        Assert.Equal(KnownOrigin.Verified, Assert.Single(bots.Named("A")).Origin);
    }

    [Theory]
    [InlineData("relative/path", "1111111111111111111111111111111111111111")]
    [InlineData("https://user:secret@host/repo", "1111111111111111111111111111111111111111")]
    [InlineData("/repos/a", "HEAD")]
    [InlineData("/repos/a", "")]
    public void Bot_without_a_path_and_a_commit_is_refused(string repository, string commit)
    {
        var exception = Assert.Throws<KnowledgeException>(
            () => _knowledge.OpenBots().Register(Bot("a", "/a", '1') with { Repository = repository, Commit = commit }));

        Assert.Equal("MENACE6003", exception.Code);
        Assert.Empty(_knowledge.OpenBots().List());
    }

    [Fact]
    public void Failure_that_occurs_again_is_counted()
    {
        var errors = _knowledge.OpenErrors();
        var error = new KnownError("a", PipelineStage.Verify, "MENACE5003", "test_total failed: 1 != 2");

        errors.Record(error);
        Assert.Equal(2, errors.Record(error).Count);
        errors.Record(error with { Message = "password = hunter2-and-more failed" });

        Assert.Equal(["test_total failed: 1 != 2"], errors.Search("total").Select(found => found.Message));
        Assert.Equal(2, errors.OfBot("a").Count);
        Assert.DoesNotContain(errors.OfBot("a"), found => found.Message.Contains("hunter2", StringComparison.Ordinal));
        Assert.Equal((PipelineStage.Verify, "MENACE5003"), (errors.OfBot("a")[0].Stage, errors.OfBot("a")[0].Rule));
    }

    [Fact]
    public void Long_message_is_cut_after_secrets_were_taken_out()
    {
        var message = new string('x', 3_990) + " AKIAIOSFODNN7EXAMPLE " + new string('y', 5_000);

        var stored = _knowledge.OpenErrors().Record(new("a", PipelineStage.Develop, "MENACE4001", message));

        Assert.DoesNotContain("AKIA", stored.Message, StringComparison.Ordinal);
        Assert.Equal(4_001, stored.Message.Length);
    }

    internal static KnownBot Bot(string name, string repository, char commit) => new()
    {
        Name = name,
        Purpose = $"The purpose of {name}",
        Language = BotLanguage.Python,
        Origin = KnownOrigin.Verified,
        License = "MIT",
        Repository = repository,
        Commit = new(commit, 40),
    };
}
