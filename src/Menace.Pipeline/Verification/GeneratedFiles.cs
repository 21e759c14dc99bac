using System.Collections.Concurrent;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;
using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Tells which files of trees are those that were generated. An answer stays what it was before any test of this build could change the
/// file.
/// </summary>
internal sealed class GeneratedFiles
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>?> _generated = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _answers = new(StringComparer.Ordinal);

    /// <summary>True if the file at <paramref name="path"/> of the tree is the generated one.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tree">Absolute path of its tree.</param>
    /// <param name="path">Path inside it.</param>
    /// <param name="otherwise">The answer if git's library cannot tell.</param>
    public bool Holds(BotRepository repository, string tree, string path, bool otherwise)
    {
        var generated = Of(repository);
        return generated is null ? otherwise
            : _answers.GetOrAdd(Path.Combine(tree, path), full => generated.GetValueOrDefault(path) is { } id && Holds(full, id));
    }

    /// <summary>
    /// True if the file at <paramref name="path"/> of the tree is the one that Menace's own templates give: one of the project's may be for
    /// other tests. A path of a template can have variables, and is taken for every path then.
    /// </summary>
    public bool IsOwn(BotRepository repository, string tree, string path) =>
        !(repository.Spec.Template?.Files.Keys ?? []).Any(
            file => TemplateSet.TargetOf(file) == path || file.Contains("{{", StringComparison.Ordinal))
        && Holds(repository, tree, path, otherwise: false);

    /// <summary>The digest of the files as they were generated, without documents; null if git's library cannot tell.</summary>
    public string? DigestOf(BotRepository repository)
    {
        if (Of(repository) is not { } generated)
        {
            return null;
        }

        using var hash = new HashBuilder();
        foreach (var (path, id) in generated.Where(file => !TestedFiles.IsDocument(file.Key))
            .OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.Add(path).Add(id);
        }

        return hash.ToHex();
    }

    private IReadOnlyDictionary<string, string>? Of(BotRepository repository) => _generated.GetOrAdd(
        repository.Spec.Name, _ => new BotGitRepository(repository.Path).FilesOf(repository.Tree));

    private static bool Holds(string path, string id)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, LinkTarget: null }
                && GitObject.Of(GitObjectKind.Blob, File.ReadAllBytes(path)).Sha == id;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
