using System.Buffers.Binary;
using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>
/// The index of a fresh checkout, version 2 (gitformat-index(5)). Times and sizes are left at zero, as <c>git read-tree</c> leaves
/// them: git then compares contents the first time it looks.
/// </summary>
internal static class GitIndex
{
    private const int Version = 2;
    private const int StatLength = 40;
    private const int ModeOffset = 24;
    private const int LongestName = 0xfff;
    private const int HeaderLength = 12;
    private const int ExtendedFlag = 0x4000;
    private const int StageShift = 4;

    private static ReadOnlySpan<byte> NoBytes => [0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The bytes of the index with exactly <paramref name="files"/>.</summary>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<RepositoryFile> files) => Of(files.Select(file => new GitIndexEntry(
        file.Path, file.IsExecutable ? "100755" : "100644", GitObject.IdOf(GitObjectKind.Blob, file.Content.Span))));

    /// <summary>The bytes of the index with exactly <paramref name="files"/>.</summary>
    public static ReadOnlyMemory<byte> Of(IEnumerable<GitIndexEntry> files)
    {
        (byte[] Path, GitIndexEntry File)[] entries = [.. files.Select(file => (Encoding.UTF8.GetBytes(file.Path), file))];
        Array.Sort(entries, static (a, b) => a.Path.AsSpan().SequenceCompareTo(b.Path) is not 0 and var order ? order
            : a.File.Stage - b.File.Stage);
        using var index = new MemoryStream();
        index.Write("DIRC"u8);
        GitPack.WriteInt32(index, Version);
        GitPack.WriteInt32(index, entries.Length);
        Span<byte> stat = stackalloc byte[StatLength];
        foreach (var (path, file) in entries)
        {
            var start = index.Position;
            stat.Clear();
            BinaryPrimitives.WriteInt32BigEndian(stat[ModeOffset..], Convert.ToInt32(file.Mode, 8));
            index.Write(stat);
            index.Write(file.Id);
            index.WriteByte((byte)((file.Stage << StageShift) | (Math.Min(path.Length, LongestName) >> 8)));
            index.WriteByte((byte)Math.Min(path.Length, LongestName));
            index.Write(path);

            // One to eight NULs, so that the entry's length is a multiple of eight.
            var padding = 8 - (int)((index.Position - start) % 8);
            index.Write(NoBytes[..padding]);
        }

        GitPack.WriteChecksum(index);
        return index.GetBuffer().AsMemory(0, (int)index.Length);
    }

    /// <summary>
    /// The paths in the index of the repository whose git folder is <paramref name="gitFolder"/>, in no certain order; of a split index
    /// those of both files, one that was deleted since among them. Versions 2 to 4.
    /// </summary>
    /// <returns>Empty if there is no index; null if it cannot be read.</returns>
    public static IReadOnlyList<string>? Paths(string gitFolder)
    {
        try
        {
            return PathsOf(gitFolder, "index");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static List<string> PathsOf(string gitFolder, string file)
    {
        ReadOnlySpan<byte> index = File.ReadAllBytes(Path.Combine(gitFolder, file));
        var version = BinaryPrimitives.ReadInt32BigEndian(index[4..]);
        if (!index.StartsWith("DIRC"u8) || version is < 2 or > 4)
        {
            throw new InvalidDataException(file);
        }

        List<string> paths = [];
        var at = HeaderLength;
        byte[] name = [];
        for (var count = BinaryPrimitives.ReadInt32BigEndian(index[8..]); count > 0; count--)
        {
            var start = at;
            at += StatLength + GitObject.IdLength;
            at += (BinaryPrimitives.ReadUInt16BigEndian(index[at..]) & ExtendedFlag) != 0 ? 4 : 2;
            var kept = version == 4 ? name.Length - ReadOffset(index, ref at) : 0;
            var length = index[at..].IndexOf((byte)0);
            name = [.. name.AsSpan(0, kept), .. index.Slice(at, length)];
            paths.Add(Encoding.UTF8.GetString(name));
            at += length + 1;
            at = version == 4 ? at : start + ((at - start + 7) / 8 * 8);
        }

        // Extensions: four letters and a length. That of a split index begins with the id of the file that holds the rest.
        for (; at + GitObject.IdLength + 8 <= index.Length; at += 8 + BinaryPrimitives.ReadInt32BigEndian(index[(at + 4)..]))
        {
            if (index[at..].StartsWith("link"u8))
            {
                paths.AddRange(PathsOf(gitFolder, "sharedindex." + Convert.ToHexStringLower(index.Slice(at + 8, GitObject.IdLength))));
            }
        }

        return paths;
    }

    /// <summary>Reads the number of bytes to remove from the end of the previous name (the offset encoding of gitformat-pack(5)).</summary>
    private static int ReadOffset(ReadOnlySpan<byte> index, ref int at)
    {
        var next = index[at++];
        var value = next & 0x7f;
        while ((next & 0x80) != 0)
        {
            next = index[at++];
            value = ((value + 1) << 7) | (next & 0x7f);
        }

        return value;
    }
}

/// <summary>An entry of the index.</summary>
/// <param name="Path">Path inside the repository.</param>
/// <param name="Mode">Git's own word: 100644, 100755 or 120000.</param>
/// <param name="Id">The id of the blob: 20 bytes.</param>
/// <param name="Stage">0; in a merge with conflicts 1 for the base, 2 for our file, 3 for theirs.</param>
internal sealed record GitIndexEntry(string Path, string Mode, byte[] Id, int Stage = 0);
