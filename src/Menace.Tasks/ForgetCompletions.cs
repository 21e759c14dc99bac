using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>Target MenaceCompletions with MenaceCompletionsUpdate: removes the pins, so that everything is looked for again.</summary>
public sealed class ForgetCompletions : PipelineTask
{
    private protected override Task<bool> ExecuteAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        CompletionPins.None.Write(CompletionPins.PathOf(config));
        return Task.FromResult(true);
    }
}
