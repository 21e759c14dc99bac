using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Planning;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Tests.Planning;

/// <summary>The databases that the planner reads and writes.</summary>
public sealed class PlannerKnowledgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_databases_are_empty_and_the_decisions_are_kept()
    {
        var plan = await Ipo().GeneratePlanAsync([Task("twice"), Task("thrice")], []);

        Assert.Equal([PlanAction.Build, PlanAction.Build], plan.Verdicts.Select(verdict => verdict.Action));
        Assert.Empty(plan.Warnings);
        Assert.Equal(["thrice", "twice"], Decisions().Select(entry => entry.Title).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(_folder["k/bots.db"]));
        Assert.False(File.Exists(_folder["k/models.db"]));
    }

    [Theory]
    [InlineData(KnownOrigin.Untrusted, KnownOrigin.Untrusted)]
    [InlineData(KnownOrigin.Trusted, KnownOrigin.Trusted)]
    [InlineData(KnownOrigin.Verified, KnownOrigin.Untrusted)]
    public async Task Models_are_trusted_only_if_they_were_imported_so(KnownOrigin stored, KnownOrigin read)
    {
        Register("models.db", Bot("doubler") with { Origin = stored });

        var verdict = Assert.Single((await Ipo().GeneratePlanAsync([Task("twice")], [])).Verdicts);

        Assert.Equal((PlanAction.Build, read), (verdict.Action, verdict.Nearest?.Origin));
    }

    [Fact]
    public async Task Bot_that_was_built_comes_before_the_model_of_the_same_repository()
    {
        Register("models.db", Bot("model") with { Repository = "/repos/same" });
        Register("bots.db", Bot("built") with { Repository = "/repos/same" });

        var verdict = Assert.Single((await Ipo().GeneratePlanAsync([Task("twice")], [])).Verdicts);

        Assert.Equal(("built", null), (verdict.Nearest?.Name, verdict.RunnerUp));
    }

    [Fact]
    public async Task Bots_of_the_context_are_the_candidates_if_there_is_one()
    {
        Register("elsewhere/bots.db", Bot("there"));
        Register("bots.db", Bot("beside"));
        var config = new BotDevConfig { SourceDirectory = _folder.Path };
        var context = new ContextBuilder(_folder["k/elsewhere/bots.db"], _folder["k/c.db"], _folder["k/e.db"], _folder["k/w.db"]);

        var with = await new IpoBot(_folder["k/models.db"], _folder["k/d.db"], context, config).GeneratePlanAsync([Task("twice")], []);
        var without = await new IpoBot(_folder["k/models.db"], _folder["k/d.db"], config: config).GeneratePlanAsync([Task("twice")], []);

        Assert.Equal(("there", "beside"), (with.Verdicts[0].Nearest?.Name, without.Verdicts[0].Nearest?.Name));
    }

    [Fact]
    public async Task Same_decision_again_changes_nothing_and_another_one_is_a_revision()
    {
        await Ipo().GeneratePlanAsync([Task("twice")], []);
        var before = Store("enhancements.db").Version();
        await Ipo().GeneratePlanAsync([Task("twice")], []);

        Assert.Equal(before, Store("enhancements.db").Version());
        Register("bots.db", Bot("doubler"));
        await Ipo().GeneratePlanAsync([Task("twice")], []);

        var entry = Assert.Single(Decisions());
        Assert.Equal((2, "build", "doubler@" + Bot("doubler").Commit), (entry.Revision, entry.Tags[0], entry.Content["candidate"]?.Text));
        Assert.Equal((_folder.Path, "/repos/doubler"), (entry.Content["project"]?.Text, entry.Content["repository"]?.Text));
        Assert.Equal("No candidate has a function of the task.", Store("enhancements.db").History(entry.Key)[1].Body);
    }

    [Fact]
    public async Task Projects_have_decisions_of_their_own()
    {
        await Ipo().GeneratePlanAsync([Task("twice")], []);
        await Ipo(new BotDevConfig { SourceDirectory = Directory.CreateDirectory(_folder["other"]).FullName }).GeneratePlanAsync([Task("twice")], []);

        Assert.Equal([1, 1], Decisions().Select(entry => entry.Revision));
    }

    [Fact]
    public async Task Decisions_are_bounded_and_redacted()
    {
        var folder = new KnowledgeFolder(_folder["k"], new KnowledgeLimits { MostEntries = 3 });
        var task = Task("twice") with { Metadata = new() { Functions = ["run"] } };
        var secret = Bot("old") with { License = "password=hunter2hunter2", Functions = [new("run", "run()", "")] };
        folder.OpenBots().Store.Put(KnownBotContent.Write(secret));

        await new IpoBot(folder, new() { SourceDirectory = _folder.Path }).GeneratePlanAsync(
            [.. Enumerable.Range(0, 5).Select(i => task with { Name = $"t{i}" })], []);

        Assert.Equal(["t2", "t3", "t4"], Decisions().Select(entry => entry.Title).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2hunter2", string.Join('\n', Decisions().Select(entry => entry.Body + entry.Content)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bots.db", "damaged", "MENACE6002")]
    [InlineData("models.db", "damaged", "MENACE6002")]
    [InlineData("enhancements.db", "damaged", "MENACE6002")]
    [InlineData("bots.db", "newer", "MENACE6009")]
    [InlineData("models.db", "newer", "MENACE6009")]
    [InlineData("enhancements.db", "newer", "MENACE6009")]
    [InlineData("bots.db", "no bot", "MENACE6009")]
    [InlineData("models.db", "no bot", "MENACE6009")]
    [InlineData("enhancements.db", "folder", "MENACE6009")]
    public async Task Database_that_cannot_be_used_is_a_warning_and_the_plan_is_made(string database, string state, string rule)
    {
        var other = database == "bots.db" ? "models.db" : "bots.db";
        Register(other, Bot("doubler"));
        Spoil(database, state);

        var plan = await Ipo().GeneratePlanAsync([Task("twice")], []);

        Assert.Equal("doubler", Assert.Single(plan.Verdicts).Nearest?.Name);
        var warning = Assert.Single(plan.Warnings);
        Assert.Equal((rule, false), (warning.Rule.Id, warning.IsError));
        Assert.Contains(database, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_an_export_are_imported_with_their_origin_only_if_they_are_trusted()
    {
        Register("models.db", Bot("doubler") with { Origin = KnownOrigin.Trusted });
        KnowledgeExchange.Export(new KnowledgeFolder(_folder["k"]), _folder["all.jsonl"]);

        foreach (var (trusts, origin) in new[] { (true, KnownOrigin.Trusted), (false, KnownOrigin.Untrusted) })
        {
            var copy = new KnowledgeFolder(_folder[$"copy-{trusts}"]);
            KnowledgeExchange.Import(copy, _folder["all.jsonl"], trusts, default);

            Assert.Equal(origin, Assert.Single(new BotsDb(copy.Open(KnowledgeFolder.Models)).List()).Origin);
        }

        await Ipo().GeneratePlanAsync([], []);
        Assert.Empty(Decisions());
    }

    [Theory]
    [InlineData("", "enhancements.db")]
    [InlineData("models.db", " ")]
    public void Blank_name_is_an_error(string models, string enhancements) =>
        Assert.Throws<ArgumentException>(() => new IpoBot(models, enhancements));

    private void Spoil(string database, string state)
    {
        var path = _folder["k/" + database];
        Directory.CreateDirectory(_folder["k"]);
        switch (state)
        {
            case "damaged": File.WriteAllText(path, new string('x', 10_000)); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "no bot": Store(database).Put(new KnowledgeEntry { Key = "key", Title = "nothing" }); break;
            default:
                Store(database).Put(new KnowledgeEntry { Key = "key", Title = "later" });
                using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
                {
                    connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = "PRAGMA user_version = 99";
                    command.ExecuteNonQuery();
                }

                break;
        }
    }

    private KnowledgeStore Store(string database) => new(_folder["k/" + database]);

    private IReadOnlyList<KnowledgeEntry> Decisions() => Store("enhancements.db").List();

    private void Register(string database, KnownBot bot) => new BotsDb(Store(database)).Register(bot);

    /// <summary>Nothing is read or run: no candidate has the functions of the tasks.</summary>
    private IpoBot Ipo(BotDevConfig? config = null)
    {
        config ??= new BotDevConfig { SourceDirectory = _folder.Path };
        var runner = new ProcessRunner();
        return new IpoBot(new PlannerKnowledge(new KnowledgeFolder(_folder["k"])), config, LanguageTable.Create(config, runner), runner);
    }

    private static KnownBot Bot(string name) => new()
    {
        Name = name,
        Purpose = "Makes numbers twice as large",
        Language = BotLanguage.Python,
        License = "MIT",
        Origin = KnownOrigin.Verified,
        Repository = "/repos/" + name,
        Commit = new string('1', 40),
    };

    private static TaskInfo Task(string name) => new()
    {
        Name = name,
        Metadata = new() { Purpose = "Numbers twice as large", Functions = ["enlarge"] },
    };
}
