using System.Text.RegularExpressions;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Xunit.Abstractions;

namespace Menace.Pipeline.Tests.Upgrades;

/// <summary>samples/fleet, as older versions of Menace left it and users edited it, developed by this one.</summary>
public sealed partial class UpgradeMatrixTests(ITestOutputHelper log)
{
    /// <summary>A conflict is decided for both sides; a bot waits for those that it depends on.</summary>
    private const int MostRounds = 8;

    private const string Oldest = "b718c25";

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task Edited_fleet_of_an_older_version_is_developed_without_the_loss_of_a_line(string commit)
    {
        using var fleet = new OlderFleet(commit);
        HashSet<string> contested = [.. fleet.Bots.Where((_, i) => commit == Oldest && i % 3 == 0)];
        var edits = fleet.Bots.ToDictionary(bot => bot, bot => new ScriptedEdits(fleet, bot, contested.Contains(bot)));
        var generated = fleet.Bots.ToDictionary(bot => bot, bot => fleet.Git(bot, "rev-parse", "main"));
        foreach (var edit in edits.Values)
        {
            edit.Make();
        }

        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = fleet.Folder, VerifyEnabled = false });
        var optimised = await OptimiseAsync(pipeline, fleet);
        var last = StageFile.ReadPrevious<BuildRecord>(Path.Combine(fleet.Folder, "obj/Debug/net10.0/menace/build.json"));

        // Uncommitted work in every repository: no branch and no file is touched, and conflicts are named already.
        var heads = Heads(fleet);
        var blocked = await pipeline.DevelopAsync(optimised, last);
        AssertExplained(fleet, blocked, "MENACE4001", "MENACE4008");
        Assert.Equal(heads, Heads(fleet));
        Assert.All(edits.Values, edit => edit.AssertUncommitted());

        foreach (var edit in edits.Values)
        {
            edit.Commit();
        }

        Assert.Equal(contested, await DevelopUntilMergedAsync(pipeline, optimised, fleet, edits));
        await AssertNothingToDoAsync(pipeline, optimised, fleet);

        // A template of the project, on top of that.
        WriteTemplate(fleet);
        var changed = await OptimiseAsync(pipeline, fleet);
        Assert.Empty(await DevelopUntilMergedAsync(pipeline, changed, fleet, edits));
        Assert.All(fleet.Bots, bot =>
        {
            Assert.Contains("House rules", fleet.Git(bot, "show", "HEAD:README.md"), StringComparison.Ordinal);
            Assert.Equal(generated[bot], fleet.Git(bot, "rev-list", "menace/generated").Split('\n')[^1]);
            Assert.Equal("", fleet.Git(bot, "rev-list", "--merges", "menace/generated"));
            Assert.Equal("The house\n", File.ReadAllText(fleet.PathOf(bot, "OWNERS")));
        });
        await AssertNothingToDoAsync(pipeline, changed, fleet);
    }

    /// <summary>The layouts of tests/Corpora/upgrade, the oldest first.</summary>
    public static TheoryData<string> Commits() => [.. new[] { Oldest, "7e7cac7", "33d88cd" }.Take(Nightly.Choose(1, 3))];

    private static async Task<OptimiseRecord> OptimiseAsync(ImplementationPipeline pipeline, OlderFleet fleet)
    {
        var file = TaskFileReader.Read(await File.ReadAllBytesAsync(Path.Combine(fleet.Folder, "tasks.json")), TaskFolder.Options(fleet.Folder));
        Assert.False(file.HasErrors, string.Join('\n', file.Findings.Select(finding => finding.Message)));
        var handoff = await pipeline.HandoffAsync(file);
        var optimised = await pipeline.OptimiseAsync(handoff.Record!);
        Assert.Empty(optimised.Record.Failures);
        return optimised.Record;
    }

    /// <summary>Builds, and decides each conflict for both sides, until every repository has the new output.</summary>
    /// <returns>The bots that had a conflict.</returns>
    private async Task<HashSet<string>> DevelopUntilMergedAsync(
        ImplementationPipeline pipeline, OptimiseRecord optimised, OlderFleet fleet, Dictionary<string, ScriptedEdits> edits)
    {
        var decided = new HashSet<string>();
        for (var round = 1; ; round++)
        {
            var heads = Heads(fleet);
            var built = await pipeline.DevelopAsync(optimised, null);
            log.WriteLine($"Round {round}: {string.Join(", ", built.Record.Repositories.CountBy(repository => repository.Change))}, "
                + string.Join(", ", built.Diagnostics.Select(finding => finding.ToString()).Order(StringComparer.Ordinal)));
            AssertExplained(fleet, built, "MENACE4008", "MENACE4010");
            foreach (var bot in built.Record.Failures.Select(failure => failure.Bot))
            {
                Assert.Equal(heads[bot], Heads(fleet)[bot]);
            }

            Assert.All(edits.Values, edit => edit.AssertMerged());
            if (built.Record.Failures.Count == 0)
            {
                return decided;
            }

            Assert.True(round < MostRounds, "The conflicts do not end.");
            foreach (var bot in built.Diagnostics.Where(finding => finding.Rule.Id == "MENACE4008").Select(finding => finding.Bot).Distinct())
            {
                Assert.True(decided.Add(bot!), $"{bot} was decided before.");
                Decide(Path.Combine(fleet.Folder, ".menace/merges", bot!));
            }
        }
    }

    /// <summary>Takes the lines of both sides of each conflict, and commits.</summary>
    private static void Decide(string work)
    {
        foreach (var file in Shell.Git(work, "diff", "--name-only", "--diff-filter=U").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(work, file);
            File.WriteAllText(path, Conflict().Replace(File.ReadAllText(path), "${ours}${theirs}"));
        }

        Shell.Git(work, "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-a", "-m", "Take both");
    }

    /// <summary>Asserts that each bot without a repository has an error that says why and where.</summary>
    private static void AssertExplained(OlderFleet fleet, StageResult<BuildRecord> built, params string[] codes)
    {
        var known = built.Record.Repositories.Select(repository => repository.Spec.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(built.Diagnostics, finding => Assert.Contains(finding.Rule.Id, codes.Append("MENACE3006")));
        Assert.All(fleet.Bots.Where(bot => !known.Contains(bot)), bot => Assert.Contains(built.Diagnostics, finding => finding.Bot == bot && finding.IsError));
        Assert.All(built.Diagnostics.Where(finding => finding.Rule.Id == "MENACE4008"), finding =>
        {
            Assert.True(finding.Page is { Line: > 0 }, finding.ToString());
            Assert.StartsWith("<<<<<<<", File.ReadLines(Path.Combine(fleet.Folder, finding.Page!.Path)).ElementAt(finding.Page.Line - 1), StringComparison.Ordinal);
        });
    }

    private static async Task AssertNothingToDoAsync(ImplementationPipeline pipeline, OptimiseRecord optimised, OlderFleet fleet)
    {
        var heads = Heads(fleet);
        var again = await pipeline.DevelopAsync(optimised, null);
        Assert.Empty(again.Diagnostics);
        Assert.All(again.Record.Repositories, repository => Assert.Equal(RepositoryChange.Unchanged, repository.Change));
        Assert.Equal(heads, Heads(fleet));
    }

    private static void WriteTemplate(OlderFleet fleet)
    {
        var folder = Directory.CreateDirectory(Path.Combine(fleet.Folder, "templates/house")).FullName;
        File.WriteAllText(Path.Combine(folder, "template.json"), """{ "files": { "OWNERS": { "add": true } } }""");
        File.WriteAllText(Path.Combine(folder, "README.md.scriban"), "{{ generated }}\n## House rules\n\nTwo people read every change.\n");
        File.WriteAllText(Path.Combine(folder, "OWNERS"), "The house\n");
        var list = Path.Combine(fleet.Folder, "tasks.json");
        var text = File.ReadAllText(list);
        const string Defaults = "\"metadata\": { \"license\": \"MIT\", ";
        Assert.Contains(Defaults, text, StringComparison.Ordinal);
        File.WriteAllText(list, text.Replace(Defaults, Defaults + "\"template\": \"house\", ", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Heads(OlderFleet fleet) =>
        fleet.Bots.ToDictionary(bot => bot, bot => fleet.Git(bot, "rev-parse", "main"));

    [GeneratedRegex(@"^<{7} .*\r?\n(?<ours>[\s\S]*?)^\|{7} .*\r?\n[\s\S]*?^={7}\r?\n(?<theirs>[\s\S]*?)^>{7} .*\r?\n", RegexOptions.Multiline)]
    private static partial Regex Conflict();
}
