using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Coding.Trial;

/// <summary>Candidates that do what they must not do.</summary>
public sealed class HostileCandidateTests
{
    [Theory]
    [InlineData("python", "import os\n\n\ndef f(n):\n    os.fork()\n    return n\n")]
    [InlineData("python", "import shutil\n\n\ndef f(n):\n    shutil.rmtree('MARKER')\n    return n\n")]
    [InlineData("python", "open('MARKER/x', 'w').write('x')\n\n\ndef f(n):\n    return n\n")]
    [InlineData("python", "import socket\n\n\ndef f(n):\n    socket.create_connection(('127.0.0.1', 9)).close()\n    return n\n")]
    [InlineData("python", "def f(n):\n    return n\n\n\ndef g():\n    open('MARKER/x', 'w').write('x')\n")]
    [InlineData("python", "def f(n):\n    eval('__import__(\"os\").remove(\"MARKER/x\")')\n    return n\n")]
    [InlineData("csharp", "public static int F(int n)\n{\n    System.IO.Directory.Delete(\"MARKER\", true);\n    return n;\n}\n")]
    [InlineData("csharp", "public static int F(int n)\n{\n    System.Diagnostics.Process.Start(\"touch\", \"MARKER/x\");\n    return n;\n}\n")]
    [InlineData("csharp", "public static int F(int n)\n{\n    using var c = new System.Net.Sockets.TcpClient(\"127.0.0.1\", 9);\n    return n;\n}\n")]
    [InlineData("csharp", "public static int F(int n) => n;\npublic static void G() => System.IO.File.WriteAllText(\"MARKER/x\", \"x\");\n")]
    [InlineData("shell", "f() {\n    rm -rf 'MARKER'\n    echo \"$1\"\n}\n")]
    [InlineData("shell", "f() {\n    sleep 100 &\n    echo \"$1\"\n}\n")]
    [InlineData("shell", "f() {\n    curl -s http://127.0.0.1:9/\n    echo \"$1\"\n}\n")]
    [InlineData("shell", "f() {\n    echo \"$1\"\n}\ng() {\n    echo x > 'MARKER/x'\n}\n")]
    public async Task Code_that_reading_does_not_prove_harmless_is_never_run(string name, string code)
    {
        using var project = new TrialProject();
        var marker = Directory.CreateDirectory(project["marker"]).FullName;

        var verdict = await project.TryAsync(Identity(Language(name)), code.Replace("MARKER", marker, StringComparison.Ordinal));

        Assert.Equal(TrialFailure.Reading, verdict.Failure);
        Assert.EndsWith("Code of a task without capabilities only computes", verdict.Reason, StringComparison.Ordinal);
        project.AssertNothingRan();
        Assert.Empty(Directory.EnumerateFileSystemEntries(marker));
    }

