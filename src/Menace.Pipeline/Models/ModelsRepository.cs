using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Development;
using Menace.Pipeline.Diagnostics;

namespace Menace.Pipeline.Models;

/// <summary>
/// The models repository (behaviour inventory, section 15): cloned where it is missing, and after a run cloned on into a sibling folder
/// with the model's id, which is pushed where a URL is set. What a user did in such a folder is never lost.
/// </summary>
internal sealed class ModelsRepository(BotDevConfig config)
{
    private const string PublishRemote = "publish";

    /// <summary>Absolute path of the repository.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(config.ModelsRepositoryPath, System.IO.Path.GetFullPath(config.SourceDirectory));

    /// <summary>Clones the repository, if it is missing.</summary>
    /// <exception cref="ModelsRepositoryException">It is missing and cannot be cloned, or is no repository.</exception>
    public void Prepare()
    {
        if (Repository.IsValid(Path))
        {
            return;
        }

        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any())
        {
            throw new ModelsRepositoryException(Path, "it is no git repository");
        }

        if (config.ModelsRepositoryUrl is not { Length: > 0 } url)
        {
            throw new ModelsRepositoryException(Path, "it does not exist, and MODELS_REPO_URL does not say where to clone it from");
        }

        try
        {
            Clone(RemoteUrl.Parse(url), Path);
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            throw new ModelsRepositoryException(Path, $"cloning it failed: {RemoteUrl.Parse(url).Hide(exception.Message)}");
        }
    }

    /// <summary>Brings the sibling folder <paramref name="id"/> to the state of the models repository, and pushes it where a URL is set.</summary>
    /// <returns>Why it was left untouched (MENACE4011, MENACE4012), or what went wrong with the push (MENACE4013); empty where all went well.</returns>
    public IReadOnlyList<PipelineDiagnostic> CloneToNewRepository(string id)
    {
        var target = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, id);
        try
        {
            if (Path == target)
            {
                return [Refused("it is the models repository itself")];
            }

            if (!System.IO.Path.Exists(target) || (Directory.Exists(target) && !Directory.EnumerateFileSystemEntries(target).Any()))
            {
                Clone(RemoteUrl.Parse(Path), target);
            }
            else if (Update(target) is { } reason)
            {
                return [Refused(reason)];
            }
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return [new PipelineDiagnostic(Rules.ModelsRepositoryFailed, [target, exception.Message])];
        }

        return config.ModelsRepositoryPushUrl is { Length: > 0 } url ? Push(target, id, RemoteUrl.Parse(url)) : [];

        PipelineDiagnostic Refused(string reason) => new(Rules.ModelCloneRefused, [id, target, reason]);
    }

    /// <summary>Fast-forwards a clean clone.</summary>
    /// <returns>Why the folder is left as it is, or null.</returns>
    private string? Update(string target)
    {
        // Repository.IsValid would also accept a repository of a folder above.
        if (!System.IO.Path.Exists(System.IO.Path.Combine(target, ".git")))
        {
            return "it is no git repository";
        }

        using var repository = new Repository(target);
        if (repository.Network.Remotes["origin"]?.Url is not { } origin || System.IO.Path.TrimEndingDirectorySeparator(origin) != Path)
        {
            return "it is no clone of the models repository";
        }

        if (repository.RetrieveStatus(new StatusOptions()).IsDirty)
        {
            return "it has changes that are not committed";
        }

        if (repository.Info.IsHeadDetached)
        {
            return "no branch is checked out in it";
        }

        Commands.Fetch(repository, "origin", [], new FetchOptions(), null);
        if (repository.Branches[$"origin/{repository.Head.FriendlyName}"]?.Tip is not { } tip)
        {
            return $"its branch '{repository.Head.FriendlyName}' is not in the models repository";
        }

        var head = repository.Head.Tip;
        if (head is not null && repository.ObjectDatabase.FindMergeBase(head, tip)?.Id != head.Id)
        {
            return $"it has commits of its own, the last one {head.Sha[..10]} {head.MessageShort}";
        }

        repository.Reset(ResetMode.Hard, tip);
        return null;
    }

    private static void Clone(RemoteUrl url, string target)
    {
        var draft = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".menace-new-{System.IO.Path.GetFileName(target)}");
        BotGitRepository.DeleteTree(draft);
        try
        {
            var options = new CloneOptions();
            options.FetchOptions.CredentialsProvider = url.Credentials;
            Repository.Clone(url.Address, draft, options);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(draft, target);
        }
        finally
        {
            BotGitRepository.DeleteTree(draft);
        }
    }

    private static PipelineDiagnostic[] Push(string target, string id, RemoteUrl url)
    {
        try
        {
            using var repository = new Repository(target);
            if (repository.Network.Remotes[PublishRemote] is null)
            {
                repository.Network.Remotes.Add(PublishRemote, url.Address);
            }
            else
            {
                repository.Network.Remotes.Update(PublishRemote, remote => remote.Url = url.Address);
            }

            var errors = new List<string>();
            var branch = repository.Head.CanonicalName;
            repository.Network.Push(repository.Network.Remotes[PublishRemote], $"{branch}:{branch}", new PushOptions
            {
                CredentialsProvider = url.Credentials,
                OnPushStatusError = error => errors.Add($"{error.Reference}: {error.Message}"),
            });
            return errors.Count == 0 ? [] : [Failed(string.Join("; ", errors))];
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return [Failed(exception.Message)];
        }

        PipelineDiagnostic Failed(string reason) => new(Rules.ModelPushFailed, [id, url.Hide(reason)]);
    }
}

/// <summary>The models repository cannot be used (MENACE4012).</summary>
internal sealed class ModelsRepositoryException(string path, string reason)
    : Exception($"The models repository '{path}' cannot be used: {reason}.")
{
    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
