using System.Diagnostics;
using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Benchmarks;

/// <summary>
/// What handing off a small package costs, over each way: in process, over HTTP to a Stage 4, through a queue of RabbitMQ. Each handoff is the whole of it: plan,
/// run and outbox in a database of its own, delivery, confirmation.
/// </summary>
internal sealed class HandoffRun
{
    private const int Senders = 4;
    private const string Variable = "MENACE_BENCH_BROKER";

    private readonly int _count;
    private readonly string _folder;
    private int _package;

    private HandoffRun(int count, string folder) => (_count, _folder) = (count, folder);

    /// <summary>Prints one line per figure: name, value, unit.</summary>
    public static async Task<int> RunAsync(int count, string folder)
    {
        var run = new HandoffRun(count, folder);
        await run.MeasureAsync("in process", new());
        using (var stage4 = Stage4(folder, out var address))
        {
            await run.MeasureAsync("HTTP to Stage 4", new() { Stage4Url = address });
            stage4.Kill();
            await stage4.WaitForExitAsync();
        }

        using var broker = new RabbitBroker();
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");
        Environment.SetEnvironmentVariable(Variable, host.Uri);
        await run.MeasureAsync("queue of RabbitMQ", new() { QueueUriVariable = Variable });
        return 0;
    }

    private async Task MeasureAsync(string way, HandoffSettings settings)
    {
        settings = settings with { Attempts = 1, Timeout = TimeSpan.FromSeconds(30) };
        var single = Bot(settings);
        await HandOffAsync(single);
        var times = new List<double>();
        for (var i = 0; i < _count; i++)
        {
            var clock = Stopwatch.StartNew();
            await HandOffAsync(single);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Print($"{way}, one after the other, median", times[times.Count / 2], "ms");
        Print($"{way}, one after the other, 99 of 100", times[(int)(times.Count * 0.99)], "ms");

        var all = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            var bot = Bot(settings);
            for (var i = 0; i < _count / Senders; i++)
            {
                await HandOffAsync(bot);
            }
        })));
        Print($"{way}, {Senders} senders", _count / Senders * Senders / all.Elapsed.TotalSeconds, "/s");
    }

    private TaskHandoffBot Bot(HandoffSettings settings) => new(new WorkflowDb(Path.Combine(_folder, Path.GetRandomFileName(), WorkflowDb.FileName)), settings);

    private async Task HandOffAsync(TaskHandoffBot bot)
    {
        var name = "Bot" + Interlocked.Increment(ref _package).ToString(CultureInfo.InvariantCulture);
        await bot.HandOffAsync(
            new TaskPackage([new TaskInfo { Name = name, Code = "def run():\n    return 1\n", Metadata = new() { Purpose = "demo", Functions = ["run"], Language = BotLanguage.Python } }]),
            new Dictionary<string, FileContent>());
    }

    private static Process Stage4(string folder, out string address)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Menace.Server.dll"), "stage4", "--slots", "0", "--state", Path.Combine(folder, "stage4"), "--listen", "127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        var process = Process.Start(info)!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Stage 4 did not start.");
        address = line[(line.LastIndexOf(' ') + 1)..];
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static void Print(string what, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{value:0.0}\t{unit}"));
}
