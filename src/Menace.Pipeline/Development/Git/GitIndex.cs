using System.Buffers.Binary;
using System.Text;

namespace Menace.Pipeline.Development.Git;

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

    private static ReadOnlySpan<byte> NoBytes => [0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The bytes of the index with exactly <paramref name="files"/>.</summary>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<RepositoryFile> files)
    {
        (byte[] Path, RepositoryFile File)[] entries = [.. files.Select(file => (Encoding.UTF8.GetBytes(file.Path), file))];
        Array.Sort(entries, static (a, b) => a.Path.AsSpan().SequenceCompareTo(b.Path));
        using var index = new MemoryStream();
        index.Write("DIRC"u8);
        GitPack.WriteInt32(index, Version);
        GitPack.WriteInt32(index, entries.Length);
        Span<byte> stat = stackalloc byte[StatLength];
        foreach (var (path, file) in entries)
        {
            var start = index.Position;
            stat.Clear();
            BinaryPrimitives.WriteInt32BigEndian(stat[ModeOffset..], Convert.ToInt32(file.IsExecutable ? "100755" : "100644", 8));
            index.Write(stat);
            index.Write(GitObject.IdOf(GitObjectKind.Blob, file.Content.Span));
            index.WriteByte((byte)(Math.Min(path.Length, LongestName) >> 8));
            index.WriteByte((byte)Math.Min(path.Length, LongestName));
            index.Write(path);

            // One to eight NULs, so that the entry's length is a multiple of eight.
            var padding = 8 - (int)((index.Position - start) % 8);
            index.Write(NoBytes[..padding]);
        }

        GitPack.WriteChecksum(index);
        return index.GetBuffer().AsMemory(0, (int)index.Length);
    }
}
