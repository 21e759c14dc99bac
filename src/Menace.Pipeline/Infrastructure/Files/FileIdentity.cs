using System.Globalization;
using System.Runtime.InteropServices;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>
/// Tells a file from an edited one without reading it: by kind and permissions, size, inode, the time of the last write, and the time of
/// the last change of any of these (ctime), which a program cannot set. If the platform has no such time, the content is part of the
/// identity.
/// </summary>
internal static partial class FileIdentity
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const int KindMask = 0xf000;
    private const int RegularFile = 0x8000;
    private const int PermissionMask = 0xfff;

    /// <summary>The identity of the file, link or folder at <paramref name="path"/>; null if there is none or it cannot be read.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="followsLinks">True to look at the target of a link.</param>
    public static FileIdentityText? Of(string path, bool followsLinks = false) =>
        OperatingSystem.IsLinux() ? OnLinux(path, followsLinks) : Elsewhere(path, followsLinks);

    private static FileIdentityText? OnLinux(string path, bool followsLinks)
    {
        // struct statx of the Linux UAPI, the same on every architecture.
        Span<byte> stat = stackalloc byte[256];
        if (StatX(CurrentFolder, path, followsLinks ? 0 : NoFollow, BasicStats, ref MemoryMarshal.GetReference(stat)) != 0)
        {
            return null;
        }

        int mode = MemoryMarshal.Read<ushort>(stat[28..]);
        var inode = MemoryMarshal.Read<ulong>(stat[32..]);
        var size = MemoryMarshal.Read<ulong>(stat[40..]);
        var (changed, changedPart) = (MemoryMarshal.Read<long>(stat[96..]), MemoryMarshal.Read<uint>(stat[104..]));
        var (written, writtenPart) = (MemoryMarshal.Read<long>(stat[112..]), MemoryMarshal.Read<uint>(stat[120..]));
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{mode:x}|{size}|{inode}|{written}.{writtenPart}|{changed}.{changedPart}"),
            mode & PermissionMask, (mode & KindMask) == RegularFile, DateTime.UnixEpoch.AddSeconds(changed).AddTicks(changedPart / 100));
    }

    private static FileIdentityText? Elsewhere(string path, bool followsLinks)
    {
        FileSystemInfo item = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        item = followsLinks ? item.ResolveLinkTarget(returnFinalTarget: true) ?? item : item;
        if (!item.Exists)
        {
            return null;
        }

        var mode = OperatingSystem.IsWindows() ? 0 : (int)item.UnixFileMode;
        var content = item is FileInfo { LinkTarget: null } file
            ? $"{file.Length}|{ContentDigest.Of(File.ReadAllBytes(file.FullName))}" : "";
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{mode:x}|{item.LastWriteTimeUtc.Ticks}|{content}"), mode, item is FileInfo,
            item.LastWriteTimeUtc);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte result);
}

/// <summary>The identity of a file.</summary>
/// <param name="Text">Differs if anything about the file differs.</param>
/// <param name="Permissions">Its permission bits.</param>
/// <param name="IsRegular">False for a folder, a link, a pipe or a device.</param>
/// <param name="Changed">When anything about it changed last.</param>
internal readonly record struct FileIdentityText(string Text, int Permissions, bool IsRegular, DateTime Changed);
