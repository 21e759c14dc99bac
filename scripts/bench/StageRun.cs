using System.Diagnostics;
using System.Globalization;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Verification;

namespace Menace.Benchmarks;

/// <summary>Runs stages on the files that the stage before each left, in one process and with one pipeline, as a build does.</summary>
internal static class StageRun
{
    /// <summary>Runs <paramref name="stages"/> on the task list in <paramref name="folder"/>, and prints a line of figures for each.</summary>
    /// <returns>0 if all succeeded; else 1, and the findings are on standard error.</returns>
    public static async Task<int> RunAsync(string folder, IEnumerable<string> stages)
    {
        var config = new BotDevConfig { SourceDirectory = folder };
        var pipeline = new ImplementationPipeline(config: config);
        foreach (var stage in stages)
        {
            ProcessFigures.ForgetPeakMemory();
            var cpu = ProcessFigures.CpuSeconds();
            var clock = Stopwatch.StartNew();
            if (!await RunAsync(pipeline, config, folder, stage))
            {
                return 1;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{stage} {clock.Elapsed.TotalSeconds:0.000} {ProcessFigures.CpuSeconds() - cpu:0.00} {ProcessFigures.PeakMemoryKiB()}"));
        }

        return 0;
    }

    private static async Task<bool> RunAsync(ImplementationPipeline pipeline, BotDevConfig config, string folder, string stage)
    {
        return stage switch
        {
            "handoff" => Finish("handoff", await pipeline.HandoffAsync(TaskFileReader.Read(File.ReadAllText(Path.Combine(folder, "tasks.json"))))),
            "optimise" => Finish("optimise", await pipeline.OptimiseAsync(Read<HandoffRecord>("handoff"))),
            "develop" => Finish("build", await pipeline.DevelopAsync(Read<OptimiseRecord>("optimise"))),
            "develop:unverified" => Finish("build", await new ImplementationPipeline(config: config with { VerifyEnabled = false })
                .DevelopAsync(Read<OptimiseRecord>("optimise"))),
            "verify" => Finish("verify", await pipeline.VerifyAsync(Read<BuildRecord>("build"))),
            "verify:fast" => await VerifyAllAsync(config),
            "verify:unchecked" => await VerifyAllAsync(config with { MutationCheck = MutationCheck.Off }),
            "verify:isolated" => await VerifyAllAsync(config with { VerifyMode = VerifyMode.Isolated }),
            _ => throw new ArgumentException($"There is no stage '{stage}'.", nameof(stage)),
        };

        // Without a journal and an earlier record: every bot is tested.
        async Task<bool> VerifyAllAsync(BotDevConfig settings) =>
            Finish("verify", await new BotVerifier(settings).VerifyAsync(Read<BuildRecord>("build"), null));

        T Read<T>(string name) => StageFile.Read<T>(Path.Combine(folder, "stages", name + ".json"));

        bool Finish<T>(string name, StageResult<T> result)
        {
            StageFile.Write(Path.Combine(folder, "stages", name + ".json"), result.Record);
            foreach (var diagnostic in result.Diagnostics.Where(diagnostic => diagnostic.IsError))
            {
                Console.Error.WriteLine(diagnostic);
            }

            return result.Succeeded;
        }
    }
}
