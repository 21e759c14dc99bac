using Menace.Model.Tasks;
using Menace.Pipeline.Development;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Plans in JSON and YAML (behaviour inventory, section 5).</summary>
public sealed class BotPlanTests
{
    [Theory]
    [InlineData("My Bot!", "My_Bot")]
    [InlineData("../evil", "evil")]
    [InlineData("a-b.c", "a_b_c")]
    [InlineData("___", "bot")]
    [InlineData("ünï bot", "ünï_bot")]
    [InlineData("9lives", "9lives")]
    [InlineData("", "bot")]
    public void A_name_is_made_safe(string written, string name) =>
        Assert.Equal(name, BotDevelopmentBot.ParsePlan($"[{{\"name\": \"{written}\"}}]").Bots[0].Name);

    [Fact]
    public void Capabilities_are_made_comparable() =>
        Assert.Equal(["network_io", "email", "ml_2"], BotDevelopmentBot.ParsePlan("""{"name": "a", "capabilities": ["Network IO", "network io", "!!", "E-mail", "ML 2"]}""").Bots[0].Capabilities);

    [Fact]
    public void One_bot_in_yaml_is_a_plan_and_every_key_arrives()
    {
        var plan = BotDevelopmentBot.ParsePlan("""
            # fetches
            name: Price Bot
            purpose: Fetches prices
            functions: [fetch, save]
            io: json
            language: py
            dependencies: [Other Bot]
            level: advanced
            description: ~
            function_docs: {fetch: Fetches., save: null}
            capabilities:
              - Network IO
            code: |
              def fetch():
                  return 1
            """);

        Assert.Empty(plan.Findings);
        var task = Assert.Single(plan.ToTasks());
        Assert.Equal(("Price_Bot", "Fetches prices", "json", "advanced"), (task.Name, task.Metadata.Purpose, task.Metadata.Io, task.Metadata.Level));
        Assert.Equal((BotLanguage.Python, (string?)null, "def fetch():\n    return 1"), (task.Metadata.Language, task.Metadata.Description, task.Code));
        Assert.Equal(["fetch", "save"], task.Metadata.Functions);
        Assert.Equal(["Other_Bot"], task.Dependencies);
        Assert.Equal("fetch=Fetches.", string.Join(',', task.Metadata.FunctionDocs.Select(doc => $"{doc.Key}={doc.Value}")));
    }

    [Fact]
    public void What_cannot_be_a_function_is_dropped_and_said()
    {
        var plan = BotDevelopmentBot.ParsePlan("""{"name": "a", "functions": ["run", "", "9x", "class", "run", "a-b", null, 5, "übung"], "function_docs": {"run": "Runs.", "gone": "x", "übung": 3}}""");

        Assert.Equal(["run", "übung"], plan.Bots[0].Functions);
        Assert.Equal(["run"], plan.Bots[0].FunctionDocs.Keys);
        Assert.Equal(8, plan.Findings.Count);
        Assert.All(plan.Findings, finding => Assert.Equal(("MENACE3021", "a"), (finding.Rule.Id, finding.Bot)));
        Assert.Contains("Bot 'a' of the plan: the function 'class' was dropped, because it is no name that Python accepts for a function", plan.Findings.Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("""{"name": "a", "functions": null, "function_docs": null, "capabilities": null, "dependencies": null, "description": null, "io": null}""")]
    [InlineData("name: a\nfunctions:\ndescription: ~\n")]
    public void Null_is_nothing(string text)
    {
        var plan = BotDevelopmentBot.ParsePlan(text);

        Assert.Empty(plan.Findings);
        Assert.Empty(Assert.Single(plan.Bots).Functions);
    }

    [Fact]
    public void An_entry_that_is_no_bot_is_a_finding_and_the_others_are_read()
    {
        var plan = BotDevelopmentBot.ParsePlan("""[5, {"name": "a"}, null, ["x"], {"name": "b", "language": "cobol"}]""");

        Assert.Equal(["a"], plan.Bots.Select(bot => bot.Name));
        Assert.Equal(["1", "3", "4", "5"], plan.Findings.Select(finding => finding.Arguments[0]));
        Assert.True(plan.HasErrors);
    }

    [Theory]
    [InlineData("", "the plan is empty")]
    [InlineData("[{\"name\": ", "as JSON: ")]
    [InlineData("a: b: c", "line 1, column ")]
    [InlineData("- name: !!python/object:os.system a", "is not allowed")]
    [InlineData("name: *nobody", "is not defined before it is used")]
    [InlineData("name: a\n---\nname: b", "a plan is one document")]
    [InlineData("name: a\nname: b", "Duplicate|is there twice")]
    public void A_text_that_is_no_plan_says_where_and_why(string text, string reason)
    {
        var finding = Assert.Single(BotDevelopmentBot.ParsePlan(text).Findings);

        Assert.Equal("MENACE3020", finding.Rule.Id);
        Assert.Contains(reason.Split('|'), part => finding.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Yaml_is_that_of_the_core_schema() =>
        Assert.Equal(("yes", "0o7", "1.10", "true"), BotDevelopmentBot.ParsePlan("name: yes\npurpose: 0o7\nio: 1.10\nlevel: True\n").Bots.Select(bot => (bot.Name, bot.Purpose, bot.IoFormat, bot.Level)).Single());

    [Fact]
    public void An_alias_stands_for_its_value() =>
        Assert.Equal(["a", "b"], BotDevelopmentBot.ParsePlan("- &base {name: a, functions: &f [run]}\n- {name: b, functions: *f}\n").Bots.Where(bot => bot.Functions is ["run"]).Select(bot => bot.Name));

    [Fact]
    public void A_billion_laughs_are_refused_at_once()
    {
        var bomb = "a: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
            + string.Concat(Enumerable.Range(1, 12).Select(i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 9))}]\n"));

        Assert.Contains("more than 100000 values", Assert.Single(BotDevelopmentBot.ParsePlan(bomb).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_plan_is_refused() =>
        Assert.Contains("nested deeper", Assert.Single(BotDevelopmentBot.ParsePlan(string.Concat(Enumerable.Repeat("- ", 5_000)) + "x").Findings).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_plan_becomes_a_tested_repository()
    {
        using var folder = new TemporaryFolder();
        var pipeline = new ImplementationPipeline(config: new() { SourceDirectory = folder.Path });

        var result = await pipeline.RunPlanAsync("- name: Price Bot\n  purpose: Fetches prices\n  functions: [fetch, fetch]\n  language: python\n");

        Assert.Equal([folder["dev_repos/Price_Bot/Price_Bot.py"]], result.BuiltFiles);
        Assert.Equal(VerificationOutcome.Passed, result.Verifications[0].Outcome);
        Assert.Equal(["MENACE3021"], result.Diagnostics.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_ends_the_run_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();

        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: new() { SourceDirectory = folder.Path }).RunPlanAsync("[5]"));

        Assert.Equal((PipelineStage.Handoff, "MENACE3022"), (exception.Stage, exception.Code));
        Assert.False(Directory.Exists(folder["dev_repos"]));
    }
}
