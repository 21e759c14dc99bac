using Menace.Model.Reading;
using Menace.Pipeline;
using Menace.Pipeline.Storage;

namespace Menace.Benchmarks;

/// <summary>Runs one stage on the files that the stage before it left, as the build's targets do.</summary>
internal static class StageRun
{
    /// <summary>Runs <paramref name="stage"/> on the task list in <paramref name="folder"/>.</summary>
    /// <returns>0 where it succeeded; else 1, and its findings are on standard error.</returns>
    public static async Task<int> RunAsync(string stage, string folder)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = folder });
        return stage switch
        {
            "handoff" => Finish("handoff", await pipeline.HandoffAsync(TaskFileReader.Read(File.ReadAllText(Path.Combine(folder, "tasks.json"))))),
            "optimise" => Finish("optimise", await pipeline.OptimiseAsync(Read<HandoffRecord>("handoff"))),
            "develop" => Finish("build", await pipeline.DevelopAsync(Read<OptimiseRecord>("optimise"))),
            "verify" => Finish("verify", await pipeline.VerifyAsync(Read<BuildRecord>("build"))),
            _ => throw new ArgumentException($"There is no stage '{stage}'.", nameof(stage)),
        };

        T Read<T>(string name) => StageFile.Read<T>(Path.Combine(folder, "stages", name + ".json"));

        int Finish<T>(string name, StageResult<T> result)
        {
            StageFile.Write(Path.Combine(folder, "stages", name + ".json"), result.Record);
            foreach (var diagnostic in result.Diagnostics.Where(diagnostic => diagnostic.IsError))
            {
                Console.Error.WriteLine(diagnostic);
            }

            return result.Succeeded ? 0 : 1;
        }
    }
}
