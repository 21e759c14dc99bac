namespace Menace.Pipeline.Repositories;

/// <summary>What an update would do to a repository.</summary>
/// <param name="Update">The outcome.</param>
/// <param name="Changes">The files of the checked out branch that change, when the tests of new output have passed.</param>
/// <param name="IsWaiting">True if the output waits on <see cref="BotBranches.Candidate"/> since an earlier build already.</param>
/// <param name="IsNew">True if no output of the repository has passed its tests yet.</param>
internal sealed record UpdatePreview(RepositoryUpdate Update, IReadOnlyList<FileDifference> Changes, bool IsWaiting, bool IsNew);
