using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>
/// The file repositories.txt: what a build that skips the stages has to know of the repositories, readable without loading any of them.
/// </summary>
internal static class RepositoryList
{
    /// <summary>Name of the file in the stage directory.</summary>
    public const string FileName = "repositories.txt";

    /// <summary>Name of the file with the names of repositories that have no task any more, one a line.</summary>
    public const string OrphansFileName = "orphans.txt";

    /// <summary>Writes the repositories of <paramref name="record"/>, one a line; the path, which may hold anything, comes last.</summary>
    public static void Write(string path, BuildRecord record) =>
        AtomicFile.WriteText(path, string.Concat(record.Repositories.Select(repository =>
            $"{repository.Spec.Name}|{repository.Spec.Language.ToName()}|{repository.Commit}|{repository.Tree}|{repository.Path}\n")));

    /// <summary>The lines of <paramref name="path"/> that are whole; none if the file is not there.</summary>
    public static IReadOnlyList<ListedRepository> Read(string path) =>
        File.Exists(path)
            ? [.. File.ReadLines(path).Select(line => line.Split('|', 5)).Where(part => part.Length == 5)
                .Select(part => new ListedRepository(part[0], part[1], part[2], part[3], part[4]))]
            : [];
}

/// <summary>A line of the file.</summary>
internal sealed record ListedRepository(string Bot, string Language, string Commit, string Tree, string Path);
