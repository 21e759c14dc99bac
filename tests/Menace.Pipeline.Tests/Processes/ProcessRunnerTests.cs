using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_error_exit_code_and_input_arrive()
    {
        var result = await Run("read line; echo \"got $line\"; echo oops >&2; exit 3", command => command with { Input = "hi\n" });

        Assert.Equal((3, "got hi\n", "oops\n", false), (result.ExitCode, result.Output, result.Error, result.TimedOut));
    }

    [Fact]
    public async Task With_a_file_both_streams_go_there_and_the_tail_is_returned()
    {
        var result = await Run("echo a; echo b >&2", command => command with { OutputFile = _folder["log"] });

        Assert.Equal("a\nb\n", File.ReadAllText(_folder["log"]));
        Assert.Equal("a\nb\n", result.Output);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        var result = await new ProcessRunner().RunAsync(new ProcessCommand("printf", ["%s|", "$(id)", "a b", "\"'", ""], _folder.Path), Long, default);

        Assert.Equal("$(id)|a b|\"'||", result.Output);
    }

    [Fact]
    public async Task A_time_out_ends_the_group_and_children_that_were_left_behind()
    {
        var result = await Run("(sleep 300 & echo $! > child; exec sleep 300 &) ; sleep 300", timeout: TimeSpan.FromSeconds(1));

        Assert.True(result.TimedOut);
        AssertGone();
    }

    [Fact]
    public async Task What_a_killed_build_left_running_is_ended_by_the_next_run()
    {
        // Stands for a build that was killed: it is not there to end its program, and its run file stays.
        var left = Run("setsid sleep 300 & echo $! > child; wait", command => command with { RunFile = _folder["running"] });
        while (!File.Exists(_folder["child"]) || File.ReadAllText(_folder["child"]).Length == 0)
        {
            await Task.Delay(10);
        }

        var next = await Run("echo next", command => command with { RunFile = _folder["running"] });

        Assert.Equal("next\n", next.Output);
        AssertGone();
        Assert.NotEqual(0, (await left).ExitCode);
        Assert.False(File.Exists(_folder["running"]));
    }

    [Fact]
    public async Task Cancelling_ends_the_group()
    {
        using var source = new CancellationTokenSource();
        source.CancelAfter(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("sleep 300 & echo $! > child; wait", cancellationToken: source.Token));

        AssertGone();
    }

    [Fact]
    public async Task What_a_program_leaves_running_ends_with_it()
    {
        await Run("sleep 300 & echo $! > child");

        AssertGone();
    }

    [Fact]
    public async Task What_left_session_parent_and_environment_behind_is_found_and_ended()
    {
        var result = await Run("env -i setsid sh -c 'sleep 300 & echo $! > child'", command => command with { OutputFile = _folder["log"] });

        Assert.Equal([$"sleep (process {Child()})"], result.LeftBehind);
        AssertGone();
    }

    [Fact]
    public void Without_prlimit_the_variable_marks_what_belongs()
    {
        var marker = ProcessMarker.New().VariableOnly();
        var info = new ProcessStartInfo("sleep", ["300"]) { Environment = { [ProcessMarker.Variable] = marker.ToString() } };
        using var process = Process.Start(info)!;
        try
        {
            Assert.Empty(marker.Prefix());
            Assert.True(marker.IsCarriedBy(process.Id));
            Assert.False(ProcessMarker.New().VariableOnly().IsCarriedBy(process.Id));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_child_that_ends_by_itself_a_moment_later_is_not_left_behind()
    {
        var result = await Run("sleep 0.2 &");

        Assert.Empty(result.LeftBehind);
    }

    [Theory]
    [InlineData(10, "0123456789", "0123456789", 0)]
    [InlineData(10, "0123456789ab", "0123456789\n[0 bytes were omitted here]\nab", 0)]
    public async Task Output_at_the_limit_is_whole(int cap, string printed, string kept, int discarded)
    {
        var result = await Run($"printf {printed}", command => command with { OutputFile = _folder["log"], Limits = new() { Output = cap } });

        Assert.Equal((kept, printed, discarded), (File.ReadAllText(_folder["log"]), result.Output, result.Discarded));
    }

    [Fact]
    public async Task A_temporary_folder_has_a_limit()
    {
        var limits = new ProcessLimits { TemporaryFolder = _folder.Path, TemporaryBytes = 1000 };

        var result = await Run("head -c 2000 /dev/zero > file; sleep 300", command => command with { Limits = limits });

        Assert.Equal(new LimitExcess(LimitKind.Temporary, 2000), result.Excess);
        Assert.False(result.TimedOut);
    }

    [Fact]
    public async Task A_setup_that_prints_without_end_is_ended()
    {
        var result = await Run("yes", command => command with { OutputFile = _folder["log"], KeepsChildren = true, Limits = new() { Output = 1000 } });

        Assert.Equal(LimitKind.Output, result.Excess?.Kind);
    }

    [Fact]
    public async Task A_server_may_stay_where_it_is_meant_to()
    {
        await Run("sleep 300 >/dev/null 2>&1 & echo $! > child", command => command with { KeepsChildren = true, OutputFile = _folder["log"] });

        using var child = Process.GetProcessById(Child());
        Assert.False(child.HasExited);
        child.Kill();
    }

    [Fact]
    public async Task Variables_of_the_host_build_do_not_reach_the_program()
    {
        Environment.SetEnvironmentVariable("MSBuildSDKsPath", "/elsewhere");
        try
        {
            Assert.Equal("-\n", (await Run("echo \"${MSBuildSDKsPath:--}\"")).Output);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MSBuildSDKsPath", null);
        }
    }

    private Task<ProcessResult> Run(
        string script, Func<ProcessCommand, ProcessCommand>? change = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var command = new ProcessCommand("sh", ["-c", script], _folder.Path);
        return new ProcessRunner().RunAsync(change?.Invoke(command) ?? command, timeout ?? Long, cancellationToken);
    }

    private int Child() => int.Parse(File.ReadAllText(_folder["child"]), CultureInfo.InvariantCulture);

    /// <summary>A killed process may stay a zombie until its new parent has read its end; it runs no more.</summary>
    private void AssertGone()
    {
        var stat = $"/proc/{Child()}/stat";
        var deadline = Stopwatch.StartNew();
        while (File.Exists(stat) && File.ReadAllText(stat) is var text && text[text.LastIndexOf(')') + 2] != 'Z')
        {
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(10), "The child is still running.");
            Thread.Sleep(50);
        }
    }
}
