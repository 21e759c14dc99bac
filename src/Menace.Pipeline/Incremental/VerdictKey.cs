using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// A hash over the inputs of a verdict: the files of a repository as they stand, edited or not (<see cref="TestedFiles"/>), with their
/// permissions and links, the bot's limits, the conditions of the test run, and the same of all that the bot depends on.
/// </summary>
internal static class VerdictKey
{
    /// <summary>The hash for <paramref name="repository"/>, from its own files.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="conditions">The conditions of the test run.</param>
    /// <param name="dependencies">The hashes of its dependencies in the listed order.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    public static string Of(BotRepository repository, string conditions, IEnumerable<string> dependencies, string build) =>
        Of(ContentOf(repository, build), conditions, dependencies);

    /// <summary>The hash for a bot.</summary>
    /// <param name="content">The hash over what is its own: <see cref="ContentOf(BotRepository, string)"/>.</param>
    /// <param name="conditions">The conditions of the test run.</param>
    /// <param name="dependencies">The hashes of its dependencies in the listed order.</param>
    public static string Of(string content, string conditions, IEnumerable<string> dependencies)
    {
        using var hash = new HashBuilder();
        hash.Add(conditions).Add(content);
        foreach (var dependency in dependencies)
        {
            hash.Add(dependency);
        }

        return hash.ToHex();
    }

    /// <summary>The hash over the limits, examples and files of <paramref name="repository"/>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    public static string ContentOf(BotRepository repository, string build) =>
        ContentOf(repository.Spec, repository.FilesPath, TestedFiles.Of(repository), build);

    /// <summary>
    /// The hash for <paramref name="tree"/>, from the files that are laid out; the same if they are those of the repository.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    public static string ContentOf(LaidOutTree tree, string build) => ContentOf(tree.Repository.Spec, tree.Path, tree.Files(), build);

    private static string ContentOf(BotSpec spec, string folder, IReadOnlyList<string> files, string build)
    {
        using var hash = new HashBuilder();
        hash.Add(StageFile.Text(spec.Resources)).Add(StageFile.Text(spec.Examples)).Add(StageFile.Text(spec.Mutants));
        foreach (var word in spec.Template?.Test ?? [])
        {
            hash.Add("test command").Add(word);
        }

        foreach (var path in files)
        {
            Add(hash, path, folder, build);
        }

        return hash.ToHex();
    }

    /// <summary>
    /// A hash over what decides which tests <paramref name="bot"/> has, apart from its code: the files in <c>tests/</c> and those that the
    /// task copies into the repository.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="folder">Absolute path of its tree.</param>
    /// <param name="files">The files of the tree.</param>
    public static string OfTestFiles(BotSpec bot, string folder, IEnumerable<string> files)
    {
        var copied = bot.Files.Keys.Select(CopiedFiles.PathOf).ToHashSet(StringComparer.Ordinal);
        using var hash = new HashBuilder();
        foreach (var path in files.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) || copied.Contains(path)))
        {
            Add(hash, path, folder, "");
        }

        return hash.ToHex();
    }

    /// <summary>What is neither a file nor a link, or cannot be read by this user, is not laid out, and does not count.</summary>
    private static void Add(HashBuilder hash, string path, string folder, string build)
    {
        var full = Path.Combine(folder, path);
        if (new FileInfo(full).LinkTarget is { } target)
        {
            // What a link inside the folder leads to counts by itself.
            var leads = LaidOutTree.TargetOf(full, folder, target);
            var isInside = leads == target && !Path.IsPathRooted(target);
            hash.Add(path).Add("link").Add(leads).Add(isInside ? "" : LinkedFiles.Identity(full, build));
            return;
        }

        try
        {
            if (FileIdentity.Of(full) is { IsRegular: true } file)
            {
                var content = File.ReadAllBytes(full);
                hash.Add(path).Add(file.Permissions.ToString("x", CultureInfo.InvariantCulture)).Add(content);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing to add: the tests cannot read it either.
        }
    }
}
