using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>samples/fleet: what a company would have, built once and then broken bot by bot.</summary>
[Collection(PackedSdkTests.Name)]
public sealed partial class FleetTests(PackedSdk sdk, BuiltFleet fleet) : IClassFixture<BuiltFleet>
{
    [Fact]
    public void Every_bot_is_built_tested_and_committed()
    {
        var project = fleet.Project(sdk);

        Assert.Equal(fleet.Bots.Keys.Order(StringComparer.Ordinal), project.Outcomes().Keys.Order(StringComparer.Ordinal));
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.All(fleet.Bots.Keys, bot => Assert.Equal("", project.Git(bot, "status", "--porcelain")));
    }

    [Fact]
    public void Ten_bots_of_each_language_call_bots_of_every_other()
    {
        var languages = fleet.Languages(fleet.Project(sdk));
        var calls = fleet.Calls.Select(call => (languages[call.Bot], languages[call.Dependency])).Where(call => call.Item1 != call.Item2).ToList();

        Assert.All(languages.Values.CountBy(language => language), count => Assert.InRange(count.Value, 10, int.MaxValue));
        Assert.Equal(
            [("csharp", "python"), ("csharp", "shell"), ("python", "csharp"), ("python", "shell"), ("shell", "csharp"), ("shell", "python")],
            calls.Distinct().Order());
        Assert.InRange(calls.Count, 8, int.MaxValue);
    }

