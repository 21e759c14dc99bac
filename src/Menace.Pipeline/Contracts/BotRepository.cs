using System.Text.Json.Serialization;

namespace Menace.Pipeline.Contracts;

/// <summary>The repository of one bot, as the develop stage left it.</summary>
/// <param name="Spec">The bot.</param>
/// <param name="Path">Absolute path of the repository.</param>
/// <param name="MainFile">Absolute path of the main source file.</param>
/// <param name="Commit">Id of the generated commit that holds the bot's current input.</param>
/// <param name="Tree">Id of that commit's tree.</param>
/// <param name="Change">The change by the stage.</param>
public sealed record BotRepository(BotSpec Spec, string Path, string MainFile, string Commit, string Tree, RepositoryChange Change)
{
    /// <summary>The hash of the input that the commit holds: a later run with the same hash has nothing to do.</summary>
    public string Input { get; init; } = "";

    /// <summary>
    /// Why a commit was added, for example <c>dependency Geo changed</c>; empty if none was added to an existing repository.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// Gets the digest of the files that no test needs, as they were generated (README, licence, deployment files); empty if unknown.
    /// Tests do not see them while they are unchanged, and no verdict depends on them.
    /// </summary>
    public string Documents { get; init; } = "";

    /// <summary>
    /// Gets the id of the commit that the branch of the repository gets when its tests pass; null if none waits, or if it is checked out.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Candidate { get; init; }

    /// <summary>
    /// Absolute path of the folder with the files that tests are to see: the repository, or those of a commit that waits for its tests.
    /// </summary>
    internal string FilesPath { get => field.Length == 0 ? Path : field; init; } = "";

    /// <summary>Gets the number of files that the stage added, changed or removed; of a new repository, all of them.</summary>
    public int ChangedFiles { get; init; }
}

/// <summary>The change of a repository by the develop stage.</summary>
public enum RepositoryChange
{
    /// <summary>It was made.</summary>
    Created,

    /// <summary>A commit was added.</summary>
    Updated,

    /// <summary>Its input had not changed: nothing was touched, edited or not.</summary>
    Unchanged,
}
