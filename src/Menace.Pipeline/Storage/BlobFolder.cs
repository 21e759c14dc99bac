using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Storage;

/// <summary>
/// The folder <c>blobs</c> beside the records of a build: each long text of a record once, named by its SHA-256. A blob is written before
/// the record that names it. Readers and writers of records hold the lock of the folder together; <see cref="Collect"/> holds it alone.
/// </summary>
internal sealed class BlobFolder(string recordDirectory) : IDisposable
{
    /// <summary>Name of the folder.</summary>
    public const string Name = "blobs";

    private const string LockName = "lock";

    /// <summary>For the time in which another process removes blobs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Path.Combine(recordDirectory, Name);
    private readonly HashSet<string> _intact = new(StringComparer.Ordinal);
    private FileLock? _lock;

    /// <summary>The folder of the record at <paramref name="path"/>.</summary>
    public static BlobFolder Beside(string path) => new(Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    /// <summary>
    /// The blobs that the record at <paramref name="path"/> names, as paths relative to its folder; none without a record.
    /// </summary>
    public static IEnumerable<string> NamedIn(string path) => File.Exists(path)
        ? BlobReferences.In(File.ReadAllBytes(path)).Distinct(StringComparer.Ordinal).Select(digest => $"{Name}/{digest}") : [];

    /// <summary>Keeps blobs from being removed until this object is disposed. Without a folder there are none.</summary>
    /// <exception cref="IOException">Another process held the folder all the time.</exception>
    public void Hold()
    {
        if (_lock is null && Directory.Exists(_folder))
        {
            var path = Path.Combine(_folder, LockName);
            _lock = FileLock.Acquire(path, FileLockMode.Shared, Patience)
                ?? throw new IOException($"'{path}' was locked by another process for {Patience.TotalMinutes:0} minute");
        }
    }

    /// <summary>Stores <paramref name="content"/>, unless its blob is intact.</summary>
    /// <returns>The digest.</returns>
    public string Put(ReadOnlySpan<byte> content)
    {
        var digest = ContentDigest.Of(content);
        if (!_intact.Add(digest))
        {
            return digest;
        }

        Directory.CreateDirectory(_folder);
        Hold();
        var path = Path.Combine(_folder, digest);
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != content.Length || !content.SequenceEqual(File.ReadAllBytes(path)))
        {
            // Drafts of killed processes are removed with the blobs that no record names.
            AtomicFile.WriteThrough(AtomicFile.TemporaryOf(path), path, content, isExecutable: false);
        }

        return digest;
    }

    /// <summary>The content with the digest <paramref name="digest"/>.</summary>
    /// <exception cref="IOException">The blob is missing, cut or changed.</exception>
    public byte[] Get(string digest)
    {
        var path = Path.Combine(_folder, digest);
        var content = File.ReadAllBytes(path);
        return ContentDigest.Of(content) == digest ? content : throw new IOException($"'{path}' was changed; delete it and build again");
    }

    /// <summary>
    /// Removes what no record in <paramref name="recordDirectory"/> names, unless another process reads or writes a record now: then a
    /// later build does.
    /// </summary>
    public static void Collect(string recordDirectory)
    {
        var folder = Path.Combine(recordDirectory, Name);
        if (!Directory.Exists(folder))
        {
            return;
        }

        using var held = FileLock.Acquire(Path.Combine(folder, LockName), FileLockMode.Exclusive, TimeSpan.Zero);
        if (held is null)
        {
            return;
        }

        HashSet<string> named = [LockName, .. Directory.EnumerateFiles(recordDirectory, "*.json")
            .SelectMany(record => BlobReferences.In(File.ReadAllBytes(record)))];
        foreach (var blob in Directory.EnumerateFiles(folder).Where(blob => !named.Contains(Path.GetFileName(blob))))
        {
            File.Delete(blob);
        }
    }

}
