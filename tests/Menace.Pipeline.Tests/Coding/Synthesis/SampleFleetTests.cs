using Menace.Model.TaskFiles;
using Menace.Pipeline.Coding.Synthesis;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Xunit.Abstractions;

namespace Menace.Pipeline.Tests.Coding.Synthesis;

/// <summary>What is found for the functions of samples/fleet without their code, from half of their examples, holds for the other half.</summary>
public sealed class SampleFleetTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Functions_without_their_code_are_found_right_or_not_at_all()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path };
        var runner = new ProcessRunner();
        await using var trials = await CandidateTrials.BeginAsync(config, LanguageTable.Create(config, runner), runner);
        var file = TaskFileReader.Read(await File.ReadAllBytesAsync(Path.Combine(RepositoryRoot.Path, "samples", "fleet", "tasks.json")));
        var (asked, found) = (0, 0);
        foreach (var task in file.Package.Tasks)
        {
            foreach (var function in task.Metadata.Functions)
            {
                var examples = task.Metadata.Examples.Where(example => example.Function == function && example.Returns is not null).ToArray();
                if (examples.Length < 3)
                {
                    continue;
                }

                asked++;
                CodeFunction all = new(function, [], examples) { Docs = task.Metadata.FunctionDocs.GetValueOrDefault(function, "") };
                var request = new CodeRequest(task with { Dependencies = [], Code = "" }, task.Metadata.Language ?? config.DefaultLanguage);
                var answer = await new SynthesisGenerator().GenerateAsync(
                    request with { Functions = [all with { Examples = [.. examples.Where((_, i) => i % 2 == 0)] }] }, default);
                output.WriteLine($"{task.Name}.{function}: {(answer.Candidates is [var first, ..] ? first.Code : answer.Question?.CallText ?? answer.Reason)}");
                if (answer.Candidates is [var code])
                {
                    found++;
                    var verdict = await trials.TryAsync(request with { Functions = [all] }, code, default);
                    Assert.True(verdict.Failure is null or TrialFailure.Mutants, $"{task.Name}.{function}: {verdict.Reason}");
                    Assert.Equal(examples.Length, verdict.PassedExamples);
                }
            }
        }

        output.WriteLine($"{asked} functions, {found} found");
        Assert.True(asked > 0);
    }
}