    [Theory]
    [InlineData("python", "def f(n):\n    while n > 0:\n        n = n + 1\n    return n\n")]
    [InlineData("csharp", "public static int F(int n)\n{\n    for (long i = 0; i >= 0; i += 0)\n    {\n        n = -n;\n    }\n\n    return n;\n}\n")]
    [InlineData("shell", "f() {\n    while [ \"$1\" = \"$1\" ]; do\n        :\n    done\n}\n")]
    public async Task Endless_loop_is_ended(string name, string code)
    {
        using var project = new TrialProject();
        var request = TrialProject.Limit(Identity(Language(name)), "timeout", "2s");
        var clock = Stopwatch.StartNew();

        var verdict = await project.TryAsync(request, code);

        Assert.Equal(TrialFailure.Limits, verdict.Failure);
        Assert.Contains("2 s", verdict.Reason, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("python", "def f(n):\n    held = ['x']\n    while len(held) > 0:\n        held = held + held\n    return n\n")]
    [InlineData("csharp", "public static int F(int n)\n{\n    var held = new List<byte[]>();\n    for (var i = 0; i < 100000; i++)\n    {\n" +
        "        held.Add(new byte[1 << 20]);\n        held[i].AsSpan().Fill(1);\n    }\n\n    return held.Count;\n}\n")]
    public async Task Memory_is_bounded(string name, string code)
    {
        using var project = new TrialProject();
        var request = TrialProject.Limit(Identity(Language(name)), "memory", "256Mi");

        var verdict = await project.TryAsync(request, code);

        Assert.False(verdict.Passed);
        Assert.Matches("256 MiB|MemoryError|OutOfMemory", verdict.Reason);
    }

    [Fact]
    public async Task Code_of_a_task_with_files_uses_them_and_no_network()
    {
        using var project = new TrialProject();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        // A call that reading does not know as one of the network.
        var code = "import asyncio\n\n\ndef f(n):\n    open('note', 'w').write('x')\n"
            + $"    asyncio.run(asyncio.wait_for(asyncio.open_connection('127.0.0.1', {port}), 2))\n    return n\n";
        var request = TrialProject.Allow(Identity(BotLanguage.Python), "Files");

        var writes = await project.TryAsync(request, "def f(n):\n    open('note', 'w').write('x')\n    return n\n");
        var connects = await project.TryAsync(request, code);
        var connected = listener.Pending();
        var allowed = await project.TryAsync(TrialProject.Allow(request, "files", "network"), code);

        // Where a system lets no user cut off the network, nothing that is not proved runs without the capability.
        if (await NetworkNamespace.IsAvailableAsync(new ProcessRunner(), CancellationToken.None))
        {
            Assert.True(writes.Passed, writes.Reason);
            Assert.Equal(["2 examples passed", "no mutant was possible"], writes.Evidence);
            Assert.Equal(TrialFailure.Examples, connects.Failure);
        }
        else
        {
            Assert.All([writes, connects], verdict => Assert.Equal(TrialFailure.NotTried, verdict.Failure));
        }

        Assert.False(connected);
        Assert.True(allowed.Passed, allowed.Reason);
        Assert.True(listener.Pending());
    }

    [Fact]
    public async Task Network_alone_lets_nothing_run_that_may_use_files()
    {
        using var project = new TrialProject();

        var verdict = await project.TryAsync(
            TrialProject.Allow(Identity(BotLanguage.Python), "network"), "import os\n\n\ndef f(n):\n    os.mkdir('x')\n    return n\n");

        Assert.Equal(TrialFailure.Reading, verdict.Failure);
        project.AssertNothingRan();
    }

    [Fact]
    public async Task Processes_that_code_leaves_or_multiplies_are_ended()
    {
        using var project = new TrialProject();
        var request = TrialProject.Allow(Identity(BotLanguage.Python), "files", "network", "processes");

        var leaves = await project.TryAsync(
            request, "import subprocess\n\n\ndef f(n):\n    subprocess.Popen(['sleep', '4321'])\n    return n\n");
        var forks = await project.TryAsync(
            request, "import os\nimport time\n\n\ndef f(n):\n    for _ in range(12):\n        os.fork()\n    time.sleep(30)\n    return n\n");

        Assert.Equal(TrialFailure.Limits, leaves.Failure);
        Assert.Contains("It left processes running: sleep (process ", leaves.Reason, StringComparison.Ordinal);
        Assert.Equal(TrialFailure.Limits, forks.Failure);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/proc").Select(folder => Path.Combine(folder, "cmdline")).Where(File.Exists).Select(TextOf),
            line => line.Contains("sleep\0" + "4321", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_build_are_ended_and_removed_at_the_next_begin()
    {
        using var project = new TrialProject();
        using var stop = new CancellationTokenSource();
        var folder = Directory.CreateDirectory(Path.Combine(project.Trials, "1")).FullName;
        var running = new ProcessRunner().RunAsync(
            new ProcessCommand("sh", ["-c", "touch ready; exec sleep 300"], folder) { RunFile = Path.Combine(folder, "running") },
            TimeSpan.FromMinutes(5), stop.Token);

        // The file that names the process is there before the process is.
        while (!File.Exists(Path.Combine(folder, "ready")))
        {
            await Task.Delay(20);
        }

        await using (await project.BeginAsync())
        {
            Assert.False(Directory.Exists(folder));
            var ended = await running.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal((137, false), (ended.ExitCode, ended.TimedOut));
        }

        Assert.False(Directory.Exists(project.Trials));
    }

    [Fact]
    public async Task Cancelled_trial_leaves_nothing()
    {
        using var project = new TrialProject();
        using var stop = new CancellationTokenSource();
        await using var trials = await project.BeginAsync();
        var trial = trials.TryAsync(
            Identity(BotLanguage.Python), new CodeCandidate("def f(n):\n    while n > 0:\n        n = n + 1\n    return n\n"), stop.Token);
        while (!project.Runner.Started.ToArray().Any(command => command.OutputFile?.EndsWith("examples.log", StringComparison.Ordinal) == true))
        {
            await Task.Delay(20);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial);
        Assert.Empty(Directory.EnumerateFileSystemEntries(project.Trials));
    }

    private static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static BotLanguage Language(string name) => name switch
    {
        "python" => BotLanguage.Python,
        "csharp" => BotLanguage.CSharp,
        _ => BotLanguage.Shell,
    };

    private static CodeRequest Identity(BotLanguage language)
    {
        var function = language == BotLanguage.CSharp ? "F" : "f";
        return TrialProject.Request(language, (function, [1], 1), (function, [7], 7));
    }
}
