using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// The state of the files of repositories without their content (<see cref="FileIdentity"/>). It differs if a file was edited, added or
/// deleted; <see cref="VerdictKey"/>, which looks at the same files, then tells by the contents which bots that concerns.
/// </summary>
internal static class FileState
{
    /// <summary>One line per folder, in their order: a hash over its files, and its name.</summary>
    public static string[] Of(IReadOnlyList<string> folders)
    {
        var (lines, newest) = Look(folders);
        var age = DateTime.UtcNow - newest;
        if (age >= SeenFile.Tick || age < TimeSpan.Zero)
        {
            return lines;
        }

        Thread.Sleep(SeenFile.Tick);
        return Look(folders).Lines;
    }

    /// <summary>The identity of each file of <paramref name="folder"/>, by its path.</summary>
    public static IReadOnlyDictionary<string, string> Identities(string folder) =>
        RepositoryFiles.Of(folder)
            .ToDictionary(path => path, path => FileIdentity.Of(Path.Combine(folder, path))?.Text ?? "gone", StringComparer.Ordinal);

    private static (string[] Lines, DateTime Newest) Look(IReadOnlyList<string> folders)
    {
        var (hashes, times) = (new string[folders.Count], new long[folders.Count]);
        Parallel.For(0, folders.Count, i =>
        {
            var (hash, newest) = Look(folders[i]);
            (hashes[i], times[i]) = ($"{hash} {Path.GetFileName(folders[i])}\n", newest.Ticks);
        });
        return (hashes, new(times.Length == 0 ? 0 : times.Max()));
    }

    private static (string Hash, DateTime Newest) Look(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return ("-", default);
        }

        var newest = default(DateTime);
        using var hash = new HashBuilder();
        foreach (var path in RepositoryFiles.Of(folder))
        {
            var full = Path.Combine(folder, path);
            var file = FileIdentity.Of(full);
            newest = file is { } found && found.Changed > newest ? found.Changed : newest;
            hash.Add(path).Add(file?.Text ?? "gone");
            if (file is { IsRegular: false } && new FileInfo(full).LinkTarget is not null)
            {
                hash.Add(LinkedFiles.Identity(full, Guid.NewGuid().ToString()));
            }
        }

        return (hash.ToHex(), newest);
    }
}
