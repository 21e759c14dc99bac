using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Planning;

/// <summary>What becomes of each task: the result of <see cref="IIpoBot"/>.</summary>
/// <param name="Verdicts">One per task, in the order of the list.</param>
public sealed record ExecutionPlan(IReadOnlyList<PlanVerdict> Verdicts)
{
    /// <summary>Gets the warnings about databases that were not used or were replaced.</summary>
    public IReadOnlyList<PipelineDiagnostic> Warnings { get; init; } = [];

    /// <summary>Gets the number of bots that were compared with the tasks.</summary>
    public int Candidates { get; init; }

    /// <summary>Gets the bots and what they depend on.</summary>
    internal Blueprint Blueprint { get; init; } = new([], []);

    /// <summary>Returns each verdict with its score, its proof, the runner-up, and what would change it.</summary>
    public string ToText() => PlanReport.Text(this);

    /// <summary>Returns the graph of the bots as a Mermaid flowchart; an arrow goes from a bot to the one that needs it.</summary>
    public string ToMermaid() => PlanReport.Mermaid(this);

    /// <summary>Returns the same graph in the language of Graphviz.</summary>
    public string ToDot() => PlanReport.Dot(this);
}
