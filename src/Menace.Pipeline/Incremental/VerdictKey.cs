using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// A hash over the inputs of a verdict: the files of a repository as they stand, edited or not (<see cref="RepositoryFiles"/>), with their
/// permissions and links, the bot's limits, the conditions of the test run, and the same of all that the bot depends on.
/// </summary>
internal static class VerdictKey
{
    /// <summary>The hash for <paramref name="repository"/>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="conditions">The conditions of the test run.</param>
    /// <param name="dependencies">The hashes of its dependencies in the listed order.</param>
    /// <param name="build">A text of this build only (<see cref="LinkedFiles"/>).</param>
    public static string Of(BotRepository repository, string conditions, IEnumerable<string> dependencies, string build)
    {
        using var hash = new HashBuilder();
        hash.Add(conditions).Add(StageFile.Text(repository.Spec.Resources)).Add(StageFile.Text(repository.Spec.Examples));
        foreach (var dependency in dependencies)
        {
            hash.Add(dependency);
        }

        foreach (var path in RepositoryFiles.Of(repository.Path))
        {
            Add(hash.Add(path), Path.Combine(repository.Path, path), build);
        }

        return hash.ToHex();
    }

    private static void Add(HashBuilder hash, string path, string build)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            hash.Add("link").Add(target).Add(LinkedFiles.Identity(path, build));
            return;
        }

        if (FileIdentity.Of(path) is not { } file)
        {
            hash.Add("gone");
            return;
        }

        hash.Add(file.Permissions.ToString("x", CultureInfo.InvariantCulture));
        try
        {
            hash.Add(file.IsRegular ? File.ReadAllBytes(path) : Encoding.UTF8.GetBytes(file.Text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that this user cannot read: the tests cannot read it either.
            hash.Add(file.Text);
        }
    }
}
