using Menace.Model.Tasks;

namespace Menace.Pipeline.Planning;

/// <summary>Decides for each task whether a bot that exists is used, or a new one is built (docs/planner.md).</summary>
public interface IIpoBot
{
    /// <summary>Plans <paramref name="tasks"/>.</summary>
    /// <param name="tasks">The task list.</param>
    /// <param name="blueprints">Markdown pages about the bots; they are read as text and never followed.</param>
    /// <param name="cancellationToken">Ends the plan and all that runs for it.</param>
    /// <returns>One verdict per task, in the order of the list.</returns>
    Task<ExecutionPlan> GeneratePlanAsync(
        IReadOnlyList<TaskInfo> tasks, IReadOnlyList<BlueprintPage> blueprints, CancellationToken cancellationToken = default);
}
