using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>
/// Where the files of repositories come from: composed here (<see cref="ComposedOutput"/>), or fetched from the machine that composed
/// them. What becomes of them is decided by <see cref="DevelopRun"/>.
/// </summary>
internal interface IOutputSource
{
    /// <summary>The hash of all that the bot's files are made from.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="trees">Tree ids of its dependencies, by name.</param>
    string InputOf(BotSpec bot, IReadOnlyDictionary<string, string> trees);

    /// <summary>Path of the bot's main source file in its repository.</summary>
    string MainFileOf(BotSpec bot);

    /// <summary>Takes the plan, before the files of the first bot are asked for.</summary>
    void Begin(DevelopPlan plan, CancellationToken cancellationToken);

    /// <summary>The files of <paramref name="bot"/>.</summary>
    /// <exception cref="OutputException">There are none.</exception>
    Task<BotOutput> FilesOfAsync(BotSpec bot, IReadOnlyDictionary<string, string> trees, CancellationToken cancellationToken);
}

/// <summary>The generated files of a bot.</summary>
/// <param name="Files">The files, sorted by path.</param>
/// <param name="Documents">The digest of the documents among them (<see cref="TestedFiles.DocumentsOf"/>).</param>
/// <param name="Parts">The parts of the input.</param>
/// <param name="Time">The time of the commit.</param>
/// <param name="Message">Makes the message of the commit from its subject, its lineage and the id of its tree.</param>
internal sealed record BotOutput(
    IReadOnlyList<RepositoryFile> Files, string Documents, InputParts Parts, DateTimeOffset Time,
    Func<string, BotLineage?, string, string> Message)
{
    /// <summary>Warnings about them.</summary>
    public IReadOnlyList<PipelineDiagnostic> Warnings { get; init; } = [];

    /// <summary>Gets the files that versions of the bot's template renamed.</summary>
    public IReadOnlyList<TemplateRename> Renames { get; init; } = [];

    /// <summary>
    /// Reads the history that a new repository begins with, in a temporary folder; null if it begins with this output.
    /// </summary>
    public Func<string, CancellationToken, Task<GitHistory>>? History { get; init; }
}

/// <summary>The files of a bot cannot be had.</summary>
/// <param name="finding">What is wrong, with its place.</param>
internal sealed class OutputException(PipelineDiagnostic finding) : Exception(finding.Message)
{
    /// <summary>What is wrong, with its place.</summary>
    public PipelineDiagnostic Finding { get; } = finding;
}
