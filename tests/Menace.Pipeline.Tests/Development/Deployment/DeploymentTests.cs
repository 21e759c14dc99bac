using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Tests.Languages;
using static Menace.Pipeline.Tests.Development.Deployment.DeployedBot;

namespace Menace.Pipeline.Tests.Development.Deployment;

public sealed class DeploymentTests
{
    [Fact]
    public async Task The_files_come_into_the_repository_when_asked_for_and_go_again()
    {
        using var folder = new TemporaryFolder();
        var bot = Spec("0 0 13 * FRI") with { Name = "DemoBot" };

        var without = await DevelopAsync(folder, bot);
        var with = await DevelopAsync(folder, bot, DeploymentTarget.Systemd, DeploymentTarget.GitHub);

        Assert.Equal(RepositoryChange.Updated, with.Record.Repositories[0].Change);
        Assert.Equal(["MENACE3030"], with.Diagnostics.Select(diagnostic => diagnostic.Rule.Id));
        Assert.True(with.Succeeded);
        string[] files = [".github/workflows/bot.yml", "deploy/systemd/DemoBot.service", "deploy/systemd/DemoBot.timer"];
        Assert.Equal(files, Files(folder).Except(["README.md"]).Where(file => file.StartsWith(".github", StringComparison.Ordinal) || file.StartsWith("deploy", StringComparison.Ordinal)));
        Assert.All(files, file => Assert.Contains($"`{file}`", System.IO.File.ReadAllText(folder["dev_repos/DemoBot/README.md"]), StringComparison.Ordinal));
        Assert.Equal(RepositoryChange.Unchanged, (await DevelopAsync(folder, bot, DeploymentTarget.Systemd, DeploymentTarget.GitHub)).Record.Repositories[0].Change);

        var again = await DevelopAsync(folder, bot);
        Assert.Equal(without.Record.Repositories[0].Tree, again.Record.Repositories[0].Tree);
        Assert.Equal(InputOf(folder, "HEAD~2"), InputOf(folder, "HEAD"));
        Assert.NotEqual(InputOf(folder, "HEAD~1"), InputOf(folder, "HEAD"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("github", "GitHub")]
    [InlineData(" Kubernetes ;; SYSTEMD;kubernetes", "Systemd, Kubernetes")]
    public void A_list_of_targets_is_read_in_one_order(string list, string expected) => Assert.Equal(expected, string.Join(", ", DeploymentTargets.Parse(list, out _)!));

    [Fact]
    public void An_unknown_target_is_refused_with_the_nearest_one()
    {
        Assert.Null(DeploymentTargets.Parse("github;systemmd", out var allowed));
        Assert.Equal("a list of github, systemd, kubernetes, gitlab, azure with semicolons between them; did you mean 'systemd'?", allowed);
    }

    [Fact]
    public async Task The_service_of_a_CSharp_bot_runs_it_and_leaves_its_repository_as_it_is()
    {
        using var fleet = new EmittedFleet();
        var language = new CSharpLanguage();
        var bot = Spec() with { Name = "DemoBot", Language = BotLanguage.CSharp, Code = "public static int Add(int a, int b) => a + b;\npublic static int Run() => Add(40, 2);", Functions = ["Add", "Run"] };
        var request = new EmitRequest(bot, await EmittedFleet.AnalyseAsync(language, bot), []);
        var own = language.Emit(request);
        fleet.Write(bot, own);
        var service = Menace.Pipeline.Development.Deployment.Deployment.Of([DeploymentTarget.Systemd], request, own).Targets[0].Files[0];
        var lines = System.Text.Encoding.UTF8.GetString(service.Content.Span).Replace("/opt/bots", fleet.Folder, StringComparison.Ordinal).Replace("%S", fleet.Folder + "/state", StringComparison.Ordinal).Split('\n');
        var environment = lines.Where(line => line.StartsWith("Environment=", StringComparison.Ordinal)).Select(line => line["Environment=".Length..]);
        var command = lines.Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..];

        // As StateDirectory= does.
        Directory.CreateDirectory(fleet.Folder + "/state/DemoBot");
        var output = Shell.Run(fleet.PathOf(bot), null, "sh", "-c", $"exec env DOTNET_CLI_TELEMETRY_OPTOUT=1 {string.Join(' ', environment)} {command}");

        Assert.Equal("42", output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(own.Files.Select(file => fleet.PathOf(bot, file.Path)).Order(StringComparer.Ordinal), Directory.GetFiles(fleet.PathOf(bot), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lists_that_counted_on_once_are_told_in_the_build_that_removes_the_files()
    {
        using var folder = new TemporaryFolder();
        var bot = Spec("once") with { Name = "DemoBot" };
        await DevelopAsync(folder, bot, DeploymentTarget.Kubernetes);

        var removing = await DevelopAsync(folder, bot with { Schedule = null }, DeploymentTarget.Kubernetes);
        var later = await DevelopAsync(folder, bot with { Schedule = null, Purpose = "changed" }, DeploymentTarget.Kubernetes);

        var finding = Assert.Single(removing.Diagnostics);
        Assert.Equal("MENACE3034", finding.Rule.Id);
        Assert.StartsWith("1 bot is without a schedule: DemoBot. ", finding.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(folder["dev_repos/DemoBot/deploy/kubernetes/job.yaml"]));
        Assert.Empty(later.Diagnostics);
    }

    private static Task<StageResult<BuildRecord>> DevelopAsync(TemporaryFolder folder, BotSpec bot, params DeploymentTarget[] targets) =>
        new BotDevelopmentBot(new BotDevConfig { SourceDirectory = folder.Path, Emit = targets }).DevelopAsync(new OptimiseRecord(1, new TaskPackage([]), [bot], []), previous: null);

    private static string[] Files(TemporaryFolder folder) => Shell.Git(folder["dev_repos/DemoBot"], "ls-files").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string InputOf(TemporaryFolder folder, string commit) =>
        Shell.Git(folder["dev_repos/DemoBot"], "log", "-1", "--format=%(trailers:key=Menace-Input,valueonly)", commit).Trim();
}
