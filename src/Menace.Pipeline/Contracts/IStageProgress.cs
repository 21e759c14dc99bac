namespace Menace.Pipeline.Contracts;

/// <summary>Receives how far a stage is, from several threads at once.</summary>
internal interface IStageProgress
{
    /// <summary>The stage has work to do for <paramref name="bots"/> bots.</summary>
    void Begin(int bots);

    /// <summary>The work for <paramref name="bot"/> is done, or has failed for the reason <paramref name="failure"/>.</summary>
    void Done(string bot, PipelineDiagnostic? failure);
}
