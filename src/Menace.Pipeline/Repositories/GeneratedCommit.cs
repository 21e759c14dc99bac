using LibGit2Sharp;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The mark of a generated commit: trailers with the hash of the bot's input and the id of the tree. A commit counts as generated
/// only while the recorded tree is its tree, so an amended commit is detected, and the mark survives a clone.
/// </summary>
/// <param name="Commit">The commit.</param>
/// <param name="Input">The hash of the input it was generated from.</param>
/// <param name="Parts">The parts of that input; null if the version of Menace that made the commit kept none.</param>
internal sealed record GeneratedCommit(Commit Commit, string Input, InputParts? Parts)
{
    private const string InputTrailer = "Menace-Input: ";
    private const string TreeTrailer = "Menace-Tree: ";
    private const string PartsTrailer = "Menace-Parts: ";
    private const string DocumentsTrailer = "Menace-Documents: ";
    private const string LineageTrailer = "Menace-Lineage: ";
    private const string TemplatesTrailer = "Menace-Templates: ";

    /// <summary>The digest of its documents (<see cref="TestedFiles.DocumentsOf"/>); empty if its version of Menace kept none.</summary>
    public string Documents => DocumentsOf(Commit.Message);

    /// <summary>
    /// The versions of the project's templates that it was made with, by name; without its template, or made by a version of Menace that
    /// kept none: none.
    /// </summary>
    public TemplateVersions Templates => TemplateVersions.Parse(TrailerOf(Commit.Message, TemplatesTrailer) ?? "");

    /// <summary>The reason of the first generated commit in a repository that was taken over.</summary>
    public const string TakenOver = "taken over";

    /// <summary>What changed, as its subject says (<see cref="UpdateSubject"/>); empty for the first one.</summary>
    public string Reason => Commit.MessageShort.Split(": ", 2) is [_, var reason] ? reason : "";

    /// <summary>The bot that it is of, as its subject names it; empty if it does not.</summary>
    public string Bot => Commit.MessageShort.Split(' ') is ["Generate" or "Update", var name, ..] ? name.TrimEnd(':') : "";

    /// <summary>The commit of another bot that this one continues, or null.</summary>
    public Commit? Origin => TrailerOf(Commit.Message, LineageTrailer) is { } lineage && Commit.Parents.Take(2).ToArray() is [var parent]
        && lineage.EndsWith("@" + parent.Sha, StringComparison.Ordinal) ? parent : null;

    /// <summary>The message of a generated commit.</summary>
    /// <param name="subject">Its first line.</param>
    /// <param name="body">Its text.</param>
    /// <param name="input">The hash of the input.</param>
    /// <param name="tree">Id of its tree.</param>
    /// <param name="parts">The parts of the input.</param>
    /// <param name="documents">The digest of the documents.</param>
    /// <param name="lineage">The bot whose history the commit continues, if its parent is a commit of that bot.</param>
    /// <param name="templates">The versions of the project's templates that it was made with.</param>
    public static string Message(
        string subject, string body, string input, string tree, InputParts? parts = null, string documents = "",
        BotLineage? lineage = null, IReadOnlyDictionary<string, string>? templates = null)
    {
        // A line of the body that looks like a trailer would be taken for one.
        var lines = body.Split('\n').Select(line => line.StartsWith("Menace-", StringComparison.Ordinal) ? " " + line : line);
        var trailers = $"{InputTrailer}{input}\n{TreeTrailer}{tree}\n{(parts is null ? "" : $"{PartsTrailer}{parts}\n")}"
            + (documents.Length == 0 ? "" : $"{DocumentsTrailer}{documents}\n")
            + (lineage is null ? "" : $"{LineageTrailer}{Text(lineage)}\n")
            + (templates is null or { Count: 0 } ? "" : $"{TemplatesTrailer}{new TemplateVersions(templates)}\n");
        return $"{subject}\n\n{string.Join('\n', lines)}\n\n{trailers}";
    }

    /// <summary>The subject of an update.</summary>
    /// <param name="bot">Name of the bot.</param>
    /// <param name="reason">The change (<see cref="InputParts.ReasonAfter"/>); empty if unknown.</param>
    public static string UpdateSubject(string bot, string reason) => reason.Length == 0 ? $"Update {bot}" : $"Update {bot}: {reason}";

    /// <summary><paramref name="message"/> with another first line.</summary>
    public static string WithSubject(string message, string subject) =>
        message.IndexOf('\n') is var end and >= 0 ? subject + message[end..] : subject;

    /// <summary>The generated commit that <paramref name="commit"/> is, or null.</summary>
    public static GeneratedCommit? Of(Commit commit) =>
        TrailerOf(commit.Message, InputTrailer) is { } input && TrailerOf(commit.Message, TreeTrailer) == commit.Tree.Sha
            ? new(commit, input, PartsOf(commit.Message))
            : null;

    /// <summary>The parts of the input in the message of a generated commit, or null.</summary>
    public static InputParts? PartsOf(string message) => TrailerOf(message, PartsTrailer) is { } parts ? InputParts.Parse(parts) : null;

    /// <summary>The digest of the documents in the message of a generated commit; empty if there is none.</summary>
    public static string DocumentsOf(string message) => TrailerOf(message, DocumentsTrailer) ?? "";

    /// <summary><paramref name="message"/> of a commit whose parent is no commit of another bot.</summary>
    public static string WithoutLineage(string message) => string.Join('\n', message.Split('\n')
        .Where(line => !line.StartsWith(LineageTrailer, StringComparison.Ordinal)));

    private static string Text(BotLineage lineage) =>
        $"{(lineage.Kind == LineageKind.Reuse ? "reuse" : "fork")} {Plain(lineage.Name)}@{lineage.Commit}";

    /// <summary>A name is one of another project: it must not begin a line.</summary>
    private static string Plain(string name) => string.Concat(name.Where(c => !char.IsControl(c)));

    private static string? TrailerOf(string message, string trailer) =>
        message.Split('\n').LastOrDefault(line => line.StartsWith(trailer, StringComparison.Ordinal))?[trailer.Length..].Trim();
}
