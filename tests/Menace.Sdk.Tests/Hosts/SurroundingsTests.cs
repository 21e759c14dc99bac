using System.Diagnostics;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests.Hosts;

/// <summary>Bad surroundings: a clear error, nothing lost, and the next build right.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class SurroundingsTests(PackedSdk sdk)
{
    [Theory]
    [InlineData(".menace", "rw", "MENACE2002")]
    [InlineData(".menace", "ro", "MENACE0007")]
    [InlineData("dev_repos", "rw", "MENACE4002")]
    [InlineData("dev_repos", "ro", "MENACE4002")]
    public void A_full_or_read_only_disk_is_one_clear_error_and_the_next_build_is_right(string folder, string options, string code)
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        Directory.CreateDirectory(project[folder]);

        // A file system in a file, full but for a few KiB. If the machine allows no loop device, one in memory, as full.
        const string Script = """
            if { truncate -s 256K disk.img && /sbin/mkfs.ext4 -q -O ^has_journal disk.img && mount -o loop disk.img "$0"; } 2>disk.log; then
                dd if=/dev/zero of="$0/filler" bs=1k 2>>disk.log
                truncate -s -16K "$0/filler"
                mount -o "remount,$1" "$0" || exit 99
            else
                mount -t tmpfs -o "$1,size=16k" none "$0" || exit 99
            fi
            exec dotnet build -tl:off -nr:false
            """;
        var (exitCode, output) = Programs.Run(project.Folder, "unshare", [Environment.IsPrivilegedProcess ? "-m" : "-rm", "sh", "-c", Script, folder, options], sdk.Environment);

        Assert.NotEqual(0, exitCode);
        Assert.Equal([code], new BuildResult(exitCode, output, new()).ErrorCodes);
        project.Build().Succeeded();
        Assert.Equal("Passed", project.Outcomes()["DemoBot"]);
        Assert.Equal("", project.Git("DemoBot", "status", "--porcelain"));
    }

    [Fact]
    public void A_list_that_cannot_be_read_is_one_clear_error()
    {
        using var project = new TaskProject(sdk, tasks: null);
        Directory.CreateDirectory(project["tasks.json"]);

        var build = project.Build().Failed();

        Assert.Equal(["MENACE0005"], build.ErrorCodes);
        Assert.DoesNotContain("error CS", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "build", "-nr:false")]
    [InlineData("/dev/zero", "msbuild", "-nr:false", "-restore", "-t:Compile", "-p:DesignTimeBuild=true", "-p:RunAnalyzers=false")]
    public void A_pipe_or_device_in_the_lists_place_is_refused_before_the_compiler_waits_for_it(string target, params string[] command)
    {
        using var project = new TaskProject(sdk, tasks: null);
        Programs.Run(project.Folder, "mkfifo", ["pipe"]);
        File.CreateSymbolicLink(project["tasks.json"], target);

        var (exitCode, output) = Programs.Run(project.Folder, "timeout", ["60", "dotnet", .. command, "-tl:off"], sdk.Environment);
        File.Delete(project["tasks.json"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("tasks.json : error MENACE0005: The task file 'tasks.json' cannot be read: it is not a regular file.", output, StringComparison.Ordinal);
        Assert.Equal(["MENACE0005"], new BuildResult(exitCode, output, new()).ErrorCodes);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("nested")]
    [InlineData("file")]
    public void Something_else_in_a_repositorys_place_stays_and_the_other_bots_are_built(string what)
    {
        using var project = new TaskProject(sdk, HostProject.Tasks);
        Directory.CreateDirectory(project["dev_repos"]);
        if (what == "file")
        {
            project.Write("dev_repos/Py", "mine");
        }
        else
        {
            var folder = what == "bare" ? "dev_repos/Py" : "dev_repos/Py/inner";
            Directory.CreateDirectory(project[folder]);
            Programs.Run(project[folder], "git", what == "bare" ? ["init", "-q", "--bare", "."] : ["init", "-q", "."]);
        }

        var build = project.Build().Failed();

        Assert.Equal(["MENACE4001"], build.ErrorCodes);
        Assert.Contains("tasks.json(2,13): MENACE4001", build.Diagnostics);
        Assert.Equal("Passed", project.Outcomes()["Sh"]);
        Assert.False(Path.Exists(project["dev_repos/Py/Py.py"]));
    }

    [Fact]
    public void A_list_replaced_by_an_older_one_is_seen()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();
        project.Replace("tasks.json", "\"demo\"", "\"restored\"");
        File.SetLastWriteTimeUtc(project["tasks.json"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(4, project.Build().Succeeded().Stages.Count);

        Assert.Equal(2, project.Commits()["DemoBot"]);
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void A_clock_that_went_back_hides_no_change()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();
        foreach (var file in Directory.GetFiles(project["obj/Debug/net10.0/menace"]))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(1));
        }

        project.Replace("tasks.json", "\"demo\"", "\"changed after the clock went back\"");

        Assert.Equal(4, project.Build().Succeeded().Stages.Count);
        Assert.Equal(2, project.Commits()["DemoBot"]);
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    /// <summary>A signal, and the file that is waited for before it is sent.</summary>
    public static TheoryData<string, string> Ends
    {
        get
        {
            string[] moments = ["obj/Debug/net10.0/menace/state.json", "obj/Debug/net10.0/menace/handoff.json", "obj/Debug/net10.0/menace/optimise.json", "dev_repos/Base/.git", "obj/Debug/net10.0/menace/build.json", ".menace/verify"];
            if (!Nightly.Is)
            {
                return new() { { "KILL", moments[3] }, { "INT", moments[2] } };
            }

            var all = new TheoryData<string, string>();
            foreach (var moment in moments)
            {
                all.Add("KILL", moment);
                all.Add("INT", moment);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_build_that_is_ended_at_any_moment_is_made_good_by_the_next(string signal, string moment)
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        using (var build = project.StartBuild(out var output))
        {
            var clock = Stopwatch.StartNew();
            while (!Path.Exists(project[moment]) && !build.HasExited)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), output.ToString());
                await Task.Delay(5);
            }

            Programs.Run(project.Folder, "kill", [$"-{signal}", $"{build.Id}"]);
            await build.WaitForExitAsync();
        }

        project.Build().Succeeded();

        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.Equal(4, project.Commits().Count);
        Assert.All(project.Commits(), bot => Assert.Equal((1, ""), (bot.Value, project.Git(bot.Key, "status", "--porcelain"))));
        Assert.Empty(project.Build().Succeeded().Stages);
    }
}
