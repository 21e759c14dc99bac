using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Keeps the objects that are written to a repository in memory, so that its folder is not changed: the same code can make commits and
/// merges that are only looked at. What is in the folder already is read from there and, unlike by git itself, gets no new time.
/// </summary>
/// <param name="folder">The same repository, opened once more.</param>
internal sealed class MemoryObjects(Repository folder) : OdbBackend
{
    /// <summary>Before the two of libgit2, which have 1 and 2.</summary>
    private const int Priority = 100;

    private readonly Dictionary<ObjectId, (byte[] Content, ObjectType Type)> _objects = [];

    protected override OdbBackendOperations SupportedOperations =>
        OdbBackendOperations.Read | OdbBackendOperations.ReadHeader | OdbBackendOperations.Write | OdbBackendOperations.Exists;

    /// <summary>Lets <paramref name="repository"/> keep what is written to it in memory.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="folder">The same repository, opened once more.</param>
    public static void Use(Repository repository, Repository folder) =>
        repository.ObjectDatabase.AddBackend(new MemoryObjects(folder), Priority);

    public override int Read(ObjectId id, out UnmanagedMemoryStream data, out ObjectType objectType)
    {
        if (!_objects.TryGetValue(id, out var found))
        {
            (data, objectType) = (null!, default);
            return (int)ReturnCode.GIT_ENOTFOUND;
        }

        (data, objectType) = (AllocateAndBuildFrom(found.Content), found.Type);
        return (int)ReturnCode.GIT_OK;
    }

    public override int ReadHeader(ObjectId id, out int length, out ObjectType objectType)
    {
        var isFound = _objects.TryGetValue(id, out var found);
        (length, objectType) = isFound ? (found.Content.Length, found.Type) : (0, default);
        return (int)(isFound ? ReturnCode.GIT_OK : ReturnCode.GIT_ENOTFOUND);
    }

    public override int Write(ObjectId id, Stream dataStream, long length, ObjectType objectType)
    {
        var content = new byte[length];
        dataStream.ReadExactly(content);
        _objects[id] = (content, objectType);
        return (int)ReturnCode.GIT_OK;
    }

    /// <summary>
    /// Also true for what the folder has: libgit2 asks before it writes, and sets the time of a file that it finds itself.
    /// </summary>
    public override bool Exists(ObjectId id) => _objects.ContainsKey(id) || folder.ObjectDatabase.Contains(id);

    public override int ReadPrefix(string shortSha, out ObjectId oid, out UnmanagedMemoryStream data, out ObjectType objectType) =>
        throw new NotSupportedException();

    public override int ReadStream(ObjectId id, out OdbBackendStream stream) => throw new NotSupportedException();

    public override int WriteStream(long length, ObjectType objectType, out OdbBackendStream stream) => throw new NotSupportedException();

    public override int ExistsPrefix(string shortSha, out ObjectId found) => throw new NotSupportedException();

    public override int ForEach(ForEachCallback callback) => throw new NotSupportedException();
}
