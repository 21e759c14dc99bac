using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Tests.Resume;

/// <summary>
/// A build that was killed ends, when it is run again, where one ends that was not: the same repositories, one delivery, and nothing that was finished is
/// done again.
/// </summary>
public sealed class ResumeTests(ResumeTests.Undisturbed undisturbed) : IClassFixture<ResumeTests.Undisturbed>, IDisposable
{
    private readonly CutOffProject _project = new();

    /// <summary>Every boundary there is, and how often it is passed before the build is killed.</summary>
    public static TheoryData<string, int> Faults
    {
        get
        {
            TheoryData<string, int> faults = [];
            foreach (var boundary in Enum.GetNames<Boundary>())
            {
                for (var time = 1; time <= Nightly.Choose(1, 4); time++)
                {
                    faults.Add(boundary, time);
                }
            }

            return faults;
        }
    }

    public void Dispose() => _project.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_build_that_was_killed_at_a_boundary_goes_on_there(string boundary, int time)
    {
        var isUpdate = boundary.StartsWith("Update", StringComparison.Ordinal);
        if (isUpdate)
        {
            _project.Write("one");
            Assert.Equal(0, await _project.BuildAsync());
            _project.StartCounting();
        }

        _project.Write(isUpdate ? "two" : "one");
        var killed = await _project.BuildAsync($"{boundary}:{time}");

        // A later time than the first may never come.
        Assert.True(killed == CutOffProject.Killed || time > 1, $"{boundary} was not reached");
        await AssertGoesOnAsync(isUpdate, $"{boundary}:{time}");

        // Once the handoff is in its file, the package is not sent again. Before that it may be, under the same key.
        var mayRepeat = boundary.StartsWith("Handoff", StringComparison.Ordinal) || boundary is nameof(Boundary.FileDrafted) or nameof(Boundary.StageFileWritten);
        Assert.InRange(_project.Delivered.CountBy(key => key).Max(key => key.Value), 1, mayRepeat ? 2 : 1);
        Assert.Equal(boundary == nameof(Boundary.FindingAccepted) ? 2 : 1, _project.Findings.Count);
    }

    [Fact]
    public async Task A_build_that_is_killed_at_any_time_goes_on()
    {
        var random = new Random(Nightly.Choose(1, Environment.TickCount));
        for (var round = 0; round < Nightly.Choose(3, 100); round++)
        {
            using var project = new CutOffProject();
            project.Write("one");
            var time = TimeSpan.FromMilliseconds(random.Next(100, 6000));
            await project.BuildAsync(killAfter: time);
            await AssertGoesOnAsync(project, isUpdate: false, $"killed after {time}");
        }
    }

    [Fact]
    public async Task A_build_that_is_killed_again_and_again_comes_to_an_end()
    {
        _project.Write("one");
        for (var killed = 0; killed < 2; killed++)
        {
            var (finished, done) = (_project.Finished(undisturbed.First), _project.Done());
            Assert.Equal(CutOffProject.Killed, await _project.BuildAsync(nameof(Boundary.VerifyRecorded)));
            AssertNotRepeated(_project, finished, done, $"killed {killed + 1} times");
        }

        await AssertGoesOnAsync(isUpdate: false, "killed twice");
    }

    [Fact]
    public async Task A_run_that_was_cut_off_has_failed_when_another_list_is_built()
    {
        _project.Write("one");
        await _project.BuildAsync(nameof(Boundary.OptimiseEnded));
        _project.Write("two");

        Assert.Equal(0, await _project.BuildAsync());

        Assert.Equal(["Done ", "Failed cut off: it had not ended when another one began"], _project.Runs);
    }

    private Task AssertGoesOnAsync(bool isUpdate, string what) => AssertGoesOnAsync(_project, isUpdate, what);

    private async Task AssertGoesOnAsync(CutOffProject project, bool isUpdate, string what)
    {
        var expected = isUpdate ? undisturbed.Second : undisturbed.First;
        var (finished, done) = (project.Finished(expected), project.Done());

        Assert.Equal(0, await project.BuildAsync());

        Assert.Equal(expected, project.Repositories());
        Assert.Equal(isUpdate ? 2 : 1, project.Delivered.Distinct().Count());
        Assert.Single(project.Findings.Distinct());
        project.AssertStoreIsSound(runs: isUpdate ? 2 : 1);
        project.AssertNothingIsLeftBehind();
        AssertNotRepeated(project, finished, done, what);
    }

    private static void AssertNotRepeated(CutOffProject project, IReadOnlySet<string> finished, IReadOnlyDictionary<string, int> before, string what)
    {
        // Whether a bot of another language can be called shows in its code: its caller, not finished, has it read again. And before research is asked
        // the bot that it completes is another one.
        var again = project.Done().Where(done => finished.Contains(done.Key) && done.Value > before.GetValueOrDefault(done.Key)
            && done.Key is not ("optimise read Base" or "optimise read Alone")).Select(done => done.Key);
        Assert.True(!again.Any(), $"{what}: done again although it was finished: {string.Join(", ", again)}");
    }

    /// <summary>What a build leaves that nobody kills, of the first list and after that of the second.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal IReadOnlyDictionary<string, Repository> First { get; private set; } = null!;

        internal IReadOnlyDictionary<string, Repository> Second { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            using var project = new CutOffProject();
            First = await BuildAsync(project, "one");
            Assert.All(project.Done(), done => Assert.Equal(1, done.Value));
            Assert.Equal(4 * 3, project.Done().Count);
            Second = await BuildAsync(project, "two");
            Assert.Equal(First["Alone"], Second["Alone"]);
            Assert.NotEqual(First["Cross"].Commit, Second["Cross"].Commit);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static async Task<IReadOnlyDictionary<string, Repository>> BuildAsync(CutOffProject project, string text)
        {
            project.Write(text);
            Assert.Equal(0, await project.BuildAsync());
            project.AssertNothingIsLeftBehind();
            return project.Repositories();
        }
    }
}
