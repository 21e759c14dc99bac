using System.Diagnostics;

namespace Menace.Pipeline.Infrastructure;

/// <summary>
/// Where a build can be killed on request, so that tests can show that each of these places may be its last: the process that reaches the
/// one named by <c>MENACE_FAULT=BOUNDARY[:N]</c>, for the N-th time, ends itself as <c>kill -9</c> would. Without the variable nothing
/// happens and nothing is counted.
/// </summary>
internal static class Fault
{
    private static readonly (Boundary At, int Times)? Chosen = Parse(Environment.GetEnvironmentVariable("MENACE_FAULT"));

    private static int _reached;

    /// <summary>The build is at <paramref name="boundary"/>.</summary>
    public static void Reached(Boundary boundary)
    {
        if (Chosen is { } fault && fault.At == boundary && Interlocked.Increment(ref _reached) == fault.Times)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Parses the variable; null if it is empty.</summary>
    /// <exception cref="FormatException">It names no boundary, or no number of at least 1.</exception>
    public static (Boundary At, int Times)? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var (name, count) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, "1");
        return Enum.TryParse<Boundary>(name, out var boundary) && Enum.IsDefined(boundary)
            && int.TryParse(count, System.Globalization.CultureInfo.InvariantCulture, out var times) && times > 0
            ? (boundary, times)
            : throw new FormatException(
                $"MENACE_FAULT is '{text}', but must be one of {string.Join(", ", Enum.GetNames<Boundary>())}, and perhaps ':' and a " +
                $"number of at least 1.");
    }
}

/// <summary>A point between two steps of a build that are not atomic. A test kills a build at each.</summary>
internal enum Boundary
{
    /// <summary>The plan's workflows are stored, but its run is not.</summary>
    HandoffPlanned,

    /// <summary>The run, and with a receiver the message, is recorded, and nothing was sent.</summary>
    HandoffBegun,

    /// <summary>The receiver has taken the package, and that is not written down.</summary>
    HandoffAccepted,

    /// <summary>The message is confirmed.</summary>
    HandoffConfirmed,

    /// <summary>The stage is done, and its record in no file.</summary>
    HandoffEnded,

    /// <summary>What research has found is in the outbox, and nothing of it is used or sent.</summary>
    FindingsRecorded,

    /// <summary>Stage 3 has taken a finding, and that is not written down.</summary>
    FindingAccepted,

    /// <summary>The code of some bots is read, and nothing of it written down.</summary>
    OptimiseRead,

    /// <summary>Some bots of the stage are in the journal.</summary>
    OptimiseRecorded,

    /// <summary>The stage is done, and its record in no file.</summary>
    OptimiseEnded,

    /// <summary>The files of a repository are known, and nothing is written.</summary>
    DevelopComposed,

    /// <summary>A new repository is complete, beside its place.</summary>
    DevelopDrafted,

    /// <summary>A repository holds its bot's input, and that is not in the journal.</summary>
    DevelopWritten,

    /// <summary>A new commit is in the object database, and on no branch.</summary>
    UpdateCommitted,

    /// <summary>The new output is on its own branch, and the user's branch is as before.</summary>
    UpdateGenerated,

    /// <summary>The commit that the user's branch gets is in the object database, and no file is changed.</summary>
    UpdateMerged,

    /// <summary>The commit waits for its tests on a branch, and that is not in the journal.</summary>
    UpdateWaiting,

    /// <summary>One file of a repository is that of the new commit.</summary>
    UpdateFile,

    /// <summary>All files and the index are those of the new commit, and the branch is at the old one.</summary>
    UpdateIndexed,

    /// <summary>Some bots of the stage are in the journal.</summary>
    DevelopRecorded,

    /// <summary>The stage is done, and its record in no file.</summary>
    DevelopEnded,

    /// <summary>A bot is set up, and its tests have not begun.</summary>
    VerifySetUp,

    /// <summary>A bot has its verdict, and that is not in the journal.</summary>
    VerifyJudged,

    /// <summary>Some bots of the stage are in the journal.</summary>
    VerifyRecorded,

    /// <summary>The user's branch of one bot has the commit that was tested, and those of others do not.</summary>
    VerifyLanded,

    /// <summary>The stage is done, and its record in no file.</summary>
    VerifyEnded,

    /// <summary>A folder that git is to ignore is complete, beside its place.</summary>
    FolderDrafted,

    /// <summary>A file is written beside its place.</summary>
    FileDrafted,

    /// <summary>The record of a stage is in its file, and the stage not marked as done.</summary>
    StageFileWritten,
}
