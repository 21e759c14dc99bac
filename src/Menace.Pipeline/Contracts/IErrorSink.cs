using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// Receives failures during a run: a log, a pager, a ticket. Every finding and every failure of a stage reaches every
/// sink at the end of its stage, without secrets. A sink may be called from several threads at once. One that throws is reported
/// (MENACE5021) and left alone for the rest of the stage; the run and the other sinks go on.
/// </summary>
public interface IErrorSink
{
    /// <summary>Takes a finding or the failure of a stage.</summary>
    void Report(ErrorReport report);

    /// <summary>Takes what a stage did with a bot; a sink that is about errors only need not care.</summary>
    void Record(StageEvent stageEvent)
    {
    }

    /// <summary>A stage has ended: what was taken is written.</summary>
    void Flush()
    {
    }
}

/// <summary>A finding, or the failure of a stage.</summary>
/// <param name="Level">The severity.</param>
/// <param name="Code">For example MENACE5003.</param>
/// <param name="Message">One line or more.</param>
/// <param name="Bot">Name of the bot it is about, or null if it is about the whole run.</param>
/// <param name="Stage">The stage that found it.</param>
public sealed record ErrorReport(RuleSeverity Level, string Code, string Message, string? Bot, PipelineStage Stage);

/// <summary>An event of a stage about a bot.</summary>
/// <param name="Bot">Its name.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Outcome">One word: completed, created, updated, unchanged, passed, failed, blocked.</param>
/// <param name="Detail">The language, commit, counts or code that goes with it.</param>
public sealed record StageEvent(string Bot, PipelineStage Stage, string Outcome, string Detail)
{
    /// <summary>Hash of all that the outcome follows from, or empty if nothing counts on it.</summary>
    public string InputHash { get; init; } = "";
}
