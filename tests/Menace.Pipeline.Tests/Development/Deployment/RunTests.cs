using System.Text;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;
using static Menace.Pipeline.Tests.Development.Deployment.DeployedBot;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>The call of a run with its variables, repetitions and limits: every file is run as its platform would.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly string[] Odd = ["two words", "a'b", "$(id)", "${{ x }}", "-v", "@text:x", "5", "true", "\"q\"", "ü\nline", ""];

    private readonly TemporaryFolder _folder = new();

    public RunTests()
    {
        // What the command of the bot gets, and two attempts that fail where FAIL names a file.
        _folder.Write("Demo_Bot/main.sh", """
            #!/bin/sh
            if [ -n "${FAIL:-}" ]; then
                echo attempt >>"$FAIL"
                [ "$(grep -c . "$FAIL")" -gt 2 ] || exit 7
            fi
            printf '[%s]' "$@"
            printf ' %s %s\n' "${HOST_NAME:-none}" "${API_TOKEN:-none}"
            """);
    }

    public void Dispose() => _folder.Dispose();

    private static BotSpec Bot(RunSettings run, TaskSchedule? schedule = null) =>
        Spec(schedule ?? "@daily") with { Functions = ["run", "backup"], Run = run };

    private static RunSettings Call(string function, params JsonValue[] args) => new() { Call = new() { Function = function, Args = args } };

    [Theory]
    [InlineData(DeploymentTarget.GitHub)]
    [InlineData(DeploymentTarget.GitLab)]
    [InlineData(DeploymentTarget.Azure)]
    [InlineData(DeploymentTarget.Systemd)]
    public void The_call_has_the_function_its_arguments_and_its_variables(DeploymentTarget target)
    {
        var settings = Call("backup", "warehouse", 3, true) with { Env = ["HOST_NAME"], Secrets = ["API_TOKEN"] };

        Assert.Equal("[backup][warehouse][3][true] nas s3cret\n", Run(Bot(settings), target));
    }

    [Theory]
    [InlineData(DeploymentTarget.GitHub)]
    [InlineData(DeploymentTarget.GitLab)]
    [InlineData(DeploymentTarget.Azure)]
    [InlineData(DeploymentTarget.Systemd)]
    public void Text_that_could_be_read_as_something_else_says_that_it_is_text(DeploymentTarget target)
    {
        var output = Run(Bot(Call("backup", [.. Odd.Select(JsonValue.FromString)])), target);

        Assert.Equal("[backup][two words][a'b][$(id)][${{ x }}][-v][@text:@text:x][5][true][@text:\"q\"][\"ü\\nline\"][] none none\n", output);
    }

    [Fact]
    public void Kubernetes_passes_the_call_and_reads_variables_by_their_names()
    {
        var settings = Call("backup", "$(HOST_NAME)", 3) with { Env = ["HOST_NAME"], Secrets = ["API_TOKEN"], Retries = 2, Timeout = "90s", Concurrency = RunConcurrency.Replace };

        var spec = ReadYaml(File(Bot(settings), DeploymentTarget.Kubernetes).Text)[0]["spec"]!;

        Assert.Equal("Replace", (string?)spec["concurrencyPolicy"]);
        var job = spec["jobTemplate"]!["spec"]!;
        Assert.Equal(2, (int)job["backoffLimit"]!);
        var pod = job["template"]!["spec"]!;
        Assert.Equal(90, (int)pod["activeDeadlineSeconds"]!);
        var container = pod["containers"]![0]!;
        Assert.Equal("""["backup","$$(HOST_NAME)","3"]""", container["args"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"HOST_NAME","valueFrom":{"configMapKeyRef":{"name":"demo-bot","key":"HOST_NAME"}}},{"name":"API_TOKEN","valueFrom":{"secretKeyRef":{"name":"demo-bot","key":"API_TOKEN"}}}]""",
            container["env"]!.ToJsonString());
    }

    [Theory]
    [InlineData(DeploymentTarget.GitHub)]
    [InlineData(DeploymentTarget.GitLab)]
    [InlineData(DeploymentTarget.Systemd)]
    public void A_run_that_fails_is_repeated_and_no_more_often_than_it_says(DeploymentTarget target)
    {
        var log = _folder["attempts"];

        Assert.Equal("[run] none none\n", Run(Bot(new() { Retries = 2 }), target, ("FAIL", log)));
        Assert.Equal(3, System.IO.File.ReadAllLines(log).Length);

        System.IO.File.Delete(log);
        Assert.Throws<Xunit.Sdk.TrueException>(() => Run(Bot(new() { Retries = 1 }), target, ("FAIL", log)));
        Assert.Equal(2, System.IO.File.ReadAllLines(log).Length);
    }

    [Fact]
    public void Azure_repeats_the_step_itself()
    {
        var pipeline = ReadYaml(File(Bot(new() { Retries = 2, Timeout = 61 }), DeploymentTarget.Azure).Text)[0];

        var run = Step(pipeline, "Run");
        Assert.True((bool)pipeline["schedules"]![0]!["batch"]!);
        Assert.Equal((2, 4), ((int)run["retryCountOnTaskFailure"]!, (int)run["timeoutInMinutes"]!));
        Assert.Equal("0 0 * * *", (string?)pipeline["schedules"]![0]!["cron"]);
    }

    [Fact]
    public void A_run_without_a_variable_that_it_needs_fails_at_once()
    {
        var settings = new RunSettings { Env = ["HOST_NAME"], Secrets = ["API_TOKEN"] };

        var gitlab = Assert.Throws<Xunit.Sdk.TrueException>(() => Run(Bot(settings), DeploymentTarget.GitLab, ("HOST_NAME", "")));
        Assert.Contains("HOST_NAME: is not set", gitlab.Message, StringComparison.Ordinal);

        var systemd = Assert.Throws<Xunit.Sdk.TrueException>(() => Run(Bot(settings), DeploymentTarget.Systemd, ("NO_CREDENTIAL", "1")));
        Assert.Contains("The credential API_TOKEN is missing.", systemd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Systemd_understands_the_service_and_no_unit_holds_a_value()
    {
        var settings = Call("backup", "x") with { Env = ["HOST_NAME"], Secrets = ["API_TOKEN"], Retries = 1, Timeout = "30s" };
        var units = SystemdUnitsTests.Units(Bot(settings));

        Assert.Equal(["Demo_Bot.timer", "Demo_Bot.service", "run.sh"], units.Keys);
        Assert.Equal("", SystemdUnitsTests.Verify(units.Where(unit => unit.Key != "run.sh").ToDictionary()));
        Assert.Contains("\nEnvironmentFile=/etc/bots/Demo_Bot/env\nLoadCredential=API_TOKEN:/etc/bots/Demo_Bot/API_TOKEN\n", units["Demo_Bot.service"], StringComparison.Ordinal);
        Assert.Contains("\nTimeoutStartSec=60\n", units["Demo_Bot.service"], StringComparison.Ordinal);
        Assert.Equal("", Shell.Run(_folder.Path, null, Environment.GetEnvironmentVariable("MENACE_SHELLCHECK") ?? "shellcheck", "--norc", _folder.Write("run.sh", units["run.sh"])));
    }

    [Theory]
    [InlineData("s3cret", true)]
    [InlineData("$(API_TOKEN)", false)]
    [InlineData("", false)]
    public void Azure_fails_at_once_if_it_has_no_value_for_a_variable(string value, bool isRight)
    {
        var check = (string)Step(ReadYaml(File(Bot(new() { Secrets = ["API_TOKEN"] }), DeploymentTarget.Azure).Text)[0], "Check")["script"]!;
        var environment = new Dictionary<string, string> { ["API_TOKEN"] = value };

        if (isRight)
        {
            Assert.Equal("", Shell.Run(_folder.Path, environment, "bash", "-c", check));
        }
        else
        {
            var failure = Assert.Throws<Xunit.Sdk.TrueException>(() => Shell.Run(_folder.Path, environment, "bash", "-c", check));
            Assert.Contains("API_TOKEN is not set", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_that_Azure_keeps_to_itself_is_a_warning_and_left_out()
    {
        var bot = Bot(new() { Secrets = ["SECRET_KEY", "API_TOKEN"] });

        Assert.Equal([("MENACE3033", "secrets")], Deploy(bot, DeploymentTarget.Azure).Findings.Select(finding => (finding.Rule.Id, finding.Anchor!.Property)));
        Assert.Equal("""{"API_TOKEN":"$(API_TOKEN)"}""", Step(ReadYaml(File(bot, DeploymentTarget.Azure).Text)[0], "Run")["env"]!.ToJsonString());
    }

    [Fact]
    public void A_run_of_a_function_that_the_bot_does_not_have_is_a_warning()
    {
        var finding = Assert.Single(Deploy(Bot(Call("bakup")), DeploymentTarget.GitHub).Findings);

        Assert.Equal(("MENACE3031", "run"), (finding.Rule.Id, finding.Anchor?.Property));
        Assert.Contains("calls 'bakup', which is not one of its functions", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("value")]
    [InlineData("failures")]
    [InlineData("status")]
    [InlineData("n")]
    public void Names_of_variables_do_not_meet_those_of_the_files(string name)
    {
        var bot = Bot(new() { Env = [name], Retries = 1 });
        _folder.Write("Demo_Bot/main.sh", $"#!/bin/sh\necho \"${name}\"\n");

        Assert.All([DeploymentTarget.GitHub, DeploymentTarget.GitLab, DeploymentTarget.Systemd], target => Assert.Equal("nas\n", Run(bot, target)));
    }

    [Fact]
    public void GitLab_says_which_schedule_to_create()
    {
        var text = File(Spec(new TaskSchedule(ScheduleKind.Cron, "30 4 * * *", "Europe/Berlin")), DeploymentTarget.GitLab).Text;

        Assert.Contains("#   cron: \"30 4 * * *\"\n#   time zone: \"Europe/Berlin\"\n", text, StringComparison.Ordinal);
        Assert.Equal("debian:stable-slim", (string?)ReadYaml(text)[0]["default"]!["image"]);
    }

    [Fact]
    public void Azure_writes_no_schedule_with_a_time_zone()
    {
        var spec = Spec(new TaskSchedule(ScheduleKind.Cron, "30 4 * * *", "Europe/Berlin"));

        Assert.Null(ReadYaml(File(spec, DeploymentTarget.Azure).Text)[0]["schedules"]);
        Assert.Equal(["MENACE3030"], Deploy(spec, DeploymentTarget.Azure).Findings.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData(DeploymentTarget.GitHub, RunConcurrency.Allow, false)]
    [InlineData(DeploymentTarget.GitHub, RunConcurrency.Replace, false)]
    [InlineData(DeploymentTarget.Systemd, RunConcurrency.Forbid, false)]
    [InlineData(DeploymentTarget.Systemd, RunConcurrency.Allow, true)]
    [InlineData(DeploymentTarget.GitLab, RunConcurrency.Allow, false)]
    [InlineData(DeploymentTarget.GitLab, RunConcurrency.Replace, true)]
    [InlineData(DeploymentTarget.Azure, RunConcurrency.Replace, true)]
    public void Concurrency_that_a_target_cannot_express_is_a_warning(DeploymentTarget target, RunConcurrency concurrency, bool isGap)
    {
        var findings = Deploy(Bot(new() { Concurrency = concurrency }), target).Findings;

        Assert.Equal(isGap ? ["MENACE3033"] : [], findings.Select(finding => finding.Rule.Id));
        Assert.All(findings, finding => Assert.Equal("concurrency", finding.Anchor?.Property));
    }

    [Fact]
    public void GitHub_ends_the_run_before_only_if_the_task_says_so()
    {
        Assert.Null(Job(RunConcurrency.Allow)["concurrency"]);
        Assert.Null(Job(RunConcurrency.Forbid)["concurrency"]!["cancel-in-progress"]);
        Assert.Equal("${{ (github.event_name == 'schedule' || github.event_name == 'workflow_dispatch') }}", (string?)Job(RunConcurrency.Replace)["concurrency"]!["cancel-in-progress"]);

        static JsonNode Job(RunConcurrency concurrency) =>
            ReadYaml(File(Bot(new() { Concurrency = concurrency }), DeploymentTarget.GitHub).Text)[0]["jobs"]!["bot"]!;
    }

    [Fact]
    public void A_name_that_GitHub_reserves_is_a_warning_and_left_out()
    {
        var bot = Bot(new() { Env = ["GITHUB_TOKENS"], Secrets = ["API_TOKEN"] });

        var finding = Assert.Single(Deploy(bot, DeploymentTarget.GitHub).Findings);
        Assert.Equal(("MENACE3033", "env"), (finding.Rule.Id, finding.Anchor?.Property));
        Assert.Equal("""{"API_TOKEN":"${{ secrets.API_TOKEN }}"}""", StepOf(bot)["env"]!.ToJsonString());
    }

    [Theory]
    [InlineData("once", true)]
    [InlineData(null, false)]
    public void A_library_has_no_files(string? schedule, bool hasFiles)
    {
        var spec = Spec() with { Schedule = schedule is null ? null : TaskSchedule.FromText(schedule) };

        Assert.All(Enum.GetValues<DeploymentTarget>(), target => Assert.Equal(hasFiles, Deploy(spec, target).Targets.Count > 0));
    }

    [Fact]
    public void The_number_of_arguments_must_fit_the_function()
    {
        var analysis = new ShellAnalysis { Functions = [Function("backup", ("folder", false), ("days", true))] };

        Assert.Equal("takes 2 arguments instead of 3", Problem(Call("backup", "a", 1, 2)));
        Assert.Equal("needs arguments", Problem(Call("backup")));
        Assert.Null(Problem(Call("backup", "a")));
        Assert.Null(Problem(Call("backup", "a", 1)));

        string? Problem(RunSettings settings)
        {
            var spec = Bot(settings) with { Language = BotLanguage.Python };
            var request = new EmitRequest(spec, new PythonLikeAnalysis(analysis.Functions), []);
            var finding = Menace.Pipeline.Development.Deployment.Deployment.Of([DeploymentTarget.Kubernetes], request, new LanguageFiles([], "main") { TestCommandLine = "true" }).Findings.SingleOrDefault();
            Assert.Equal(finding is null ? null : "run", finding?.Anchor?.Property);
            return finding?.Message.Split(", which ")[1].Split(". ")[0];
        }
    }

    private static FunctionSignature Function(string name, params (string Name, bool IsOptional)[] parameters) =>
        new(name) { Parameters = [.. parameters.Select(parameter => new FunctionParameter(parameter.Name, null, parameter.IsOptional))] };

    private static JsonNode Step(JsonNode pipeline, string name) =>
        pipeline["jobs"]![0]!["steps"]!.AsArray().First(step => (string?)step!["displayName"] == name)!;

    private static JsonNode StepOf(BotSpec bot) =>
        ReadYaml(File(bot, DeploymentTarget.GitHub).Text)[0]["jobs"]!["bot"]!["steps"]!.AsArray().Single(step => (string?)step!["name"] == "Run")!;

    /// <summary>What a run prints, started as the platform starts it.</summary>
    private string Run(BotSpec bot, DeploymentTarget target, params (string Name, string Value)[] more)
    {
        var files = Deploy(bot, target).Targets[0].Files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetString(file.Content.Span));
        foreach (var file in files)
        {
            _folder.Write("Demo_Bot/" + file.Key, file.Value);
        }

        var environment = (bot.Run?.Env ?? []).Select(name => (name, "nas")).Concat((bot.Run?.Secrets ?? []).Select(name => (name, "s3cret"))).Concat(more)
            .GroupBy(pair => pair.Item1).ToDictionary(pair => pair.Key, pair => pair.Last().Item2);
        var root = _folder["Demo_Bot"];
        switch (target)
        {
            case DeploymentTarget.GitHub:
                // GitHub replaces expressions before it starts the shell.
                var line = (string)StepOf(bot)["run"]!;
                return Shell.Run(root, environment, "bash", "-e", "-c", line.Replace("${{ '${{' }}", "${{", StringComparison.Ordinal));
            case DeploymentTarget.GitLab:
                var script = ReadYaml(files.Values.Single())[0]["run"]!["script"]!.AsArray().Select(one => (string)one!);
                return Shell.Run(root, environment, "sh", "-e", "-c", string.Join('\n', script));
            case DeploymentTarget.Azure:
                var step = Step(ReadYaml(files.Values.Single())[0], "Run");
                Assert.Equal((bot.Run?.Env ?? []).Concat(bot.Run?.Secrets ?? []), step["env"]?.AsObject().Select(pair => pair.Key) ?? []);
                return Shell.Run(root, environment, "bash", "-e", "-c", (string)step["script"]!);
            default:
                return RunUnit(files["deploy/systemd/Demo_Bot.service"], root, environment);
        }
    }

    /// <summary>The command of a service, with the credentials in a folder instead of the environment.</summary>
    private string RunUnit(string service, string root, Dictionary<string, string> environment)
    {
        if (environment.Remove("API_TOKEN", out var token) && !environment.ContainsKey("NO_CREDENTIAL"))
        {
            _folder.Write("credentials/API_TOKEN", token + "\n");
        }

        environment["CREDENTIALS_DIRECTORY"] = _folder["credentials"];
        var command = service.Split('\n').Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..];
        return Shell.Run(root, environment, "/usr/bin/python3", "-c", Start, command.Replace("/opt/bots/Demo_Bot", root, StringComparison.Ordinal));
    }

    /// <summary>Starts a command that is quoted as in a unit: words in double quotes, with <c>%%</c> and <c>$$</c> for one sign.</summary>
    private const string Start = """
        import codecs, os, re, sys
        words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', sys.argv[1])
        def text(word):
            word = re.sub(r'\\x([0-9a-f]{2})', lambda m: chr(int(m[1], 16)), word)
            return re.sub(r'\\(.)', r'\1', word).replace('%%', '%').replace('$$', '$')
        words = [text(quoted) if not plain else plain for quoted, plain in words]
        os.execv(words[0], words)
        """;

    private sealed record PythonLikeAnalysis : CodeAnalysis
    {
        public PythonLikeAnalysis(IReadOnlyList<FunctionSignature> functions) => Functions = functions;

        public override BotCommand Command(BotSpec spec) => new(spec, false, spec.Functions, [new CommandWord.Text("python3")]);
    }
}
