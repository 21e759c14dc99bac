using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Planning;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline;

/// <summary>
/// Parts of the pipeline of a build that an assembly of the project brings (<c>MenaceExtension</c>, docs/completion.md). The assembly has
/// one public class of this kind with a constructor without parameters.
/// </summary>
public interface IPipelineExtension
{
    /// <summary>Returns the parts; those that are null are Menace's own.</summary>
    /// <param name="config">The settings of the project.</param>
    PipelineParts Create(BotDevConfig config);
}

/// <summary>Parts of a pipeline; null for Menace's own.</summary>
public sealed record PipelineParts
{
    /// <summary>Records and hands off the package.</summary>
    public ITaskHandoffBot? Handoff { get; init; }

    /// <summary>Completes tasks from their code.</summary>
    public IImplementationOptimiserBot? Optimiser { get; init; }

    /// <summary>Looks for bots that exist already.</summary>
    public IIpoBot? Ipo { get; init; }

    /// <summary>Looks up what the plan does not have.</summary>
    public ICompletionSource? Researcher { get; init; }

    /// <summary>Writes the code of tasks that have examples.</summary>
    public ICodeGenerator? Coder { get; init; }

    /// <summary>Writes the repositories.</summary>
    public IBotDevelopmentBot? Developer { get; init; }

    /// <summary>Sets up and tests them.</summary>
    public IBotVerifier? Verifier { get; init; }
}
