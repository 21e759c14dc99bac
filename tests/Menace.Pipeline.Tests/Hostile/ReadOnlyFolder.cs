using System.Diagnostics;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Makes a folder read-only for as long as it lives. Permissions do not hold for root, which mounts the folder over itself.</summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly string _path;

    public ReadOnlyFolder(string path)
    {
        _path = path;
        if (Environment.IsPrivilegedProcess)
        {
            Shell.Run("/", null, "mount", "--bind", path, path);
            Shell.Run("/", null, "mount", "-o", "remount,bind,ro", path);
        }
        else
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var process = Process.Start("umount", ["-l", _path]);
            process.WaitForExit();
        }
        else
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
