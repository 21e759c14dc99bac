using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using static Menace.Pipeline.Tests.Verification.VerifiedFleet;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>
/// Bots of one language, whose servers are killed, and of the others, with dependencies between them. A test tells that it runs by a file,
/// and goes on when another one is gone.
/// </summary>
internal sealed class KilledFleet : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly VerifiedFleet _fleet = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly TemporaryFolder _signals = new();
    private readonly bool _isPython;
    private int _round;

    public KilledFleet(string language) => _isPython = language == "python";

    /// <summary>The bots: the base, one that calls it, one whose test fails, one with an example, and one that calls the failing one.</summary>
    private string[] Names => _isPython ? ["py_base", "py_user", "py_red", "py_calls", "py_after"] : ["CsBase", "CsUser", "CsRed", "CsCalls", "CsAfter"];

    private static string NeighbourInShell => "sh_beside";

    public void Dispose()
    {
        _fleet.Dispose();
        _signals.Dispose();
    }

    /// <summary>Verifies what there is.</summary>
    public Task<Verified> VerifyAsync(VerifyRecord? previous)
    {
        _fleet.Concurrency = 2;
        _fleet.Verified = _ => { };
        return _fleet.VerifyAsync(Tasks(), previous);
    }

    /// <summary>Verifies other tests than before, and kills the servers of a kind once.</summary>
    /// <returns>The verdicts, and the bot whose code ran in the killed process, or null.</returns>
    public async Task<(Verified Verified, string? Running)> VerifyAndKillAsync(string program, ServerKillTests.Moment moment, int bot)
    {
        _round++;
        var servers = ServersOf(program);
        var name = Names[bot] + (program == "examples" ? ".example" : "");
        var killed = 0;
        _fleet.Concurrency = moment == ServerKillTests.Moment.Job ? 2 : 1;
        var hold = _signals["hold-" + name];
        if (moment == ServerKillTests.Moment.Job)
        {
            File.WriteAllText(hold, "");
            File.Delete(_signals[name]);
        }

        var given = new TaskCompletionSource();
        _fleet.Verified = result =>
        {
            if (result.Bot == Names[bot] && moment == ServerKillTests.Moment.Idle)
            {
                Interlocked.Add(ref killed, servers.Send("KILL"));
            }
            else if (result.Bot == Names[bot] && moment == ServerKillTests.Moment.Given && servers.Send("STOP") > 0)
            {
                given.SetResult();
            }
        };
        var run = _fleet.VerifyAsync(Tasks());
        while (!run.IsCompleted && killed == 0)
        {
            Interlocked.Add(ref killed, moment switch
            {
                ServerKillTests.Moment.Start => servers.Send("KILL"),
                ServerKillTests.Moment.Job when File.Exists(_signals[name]) => servers.Send("KILL"),
                ServerKillTests.Moment.Given when given.Task.IsCompletedSuccessfully && HasBegun(program) => servers.Send("KILL"),
                _ => 0,
            });
            await Task.Delay(Pause);
        }

        File.Delete(hold);
        var verified = await run;
        Assert.True(killed > 0, $"No server of {program} was killed.");
        return (verified, moment == ServerKillTests.Moment.Job && !_isPython ? Names[bot] : null);
    }

    /// <summary>
    /// Verifies other tests than before in another process, and kills that: when the test of <paramref name="bot"/> runs, or, without one,
    /// when <paramref name="isTime"/> says so of the project. Then all its servers have ended.
    /// </summary>
    public async Task KillBuildAsync(int? bot, Func<VerifiedFleet, int, bool>? isTime)
    {
        _round++;
        var (list, hold) = (_signals["tasks.json"], _signals["hold-" + Names[bot ?? 0]]);
        await File.WriteAllTextAsync(list, TaskPackageJson.Write(new TaskPackage(Tasks())));
        await File.WriteAllTextAsync(hold, "");
        File.Delete(_signals[Names[bot ?? 0]]);
        using (var build = OtherVerification.Start(_fleet.Folder, list))
        {
            while (!(bot is { } running ? File.Exists(_signals[Names[running]]) : isTime!(_fleet, build.Id)))
            {
                Assert.False(build.HasExited, "The build ended before it could be killed.");
                await Task.Delay(Pause);
            }

            build.Kill();
            await build.WaitForExitAsync();
        }

        string[] programs = ["tests", "examples", "compiler"];
        for (var wait = 0; programs.Select(ServersOf).Any(program => program.Running().Count > 0); wait++)
        {
            Assert.True(wait < 50, "Servers of a killed build still run.");
            await Task.Delay(100);
        }

        File.Delete(hold);
    }

    /// <summary>Compares the verdicts with what they have to be.</summary>
    /// <param name="verified">The verdicts.</param>
    /// <param name="running">The bot whose code ran in a killed process: it may have failed, for that reason, and nothing else.</param>
    public void AssertRight(Verified verified, string? running)
    {
        var expected = Tasks().ToDictionary(task => task.Name, task => task.Name switch
        {
            "py_red" or "CsRed" => VerificationOutcome.Failed,
            "py_after" or "CsAfter" => VerificationOutcome.Blocked,
            _ => VerificationOutcome.Passed,
        });
        var codes = new List<string> { $"{Names[2]}:MENACE5003", $"{Names[4]}:MENACE3006" };
        if (running is not null)
        {
            var own = verified.Findings.Where(finding => finding.IsError && finding.Bot == running).ToList();
            if (verified[running] != expected[running] || running == Names[2])
            {
                Assert.All(own, finding => Assert.True(
                    finding.Rule.Id is "MENACE5036" || finding.Message.Contains("MENACE5036", StringComparison.Ordinal), finding.Message));
                Assert.Equal(running == Names[2] ? VerificationOutcome.Failed : VerificationOutcome.Flaky, verified[running]);
                expected[running] = verified[running];
                codes.RemoveAll(code => code.StartsWith(running + ":", StringComparison.Ordinal));
                codes.AddRange(own.Select(finding => $"{running}:{finding.Rule.Id}"));
            }

            foreach (var caller in Tasks().Where(task => task.Dependencies.Contains(running) && verified[running] == VerificationOutcome.Flaky))
            {
                expected[caller.Name] = VerificationOutcome.Blocked;
                codes.Add($"{caller.Name}:MENACE3006");
            }
        }

        var outcomes = expected.Select(bot => $"{bot.Key} {bot.Value}");
        Assert.True(outcomes.SequenceEqual(verified.Record.Results.Select(result => $"{result.Bot} {result.Outcome}")), verified.Messages);
        Assert.Equal(
            outcomes,
            verified.Record.Results.Select(result => $"{result.Bot} {result.Outcome}"));
        Assert.Equal(
            codes.Order(StringComparer.Ordinal),
            verified.Findings.Where(finding => finding.IsError).Select(finding => $"{finding.Bot}:{finding.Rule.Id}").Order(StringComparer.Ordinal));
    }

    /// <summary>True if the work on a bot is at the point at which its job is given to a server.</summary>
    private bool HasBegun(string program) => program == "compiler"
        ? Names.SkipLast(1).Any(bot => !Directory.Exists(_fleet[$".menace/verify/{bot}/artifacts"]))
        : Names.Any(bot => File.Exists(_fleet[$".menace/verify/{bot}/running"]));

    public WarmProgram ServersOf(string program) => (_isPython, program) switch
    {
        (true, "tests") => new(_fleet.Folder, "serve_tests.py", "run_tests.py"),
        (true, _) => new(_fleet.Folder, "serve_tests.py", "run_examples.py"),
        (_, "compiler") => new(_fleet.Folder, "Menace.TestCompiler.dll"),
        _ => new(_fleet.Folder, "Menace.TestHost.dll", "serve", program),
    };

    private TaskInfo[] Tasks() =>
    [
        .. Names.Select((name, index) => index switch
        {
            1 => Own(name, Names[0], passes: true) with { Dependencies = [Names[0]] },
            2 => Own(name, null, passes: false),
            3 => Calls(name),
            4 => Own(name, Names[2], passes: true) with { Dependencies = [Names[2]] },
            _ => Own(name, null, passes: true),
        }),
        Beside(NeighbourInShell),
    ];

    private TaskInfo Own(string name, string? called, bool passes)
    {
        var value = passes ? 1 : 2;
        return _isPython
            ? Bot(name, BotLanguage.Python, "value", called is null ? "def value():\n    return 1\n" : $"import {called}\n\n\ndef value():\n    return {called}.value()\n", $$"""
                import os
                import time
                import {{name}}


                def test_value():
                    open("{{_signals[name]}}", "w").close()
                    while os.path.exists("{{_signals["hold-" + name]}}"):
                        time.sleep(0.01)
                    assert {{name}}.value() == {{value}}, "round {{_round}}"
                """)
            : Bot(name, BotLanguage.CSharp, "Value", called is null ? "int Value() => 1;" : $"int Value() => {called}.Value();", $$"""
                public class {{name}}Tests
                {
                    [Xunit.Fact]
                    public void Value()
                    {
                        System.IO.File.WriteAllText("{{_signals[name]}}", "round {{_round}}");
                        while (System.IO.File.Exists("{{_signals["hold-" + name]}}"))
                        {
                            System.Threading.Thread.Sleep(10);
                        }

                        Xunit.Assert.Equal({{value}}, MenaceBots.{{name}}.Value());
                    }
                }
                """);
    }

    /// <summary>A bot with an example that tells that it runs.</summary>
    private TaskInfo Calls(string name)
    {
        var (told, hold) = (_signals[name + ".example"], _signals[$"hold-{name}.example"]);
        var bot = _isPython
            ? Bot(name, BotLanguage.Python, "value", $"import os\nimport time\n\n\ndef value():\n    open(\"{told}\", \"w\").close()\n    while os.path.exists(\"{hold}\"):\n        time.sleep(0.01)\n    return 1\n", $"import {name}\n\n\ndef test_value():\n    assert {name}.__name__ != \"round {_round}\"\n")
            : Bot(name, BotLanguage.CSharp, "Value", $"int Value()\n{{\n    System.IO.File.WriteAllText(\"{told}\", \"\");\n    while (System.IO.File.Exists(\"{hold}\"))\n    {{\n        System.Threading.Thread.Sleep(10);\n    }}\n\n    return 1;\n}}\n", $"public class {name}Tests\n{{\n    [Xunit.Fact]\n    public void Named() => Xunit.Assert.NotEqual(\"{_round}\", nameof(MenaceBots.{name}));\n}}\n");
        return bot with { Metadata = bot.Metadata with { Examples = [new() { Function = bot.Metadata.Functions[0], Returns = 1 }] } };
    }

    private TaskInfo Beside(string name) =>
        Bot(name, BotLanguage.Shell, "value", "value() {\n    echo 1\n}\n", $"@test 'value' {{\n  . ./{name}.sh\n  [ \"$(value)\" = 1 ] # {_round}\n}}\n");
}
