using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;
using static Menace.Pipeline.Tests.Development.Deployment.DeployedBot;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>systemd-analyze verify says nothing about a unit that it understands in full.</summary>
public sealed class SystemdUnitsTests
{
    [Fact]
    public void A_schedule_is_a_service_with_limits_and_a_timer()
    {
        var units = Units(Spec(new TaskSchedule(ScheduleKind.Cron, "30 4 L * *", "Europe/Berlin"), """{ "cpu": "125m", "memory": "1MB", "timeout": 1.5 }"""));

        Assert.Equal("", Verify(units));
        Assert.Contains("\nOnCalendar=*-*~01 04:30:00 Europe/Berlin\n", units["Demo_Bot.timer"], StringComparison.Ordinal);
        Assert.Contains("\nExecStart=/usr/bin/env \"sh\" \"/opt/bots/Demo_Bot/main.sh\" \"run\"\n", units["Demo_Bot.service"], StringComparison.Ordinal);
        Assert.Contains("\nMemoryMax=1000000\nCPUQuota=12.5%\nTimeoutStartSec=2\n", units["Demo_Bot.service"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every 90m", "\nOnBootSec=5400s\nOnUnitActiveSec=5400s\n")]
    [InlineData("@hourly", "\nOnCalendar=*-*-* *:00:00 UTC\n")]
    [InlineData("0 0 15W * *", "-15 00:00:00 UTC\nOnCalendar=Fri *-*-14 00:00:00 UTC\nOnCalendar=Mon *-*-16 00:00:00 UTC\n")]
    public void A_timer_says_the_schedule(string schedule, string lines)
    {
        var units = Units(Spec(schedule));

        Assert.Equal("", Verify(units));
        Assert.Contains(lines, units["Demo_Bot.timer"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_in_time_is_made_up_for_when_the_machine_was_off()
    {
        var units = Units(Spec(new TaskSchedule(ScheduleKind.Once, "2027-05-01T10:00:00.5+02:00")));

        Assert.Equal("", Verify(units));
        Assert.Contains("\nOnCalendar=2027-05-01 08:00:00.5 UTC\nPersistent=true\n", units["Demo_Bot.timer"], StringComparison.Ordinal);
    }

    [Fact]
    public void Once_is_a_service_without_a_timer()
    {
        Assert.Equal(["Demo_Bot.service"], Units(Spec()).Keys);
        Assert.Empty(Deploy(Spec(), DeploymentTarget.Systemd).Findings);
    }

    [Theory]
    [InlineData("0 0 31W * *", null)]
    [InlineData("0 0 * * *", "Europe/Berlin\nOnCalendar=*-*-* *:*:*")]
    public void What_a_timer_cannot_say_is_a_warning(string expression, string? zone)
    {
        var deployment = Deploy(Spec(new TaskSchedule(ScheduleKind.Cron, expression, zone)), DeploymentTarget.Systemd);

        Assert.Equal(["MENACE3030"], deployment.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(["deploy/systemd/Demo_Bot.service"], deployment.Targets.SelectMany(target => target.Files).Select(file => file.Path));
    }

    [Fact]
    public void A_run_that_would_lack_arguments_is_a_warning_and_another_function_is_preferred()
    {
        var spec = Spec() with { Functions = ["greet", "run"] };

        Assert.Contains("\"run\"", Units(spec, Needing("greet")).Values.Single(), StringComparison.Ordinal);
        var finding = Assert.Single(Deploy(spec, DeploymentTarget.Systemd, Needing("greet", "run")).Findings);
        Assert.Equal(("MENACE3031", "Bot 'Demo_Bot': its scheduled run calls 'greet', which needs arguments. Write the call in 'run', for example { \"function\": \"backup\", \"args\": [\"nightly\"] }"),
            (finding.Rule.Id, finding.Message));
    }

    private static ShellAnalysis Needing(params string[] functions) =>
        new() { Functions = [.. functions.Select(name => new FunctionSignature(name) { Parameters = [new FunctionParameter("argument", null, IsOptional: false)] })] };

    internal static Dictionary<string, string> Units(BotSpec spec, ShellAnalysis? analysis = null) =>
        Deploy(spec, DeploymentTarget.Systemd, analysis).Targets.SelectMany(target => target.Files)
            .ToDictionary(file => Path.GetFileName(file.Path), file => Encoding.UTF8.GetString(file.Content.Span));

    /// <summary>What systemd has to say about the units.</summary>
    internal static string Verify(IReadOnlyDictionary<string, string> units)
    {
        using var folder = new TemporaryFolder();
        var files = units.Select(unit => folder.Write(unit.Key, unit.Value)).ToArray();
        return Shell.Run(folder.Path, null, "sh", ["-c", "systemd-analyze verify --man=no \"$@\" 2>&1", "sh", .. files]);
    }
}
