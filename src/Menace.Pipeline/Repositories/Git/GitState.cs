using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>
/// The state of a repository besides its files: HEAD, the branch that is checked out, settings and hooks. Remote-tracking
/// branches, FETCH_HEAD, the index and logs are not among it: a fetch or a <c>git status</c> writes them.
/// </summary>
internal sealed class GitState
{
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    private GitState()
    {
    }

    /// <summary>The state of the repository at <paramref name="path"/>, read without git's library.</summary>
    public static GitState Of(string path)
    {
        var state = new GitState();
        var git = Path.Combine(path, ".git");
        state.AddFile(git, "HEAD");
        state.AddFile(git, "config");
        state.AddFile(git, "config.worktree");
        if (ReadText(Path.Combine(git, "HEAD")) is { } head && head.StartsWith("ref: ", StringComparison.Ordinal))
        {
            var branch = head["ref: ".Length..].Trim();
            state.Add(Path.Combine(git, branch), ReadText(Path.Combine(git, branch))?.Trim() ?? Packed(git, branch));
        }

        if (Directory.Exists(Path.Combine(git, "hooks")))
        {
            foreach (var hook in Directory.EnumerateFiles(Path.Combine(git, "hooks")).Select(file => Path.GetFileName(file)))
            {
                state.AddFile(git, "hooks/" + hook);
            }
        }

        return state;
    }

    /// <summary>Returns the absolute paths of the parts that differ in <paramref name="later"/>, in ordinal order.</summary>
    public IReadOnlyList<string> ChangesUntil(GitState later) =>
        [.. _parts.Keys.Union(later._parts.Keys).Where(part => _parts.GetValueOrDefault(part) != later._parts.GetValueOrDefault(part))
            .Order(StringComparer.Ordinal)];

    /// <summary>With its permissions: git runs a hook only if it is executable.</summary>
    private void AddFile(string git, string name)
    {
        var path = Path.Combine(git, name);
        Add(path, ReadText(path) is { } text ? $"{FileIdentity.Of(path, followsLinks: true)?.Permissions:x}\n{text}" : null);
    }

    private void Add(string path, string? text)
    {
        if (text is not null)
        {
            using var hash = new HashBuilder();
            _parts[path] = hash.Add(text).ToHex();
        }
    }

    private static string? Packed(string git, string branch) =>
        ReadText(Path.Combine(git, "packed-refs"))?.Split('\n')
            .FirstOrDefault(line => line.EndsWith(" " + branch, StringComparison.Ordinal))?.Split(' ')[0];

    private static string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.GetType().Name;
        }
    }
}
