using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Writes files so that a reader, or a crash, never sees half of one.</summary>
internal static class AtomicFile
{
    private static readonly EnumerationOptions EvenHidden = new() { AttributesToSkip = 0 };

    /// <summary>Writes <paramref name="content"/> beside the target and renames it over the target.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isExecutable = false) =>
        Write(path, content, Mode(isExecutable), null);

    /// <summary>
    /// Writes <paramref name="content"/> to <paramref name="temporary"/>, on the same file system, and renames that over the target.
    /// </summary>
    public static void WriteThrough(string temporary, string path, ReadOnlySpan<byte> content, bool isExecutable) =>
        Write(path, content, Mode(isExecutable), temporary);

    /// <summary>Writes a file that only this user can read.</summary>
    public static void WritePrivate(string path, ReadOnlySpan<byte> content) =>
        Write(path, content, UnixFileMode.UserRead | UnixFileMode.UserWrite, null);

    /// <summary>Rewrites a file of the user's in the same way: its permissions stay, and a link stays a link.</summary>
    /// <exception cref="UnauthorizedAccessException">The file is read-only.</exception>
    public static void Rewrite(string path, ReadOnlySpan<byte> content)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (new FileInfo(target).IsReadOnly)
        {
            throw new UnauthorizedAccessException($"'{path}' is read-only");
        }

        Write(target, content, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(target), null);
    }

    private static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, string? temporary)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (temporary is null)
        {
            temporary = TemporaryOf(path);
            foreach (var leftover in LeftoversOf(path).Where(File.Exists))
            {
                File.Delete(leftover);
            }
        }

        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, mode);
            }

            Fault.Reached(Boundary.FileDrafted);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Returns the temporary path beside <paramref name="path"/> that this process writes to.</summary>
    public static string TemporaryOf(string path) => $"{path}.{Environment.ProcessId}.tmp";

    /// <summary>Deletes temporary files that killed processes left.</summary>
    public static IReadOnlyList<string> LeftoversOf(string path)
    {
        var name = Path.GetFileName(path);
        return [.. new FileSystemEnumerable<string>(
            Path.GetDirectoryName(path)!, (ref FileSystemEntry entry) => entry.ToFullPath(), EvenHidden)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                entry.FileName.StartsWith(name, StringComparison.Ordinal)
                    && entry.FileName[name.Length..] is ['.', .. var id, '.', 't', 'm', 'p']
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsRunning(process),
        }];
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 in the same way; the file's time is new also if its text is not.</summary>
    public static void WriteText(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes <paramref name="content"/> unless the file holds exactly this already.</summary>
    /// <returns>True if the file was written.</returns>
    public static bool WriteIfDifferent(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
        {
            return false;
        }

        Write(path, content);
        return true;
    }

    /// <summary>
    /// Writes a file that is not there yet, without the rename: for a folder that itself is renamed into place when it is complete.
    /// </summary>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> content, bool isExecutable = false)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode(isExecutable);
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
        if (!OperatingSystem.IsWindows())
        {
            // Whatever the umask: permissions are a part of what is tested.
            File.SetUnixFileMode(stream.SafeFileHandle, Mode(isExecutable));
        }
    }

    /// <summary>644 or 755, as git checks out.</summary>
    private static UnixFileMode Mode(bool isExecutable)
    {
        const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return isExecutable ? Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Plain;
    }
}
