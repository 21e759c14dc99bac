using Menace.Model.Diagnostics;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>Target MenaceTestTemplates: tests the templates of the project and prints a line for each combination.</summary>
public sealed class TestTemplates : PipelineTask
{
    private const string Option = "MenaceTestTemplatesVerify";

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (!bool.TryParse(Properties[Option].Trim() is { Length: > 0 } text ? text : "true", out var verifies))
        {
            diagnostics.Report(new PipelineDiagnostic(Rules.InvalidProperty, [Option, Properties[Option], "true or false"]));
            return false;
        }

        var outcomes = await new TemplateTrial(config, verifies).RunAsync(cancellationToken);
        foreach (var outcome in outcomes)
        {
            Output.Print(outcome.ToString());
        }

        diagnostics.Report(outcomes.SelectMany(outcome => outcome.Findings));
        return true;
    }
}
