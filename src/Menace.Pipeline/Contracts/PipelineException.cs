namespace Menace.Pipeline.Contracts;

/// <summary>The stages of a run, in their order.</summary>
public enum PipelineStage
{
    /// <summary>Compile, record and hand off the package.</summary>
    Handoff,

    /// <summary>Complete the tasks.</summary>
    Optimise,

    /// <summary>Write the repositories.</summary>
    Develop,

    /// <summary>Set up and test the repositories.</summary>
    Verify,
}

/// <summary>A run failed. Everything that did succeed is in <see cref="PartialResult"/>.</summary>
public sealed class PipelineException : Exception
{
    /// <summary>Creates the failure of <paramref name="stage"/> with every error in <paramref name="diagnostics"/>.</summary>
    public PipelineException(
        PipelineStage stage, IReadOnlyList<PipelineDiagnostic> diagnostics, PipelineResult? partialResult = null, Exception? inner = null)
        : base(string.Join(Environment.NewLine, diagnostics.Where(d => d.IsError)), inner)
    {
        Stage = stage;
        Diagnostics = diagnostics;
        PartialResult = partialResult;
    }

    /// <summary>The first stage in which something failed.</summary>
    public PipelineStage Stage { get; }

    /// <summary>The code of the first error, for example MENACE5003.</summary>
    public string Code => Diagnostics.First(d => d.IsError).Rule.Id;

    /// <summary>Every finding of the run, errors of all bots among them.</summary>
    public IReadOnlyList<PipelineDiagnostic> Diagnostics { get; }

    /// <summary>Gets the partial result, or null if the run ended before anything was built.</summary>
    public PipelineResult? PartialResult { get; }
}
