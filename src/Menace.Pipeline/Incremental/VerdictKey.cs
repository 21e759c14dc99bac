using System.Globalization;
using System.Security.Cryptography;
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
    /// <summary>What the name of the ingredient of a dependency begins with.</summary>
    public const string Dependency = "dependency ";

    /// <summary>The hash for <paramref name="repository"/>, from its own files.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="conditions">The conditions of the test run.</param>
    /// <param name="dependencies">The hashes of its dependencies in the listed order.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    public static string Of(BotRepository repository, string conditions, IEnumerable<string> dependencies, string build) => Of(
        new(ContentOf(repository, build)), new(conditions), dependencies.Select(key => KeyValuePair.Create("", key)));

    /// <summary>The hash for a bot.</summary>
    /// <param name="content">The hash over what is its own: <see cref="ContentOf(BotRepository, string, KeyIngredients?)"/>.</param>
    /// <param name="conditions">The conditions of the test run.</param>
    /// <param name="dependencies">The hashes of its dependencies by name, in the listed order.</param>
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string Of(
        KeyPart content, KeyPart conditions, IEnumerable<KeyValuePair<string, string>> dependencies, KeyIngredients? ingredients = null)
    {
        using var key = new KeyBuilder(ingredients);
        key.AddPart(conditions).AddPart(content);
        foreach (var (name, hash) in dependencies)
        {
            key.Add(Dependency + name, hash);
        }

        return key.ToHex();
    }

    /// <summary>The hash over the limits, examples and files of <paramref name="repository"/>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string ContentOf(BotRepository repository, string build, KeyIngredients? ingredients = null) =>
        ContentOf(repository.Spec, repository.FilesPath, TestedFiles.Of(repository), build, ingredients);

    /// <summary>
    /// The hash for <paramref name="tree"/>, from the files that are laid out; the same if they are those of the repository.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string ContentOf(LaidOutTree tree, string build, KeyIngredients? ingredients = null) =>
        ContentOf(tree.Repository.Spec, tree.Path, tree.Files(), build, ingredients);

    private static string ContentOf(
        BotSpec spec, string folder, IReadOnlyList<string> files, string build, KeyIngredients? ingredients)
    {
        using var key = new KeyBuilder(ingredients);
        key.Add("resources", StageFile.Text(spec.Resources)).Add("examples", StageFile.Text(spec.Examples))
            .Add("mutants", StageFile.Text(spec.Mutants));
        if (spec.Template?.Test is { Count: > 0 } words)
        {
            AddCommand(key, words);
        }

        foreach (var path in files)
        {
            Add(key, path, folder, build);
        }

        return key.ToHex();
    }

    /// <summary>
    /// A hash over what decides which tests <paramref name="bot"/> has, apart from its code: the command of its template, the files in
    /// <c>tests/</c> and those that the task copies into the repository.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="folder">Absolute path of its tree.</param>
    /// <param name="files">The files of the tree.</param>
    public static string OfTestFiles(BotSpec bot, string folder, IEnumerable<string> files)
    {
        var copied = bot.Files.Keys.Select(CopiedFiles.PathOf).ToHashSet(StringComparer.Ordinal);
        using var key = new KeyBuilder(null);
        if (bot.Template?.Test is { Count: > 0 } words)
        {
            AddCommand(key, words);
        }

        foreach (var path in files.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) || copied.Contains(path)))
        {
            Add(key, path, folder, "");
        }

        return key.ToHex();
    }

    private static void AddCommand(KeyBuilder key, IReadOnlyList<string> words) => key.Add(
        "test command", ["test command", words.Count.ToString(CultureInfo.InvariantCulture), .. words]);

    /// <summary>What is neither a file nor a link, or cannot be read by this user, is not laid out, and does not count.</summary>
    private static void Add(KeyBuilder key, string path, string folder, string build)
    {
        var full = Path.Combine(folder, path);
        if (new FileInfo(full).LinkTarget is { } target)
        {
            // What a link inside the folder leads to counts by itself.
            var leads = LaidOutTree.TargetOf(full, folder, target);
            var isInside = leads == target && !Path.IsPathRooted(target);
            key.Add(KeyIngredients.NameOf(path), path, "link", leads, isInside ? "" : LinkedFiles.Identity(full, build));
            return;
        }

        try
        {
            if (FileIdentity.Of(full) is { IsRegular: true } file)
            {
                var permissions = file.Permissions.ToString("x", CultureInfo.InvariantCulture);
                if (new FileInfo(full).Length <= Array.MaxLength)
                {
                    key.AddFile(path, permissions, File.ReadAllBytes(full));
                }
                else
                {
                    using var stream = File.OpenRead(full);
                    key.Add(KeyIngredients.NameOf(path), path, permissions, Convert.ToHexStringLower(SHA256.HashData(stream)));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing to add: the tests cannot read it either.
        }
    }
}
