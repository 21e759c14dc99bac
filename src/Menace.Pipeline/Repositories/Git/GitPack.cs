using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>
/// A pack file and its index, version 2 of both (gitformat-pack(5)). One pack instead of one file per object: measured, the number of
/// files determines the cost of a repository.
/// </summary>
/// <param name="Name">Forty hexadecimal digits, for <c>pack-&lt;name&gt;.pack</c>.</param>
/// <param name="Pack">Bytes of the pack.</param>
/// <param name="Index">Bytes of its index.</param>
internal sealed record GitPack(string Name, ReadOnlyMemory<byte> Pack, ReadOnlyMemory<byte> Index)
{
    private const int Version = 2;

    /// <summary>No bytes in the zlib format (RFC 1950): header, one empty last block, checksum.</summary>
    private static ReadOnlySpan<byte> CompressedNothing => [0x78, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    /// <summary>The pack of <paramref name="objects"/>, each of them once.</summary>
    public static GitPack Of(IReadOnlyList<GitObject> objects)
    {
        using var pack = new MemoryStream();
        pack.Write("PACK"u8);
        WriteInt32(pack, Version);
        WriteInt32(pack, objects.Count);
        var entries = new Entry[objects.Count];
        for (var i = 0; i < objects.Count; i++)
        {
            var start = (int)pack.Position;
            WriteHeader(pack, objects[i]);
            WriteCompressed(pack, objects[i].Content.Span);
            entries[i] = new(objects[i].Id, start, Crc32.HashToUInt32(pack.GetBuffer().AsSpan(start, (int)pack.Position - start)));
        }

        var checksum = WriteChecksum(pack);
        return new(Convert.ToHexStringLower(checksum), pack.GetBuffer().AsMemory(0, (int)pack.Length), IndexOf(entries, checksum));
    }

    /// <summary>
    /// Kind and length: four bits of the length in the first byte, seven in each that follows, the highest bit says "more".
    /// </summary>
    private static void WriteHeader(MemoryStream pack, GitObject item)
    {
        var size = item.Content.Length;
        var next = ((int)item.Kind << 4) | (size & 15);
        for (size >>= 4; size > 0; size >>= 7)
        {
            pack.WriteByte((byte)(next | 0x80));
            next = size & 0x7f;
        }

        pack.WriteByte((byte)next);
    }

    private static void WriteCompressed(MemoryStream pack, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            // A ZLibStream that was given nothing writes nothing, not even its header.
            pack.Write(CompressedNothing);
            return;
        }

        using var zlib = new ZLibStream(pack, CompressionLevel.Fastest, leaveOpen: true);
        zlib.Write(content);
    }

    private static byte[] IndexOf(Entry[] entries, byte[] packChecksum)
    {
        Array.Sort(entries, static (a, b) => a.Id.AsSpan().SequenceCompareTo(b.Id));
        using var index = new MemoryStream();
        index.Write([0xff, (byte)'t', (byte)'O', (byte)'c']);
        WriteInt32(index, Version);
        var counted = 0;
        for (var first = 0; first < 256; first++)
        {
            while (counted < entries.Length && entries[counted].Id[0] <= first)
            {
                counted++;
            }

            WriteInt32(index, counted);
        }

        foreach (var entry in entries)
        {
            index.Write(entry.Id);
        }

        foreach (var entry in entries)
        {
            WriteInt32(index, unchecked((int)entry.Crc));
        }

        foreach (var entry in entries)
        {
            WriteInt32(index, entry.Offset);
        }

        index.Write(packChecksum);
        WriteChecksum(index);
        return index.ToArray();
    }

    /// <summary>Appends the SHA-1 of all that is in <paramref name="stream"/>, and returns it.</summary>
    internal static byte[] WriteChecksum(MemoryStream stream)
    {
#pragma warning disable CA5350 // The formats of git end with a SHA-1.
        var checksum = SHA1.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
#pragma warning restore CA5350
        stream.Write(checksum);
        return checksum;
    }

    /// <summary>Appends <paramref name="value"/>, most significant byte first.</summary>
    internal static void WriteInt32(MemoryStream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }

    private sealed record Entry(byte[] Id, int Offset, uint Crc);
}