    /// <summary>A C# bot is compiled for it, so in the short form only one is asked.</summary>
    [Fact]
    public void Every_bot_is_a_command_that_names_its_functions()
    {
        var project = fleet.Project(sdk);
        var languages = fleet.Languages(project).GroupBy(bot => bot.Value, bot => bot.Key);
        var asked = languages.SelectMany(bots => bots.Key == "csharp" ? bots.Take(Nightly.Choose(1, int.MaxValue)) : bots);

        Assert.All(asked, bot =>
        {
            var (code, output) = Call(project, bot);

            Assert.Equal(2, code);
            Assert.All(fleet.Bots[bot].Functions, function => Assert.Contains(function, output, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("InvoiceNumbers", "R2027-000001-40", "Next", "\"R2026-000123-46\"", "\"2027-01-02\"")]
    [InlineData("reorder_points", "46", "reorder_point", "[10, 12, 8, 10]", "4")]
    [InlineData("stock_levels", "[{\"sku\": \"T\", \"place\": \"H\", \"on_hand\": 2, \"reserved\": 0, \"available\": 2}]", "run", "[{\"kind\": \"receipt\", \"sku\": \"T\", \"place\": \"H\", \"quantity\": 2}]")]
    [InlineData("currency", "115.54", "convert", "100", "\"EUR\"", "\"USD\"", "\"2026-10-31\"")]
    [InlineData("ini-reader", "Hamburg", "fleet_setting", "\"company\"", "\"city\"")]
    [InlineData("nightly-summary", "All 2 jobs are well, after 1 minutes.", "verdict", "\"a ok 30\\nb ok 30\"")]
    public void A_bot_answers_a_call(string bot, string expected, params string[] call)
    {
        var (code, output) = Call(fleet.Project(sdk), bot, call);

        Assert.Equal(0, code);
        Assert.Equal(expected, output.Trim().Split('\n')[^1].Trim('"'));
    }

    [Fact]
    public void Breaking_a_bot_turns_exactly_it_and_its_dependents_red()
    {
        Assert.Equal(fleet.Bots.Keys.Order(StringComparer.Ordinal), FleetMutations.All.Select(mutation => mutation.Bot).Order(StringComparer.Ordinal));
        var project = fleet.Project(sdk);

        foreach (var mutation in FleetMutations.All.Where(mutation => Nightly.Is || FleetMutations.InShort.Contains(mutation.Bot)))
        {
            var right = File.ReadAllText(project[mutation.File]);
            Assert.Equal(2, right.Split(mutation.Right).Length);
            project.Replace(mutation.File, mutation.Right, mutation.Wrong);
            try
            {
                AssertIsRed(project, mutation.Bot, project.Build().Failed());
            }
            finally
            {
                project.Write(mutation.File, right);
            }
        }

        project.Build().Succeeded();
        Assert.All(project.Outcomes(), bot => Assert.Equal((bot.Key, "Passed"), (bot.Key, bot.Value)));
    }

    [Fact]
    public void The_page_of_the_sample_shows_every_bot_and_every_call()
    {
        var page = File.ReadAllText(Path.Combine(BuiltFleet.Sample, "README.md"));

        Assert.Equal(fleet.Bots.Keys, Row().Matches(page).Select(row => row.Groups["bot"].Value));
        Assert.Equal(
            fleet.Calls,
            Arrow().Matches(page).Select(arrow => (arrow.Groups["bot"].Value, arrow.Groups["dependency"].Value)));
    }

    private void AssertIsRed(TaskProject project, string broken, BuildResult build)
    {
        var dependents = fleet.DependentsOf(broken);
        Assert.Equal(
            [.. dependents.Select(bot => ("MENACE3006", bot)).Append(("MENACE5003", broken)).Order()],
            Error().Matches(build.Output).Select(error => (error.Groups["code"].Value, error.Groups["bot"].Value)).Distinct().Order());
        Assert.All(project.Outcomes(), bot => Assert.Equal(
            (bot.Key, bot.Key == broken ? "Failed" : dependents.Contains(bot.Key) ? "Blocked" : "Passed"), (bot.Key, bot.Value)));
    }

    /// <summary>The bot's command as the table in the README of the repositories has it.</summary>
    private (int ExitCode, string Output) Call(TaskProject project, string bot, params string[] arguments) =>
        File.Exists(project[$"dev_repos/{bot}/main.sh"]) ? Programs.Run(project["dev_repos/" + bot], "sh", ["main.sh", .. arguments])
        : File.Exists(project[$"dev_repos/{bot}/__main__.py"]) ? Programs.Run(project["dev_repos/" + bot], "python3", [".", .. arguments])
        : Programs.Run(project["dev_repos/" + bot], "dotnet", ["run", "--project", "src/" + bot, "--", .. arguments], sdk.Environment);

    [GeneratedRegex("error (?<code>MENACE[0-9]+): Bot '(?<bot>[^']+)'")]
    private static partial Regex Error();

    [GeneratedRegex(@"^\| (?<bot>[\w-]+) \| (C#|Python|shell) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^    (?<bot>[\w-]+) (-->|-\.->) (?<dependency>[\w-]+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}

/// <summary>A copy of samples/fleet, built when the first test asks for it.</summary>
public sealed class BuiltFleet : IDisposable
{
    /// <summary>The folder of the sample.</summary>
    internal static readonly string Sample = Path.Combine(PackedSdk.RepositoryRoot, "samples/fleet");

    private TaskProject? _project;

    /// <summary>What tasks.json says of each bot.</summary>
    internal IReadOnlyDictionary<string, FleetBot> Bots { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Sample, "tasks.json")))!["tasks"]!.AsArray().ToDictionary(
            task => (string)task!["name"]!,
            task => new FleetBot(Texts(task!["dependencies"]), Texts(task["metadata"]?["functions"])));

    /// <summary>Who calls whom, in the order of tasks.json.</summary>
    internal IEnumerable<(string Bot, string Dependency)> Calls => Bots.SelectMany(bot => bot.Value.Dependencies.Select(dependency => (bot.Key, dependency)));

    /// <summary>The project, green.</summary>
    public TaskProject Project(PackedSdk sdk)
    {
        if (_project is null)
        {
            _project = new TaskProject(sdk, tasks: null);
            File.Delete(_project["bots.csproj"]);
            foreach (var file in Directory.GetFiles(Sample, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Sample, file)).Where(IsSource))
            {
                _project.Write(file, File.ReadAllText(Path.Combine(Sample, file)));
            }

            _project.Build().Succeeded();
        }

        return _project;
    }

    /// <summary>All bots that call a bot, directly or not.</summary>
    internal IReadOnlyList<string> DependentsOf(string bot)
    {
        var direct = Calls.Where(call => call.Dependency == bot).Select(call => call.Bot).ToList();
        return [.. direct.Concat(direct.SelectMany(DependentsOf)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The language of each bot, by the meta.yaml of its repository.</summary>
    internal Dictionary<string, string> Languages(TaskProject project) => Bots.Keys.ToDictionary(
        bot => bot,
        bot => File.ReadLines(project[$"dev_repos/{bot}/meta.yaml"]).Single(line => line.StartsWith("language: ", StringComparison.Ordinal))["language: ".Length..].Trim('"'));

    public void Dispose() => _project?.Dispose();

    /// <summary>Not what a build in the sample's own folder left there, and not its version of the SDK.</summary>
    private static bool IsSource(string file) =>
        file is "tasks.json" or "fleet.csproj" || file.StartsWith("bots/", StringComparison.Ordinal) || file.StartsWith("data/", StringComparison.Ordinal);

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. list?.AsArray().Select(text => (string)text!) ?? []];
}

/// <summary>What the tests need to know of a bot.</summary>
internal sealed record FleetBot(IReadOnlyList<string> Dependencies, IReadOnlyList<string> Functions);
