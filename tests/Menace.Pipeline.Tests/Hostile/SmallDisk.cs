using System.Diagnostics;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>A small file system of its own: a loop-mounted image, else memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    private string Ballast => Path.Combine(_path, "ballast");

    /// <summary>Mounts one at <paramref name="path"/>, an empty folder; null if this process may mount nothing.</summary>
    /// <param name="image">Where the image is made, on another file system.</param>
    /// <param name="path">The folder.</param>
    /// <param name="megabytes">Its size.</param>
    public static SmallDisk? Mount(string image, string path, int megabytes)
    {
        using (var file = File.Create(image))
        {
            file.SetLength((long)megabytes << 20);
        }

        return (Runs("mke2fs", "-q", "-F", "-b", "1024", "-m", "0", image) && Runs("mount", "-o", "loop", image, path))
            || Runs("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) ? new(path) : null;
    }

    /// <summary>Leaves <paramref name="kibibytes"/> free.</summary>
    public void Fill(int kibibytes)
    {
        Free();
        var length = new DriveInfo(_path).AvailableFreeSpace - (kibibytes * 1024L);
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var part = new byte[1024]; length > 0; length -= part.Length)
            {
                file.Write(part);
            }
        }
        catch (IOException)
        {
            // The file system needs a part of the space itself.
        }
    }

    /// <summary>Makes all space free again.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose() => Runs("umount", "-l", _path);

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
