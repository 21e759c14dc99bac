using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>
/// Brings the output of the develop stage into repositories: in a build (<see cref="RepositoryWriter"/>), or only to see what a build would
/// do (<see cref="RepositoryPreviewer"/>). All decisions before are those of <see cref="DevelopRun"/>.
/// </summary>
internal interface IRepositoryWriter
{
    /// <summary>Makes the repository at <paramref name="path"/> this project's.</summary>
    void Claim(string path);

    /// <summary>Moves the repository of a task that has another name now.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="before">The name that its task had.</param>
    /// <param name="isTask">True if the list still has a task of that name.</param>
    /// <returns>Where the repository is now, and whether it was moved; or the reason why it cannot be moved.</returns>
    (string Path, bool IsMoved, DevelopOutcome? Failure) Rename(BotSpec bot, string before, bool isTask);

    /// <summary>Makes the repository of a bot.</summary>
    /// <returns>Ids of the commit and of its tree.</returns>
    Task<(string Commit, string Tree)> CreateAsync(BotSpec bot, RepositoryOutput output, CancellationToken cancellationToken);

    /// <summary>Brings new output into the repository of a bot.</summary>
    RepositoryUpdate Update(BotSpec bot, RepositoryOutput output);

    /// <summary>Keeps the changes that an edited repository does not get.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="held">Id of the tree that it holds.</param>
    /// <param name="output">The output that it does not get.</param>
    /// <returns>The paths in which both differ, for a message, and the file with the changes.</returns>
    (string Difference, string Patch) HoldBack(BotSpec bot, string held, RepositoryOutput output);

    /// <summary>
    /// <see cref="BotGitRepository.DiffersOnlyInVersion"/> for the repository of a bot, with what this writer brought into its branch.
    /// </summary>
    bool DiffersOnlyInVersion(string bot, string pin, Func<string, string, bool> isOfVersion);

    /// <summary>Takes the outcome of a bot.</summary>
    void End(DevelopOutcome outcome);
}

/// <summary>The generated files of a bot, and the commit that they become.</summary>
/// <param name="Files">The files.</param>
/// <param name="Message">Makes the message of the commit from the id of its tree.</param>
/// <param name="Time">The time of the commit.</param>
internal sealed record RepositoryOutput(IReadOnlyList<RepositoryFile> Files, Func<string, string> Message, DateTimeOffset Time)
{
    /// <inheritdoc cref="BotOutput.Renames"/>
    public IReadOnlyList<TemplateRename> Renames { get; init; } = [];

    /// <inheritdoc cref="BotOutput.History"/>
    public Func<string, CancellationToken, Task<GitHistory>>? History { get; init; }
}
