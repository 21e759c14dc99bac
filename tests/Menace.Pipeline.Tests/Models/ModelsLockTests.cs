using System.Diagnostics;
using Menace.Pipeline.Models;

namespace Menace.Pipeline.Tests.Models;

public sealed class ModelsLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelsLockTests() => Directory.CreateDirectory(Repository);

    private string Repository => _folder["models_repo"];

    private string LockFile => _folder["models_repo/.active_model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_holds_the_model_and_its_holder_until_the_lock_is_given_back()
    {
        using (await AcquireAsync("7"))
        {
            Assert.Equal(["7", Holder.Current.ToString()], File.ReadAllLines(LockFile)[..2]);
        }

        Assert.False(File.Exists(LockFile));
    }

    [Fact]
    public async Task Another_run_of_the_same_process_waits_and_learns_who_holds_it()
    {
        using var held = await AcquireAsync("7");

        var exception = await Assert.ThrowsAsync<ModelsLockedException>(() => AcquireAsync("8"));

        Assert.Equal(("7", $"process {Holder.Current}"), (exception.Model, exception.Holder));
    }

    [Fact]
    public async Task What_runs_inside_the_run_does_not_wait_for_it()
    {
        using (var held = await AcquireAsync("7"))
        {
            held.Enter();
            using (await AcquireAsync("7"))
            {
            }

            Assert.True(File.Exists(LockFile));
            Assert.Equal("this run", (await Assert.ThrowsAsync<ModelsLockedException>(() => AcquireAsync("8"))).Holder);
        }

        using var next = await AcquireAsync("8");
    }

    [Fact]
    public async Task Two_processes_never_have_it_at_once()
    {
        using var first = Start("1", rounds: 8, milliseconds: 5);
        using var second = Start("2", rounds: 8, milliseconds: 5);
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        var lines = File.ReadAllLines(_folder["journal"]);
        Assert.Equal(32, lines.Length);
        Assert.All(lines.Chunk(2), pair => Assert.Equal(pair[0].Replace('+', '-'), pair[1]));
        Assert.False(File.Exists(LockFile));
    }

    [Fact]
    public async Task The_lock_of_a_process_that_was_killed_is_taken_over()
    {
        using var holder = Start("1", rounds: 1, milliseconds: 60_000);
        while (!File.Exists(_folder["journal"]))
        {
            await Task.Delay(20);
        }

        var locked = await Assert.ThrowsAsync<ModelsLockedException>(() => AcquireAsync("2"));
        holder.Kill();
        await holder.WaitForExitAsync();

        using var taken = await AcquireAsync("2");
        Assert.Contains($" {holder.Id} ", locked.Holder, StringComparison.Ordinal);
        Assert.Equal("2", File.ReadAllLines(LockFile)[0]);
    }

    [Theory]
    [InlineData("1\n")]
    [InlineData("1")]
    [InlineData("1\nelsewhere 1 5\nx\n")]
    public async Task A_holder_that_cannot_be_seen_is_not_taken_for_gone(string content)
    {
        File.WriteAllText(LockFile, content);

        await Assert.ThrowsAsync<ModelsLockedException>(() => AcquireAsync("2"));

        Assert.Equal(content, File.ReadAllText(LockFile));
    }

    [Fact]
    public async Task A_later_process_with_the_same_id_is_not_the_holder()
    {
        File.WriteAllText(LockFile, $"1\n{Holder.Current with { Start = "1" }}\nx\n");

        using var taken = await AcquireAsync("2");

        Assert.Equal("2", File.ReadAllLines(LockFile)[0]);
    }

    [Fact]
    public async Task Only_its_owner_gives_it_back()
    {
        var held = await AcquireAsync("7");
        File.WriteAllText(LockFile, "8\nelsewhere 1 5\nx\n");

        held.Dispose();

        Assert.True(File.Exists(LockFile));
    }

    private Task<ModelsLock> AcquireAsync(string id) => ModelsLock.AcquireAsync(Repository, id, TimeSpan.FromMilliseconds(300), () => { }, default);

    private Process Start(string id, int rounds, int milliseconds) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(LockHolder).Assembly.Location, LockHolder.Command, Repository, id, $"{rounds}", _folder["journal"], $"{milliseconds}"]))!;
}
