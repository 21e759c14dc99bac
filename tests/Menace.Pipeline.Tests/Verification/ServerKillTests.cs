namespace Menace.Pipeline.Tests.Verification;

/// <summary>
/// Warm servers that are killed (SIGKILL) at any moment. The verdicts of that build are right, but for a bot whose code ran in the killed
/// process; those of the next build are right, and nothing is left running.
/// </summary>
public sealed class ServerKillTests(ServerKillTests.Fleets fleets) : IClassFixture<ServerKillTests.Fleets>
{
    /// <summary>When a server is killed.</summary>
    public enum Moment
    {
        /// <summary>As soon as there is a process.</summary>
        Start,

        /// <summary>While the n-th bot runs in it.</summary>
        Job,

        /// <summary>After the verdict on the n-th bot, while it has nothing to do.</summary>
        Idle,

        /// <summary>When it was given a job after the n-th bot, and has not begun with it.</summary>
        Given,
    }

    public static TheoryData<string, string, Moment, int> Kills
    {
        get
        {
            TheoryData<string, string, Moment, int> kills = [];
            foreach (var (language, program, moment, bot) in Nightly.Is ? new[] { "python", "csharp" }.SelectMany(All) : Sample)
            {
                kills.Add(language, program, moment, bot);
            }

            return kills;
        }
    }

    /// <summary>The bot during whose test a build is killed.</summary>
    public static TheoryData<string, int> KilledBuilds
    {
        get
        {
            TheoryData<string, int> builds = [];
            foreach (var language in (string[])["python", "csharp"])
            {
                // In the short form the base of the one and the caller of the other language.
                foreach (var bot in Nightly.Is ? (int[])[0, 1, 2] : language == "python" ? [0] : [1])
                {
                    builds.Add(language, bot);
                }
            }

            return builds;
        }
    }

    private static (string, string, Moment, int)[] Sample =>
    [
        ("python", "tests", Moment.Start, 0),
        ("python", "tests", Moment.Job, 1),
        ("python", "tests", Moment.Idle, 1),
        ("python", "tests", Moment.Given, 0),
        ("python", "examples", Moment.Job, 3),
        ("csharp", "tests", Moment.Job, 1),
        ("csharp", "tests", Moment.Given, 0),
        ("csharp", "examples", Moment.Job, 3),
        ("csharp", "compiler", Moment.Given, 0),
    ];

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Verdicts_are_right_after_a_server_was_killed(string language, string program, Moment moment, int bot)
    {
        var fleet = await fleets.OfAsync(language);

        var (killed, running) = await fleet.VerifyAndKillAsync(program, moment, bot);
        fleet.AssertRight(killed, running);

        var next = await fleet.VerifyAsync(killed.Record);
        fleet.AssertRight(next, running: null);
    }

    [Theory]
    [MemberData(nameof(KilledBuilds))]
    public async Task Build_that_was_killed_during_a_test_leaves_no_server_and_the_next_build_right(string language, int bot)
    {
        var fleet = await fleets.OfAsync(language);

        await fleet.KillBuildAsync(bot, null);

        fleet.AssertRight(await fleet.VerifyAsync(null), running: null);
    }

    /// <summary>The build of an empty bot, of which the others learn, goes on when its own build is killed; the next one ends it.</summary>
    [Fact]
    public async Task Build_that_was_killed_while_it_learnt_the_kind_of_its_bots_leaves_the_next_one_right()
    {
        using var fleet = new KilledFleet("csharp");

        await fleet.KillBuildAsync(null, (project, _) => Directory.Exists(project[".menace/warm/csharp/shapes"])
            && Directory.EnumerateFiles(project[".menace/warm/csharp/shapes"], "setup.log", SearchOption.AllDirectories).Any());

        fleet.AssertRight(await fleet.VerifyAsync(null), running: null);
    }

    [Fact]
    public async Task Build_that_was_killed_while_it_compiled_leaves_the_next_one_right()
    {
        var fleet = await fleets.OfAsync("csharp");

        await fleet.KillBuildAsync(null, (_, build) => fleet.ServersOf("compiler").Running(build).Count > 0);

        fleet.AssertRight(await fleet.VerifyAsync(null), running: null);
    }

    private static IEnumerable<(string, string, Moment, int)> All(string language)
    {
        yield return (language, "examples", Moment.Start, 0);
        yield return (language, "examples", Moment.Job, 3);
        yield return (language, "examples", Moment.Idle, 3);
        foreach (var program in language == "python" ? (string[])["tests"] : ["tests", "compiler"])
        {
            yield return (language, program, Moment.Start, 0);
            yield return (language, program, Moment.Idle, 4);
            for (var bot = 0; bot < 3; bot++)
            {
                yield return (language, program, Moment.Idle, bot);
                yield return (language, program, Moment.Given, bot);
                if (program == "tests")
                {
                    yield return (language, program, Moment.Job, bot);
                }
            }
        }
    }

    /// <summary>One fleet per language; the cases follow each other in it.</summary>
    public sealed class Fleets : IDisposable
    {
        private readonly Dictionary<string, KilledFleet> _fleets = [];

        public void Dispose()
        {
            foreach (var fleet in _fleets.Values)
            {
                fleet.Dispose();
            }
        }

        internal async Task<KilledFleet> OfAsync(string language)
        {
            if (!_fleets.TryGetValue(language, out var fleet))
            {
                _fleets[language] = fleet = new KilledFleet(language);
                fleet.AssertRight(await fleet.VerifyAsync(null), running: null);
            }

            return fleet;
        }
    }
}
