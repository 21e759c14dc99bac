using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Reads a file that the user named, once and whole: no pipe or device is waited for, and no more is read than a limit.</summary>
public static partial class SourceFile
{
    /// <summary>The reason against a pipe or a device.</summary>
    public const string NotRegular = "it is not a regular file";

    /// <summary>
    /// Returns whether <paramref name="path"/> exists and is neither a regular file nor a folder, so that reading it could block.
    /// </summary>
    public static bool IsPipeOrDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return false;
        }

        try
        {
            using var handle = Open(path);
            using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return !file.CanSeek || (file.Length == 0 && file.ReadByte() >= 0 && file.Length == 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Who reads it will meet the same, and says what it is.
            return false;
        }
    }

    /// <summary>The bytes of the regular file at <paramref name="path"/>: all of them, or one more than <paramref name="limit"/>.</summary>
    /// <exception cref="IOException">The file does not exist, is not a regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not allowed.</exception>
    public static async Task<byte[]> ReadAsync(string path, int limit, CancellationToken cancellationToken = default)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder");
        }

        using var handle = Open(path);
        await using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (!file.CanSeek)
        {
            throw new IOException(NotRegular);
        }

        // The length is where to begin: a file may grow or shrink while it is read, and a device has none.
        var content = new byte[Math.Min(file.Length, limit) + 1];
        var count = 0;
        while (await file.ReadAsync(content.AsMemory(count), cancellationToken) is var read and > 0)
        {
            count += read;
            if (count == content.Length && count <= limit)
            {
                Array.Resize(ref content, (int)Math.Min((2L * count) + 4096, limit + 1L));
            }
        }

        Array.Resize(ref content, count);
        return content;
    }

    /// <summary>Opening a pipe waits for its other end, unless the call says not to (open(2), O_NONBLOCK).</summary>
    private static SafeFileHandle Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path);
        }

        var flags = OperatingSystem.IsLinux() ? 0x80800 : 0x1000004; // O_CLOEXEC | O_NONBLOCK
        var handle = OpenFile(path, flags);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        // Fails likewise, with the exception that .NET has for it.
        handle.Dispose();
        return File.Exists(path) ? File.OpenHandle(path) : throw new FileNotFoundException($"the file '{path}' does not exist");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
