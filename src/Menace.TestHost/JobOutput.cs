using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Menace.TestHost;

/// <summary>Standard output and standard error of the process: those of a job while one runs, else the log of the host.</summary>
internal sealed class JobOutput
{
    private const string Descriptors = "/proc/self/fd";

    private readonly int _log = Native.Duplicate(2);
    private readonly int _nothing = Native.Open("/dev/null", Native.WriteOnly);

    /// <summary>Opens the output of a job.</summary>
    public static void Begin(string path)
    {
        Redirect(1, path, Native.WriteOnly);
        Native.Replace(2, 1);
    }

    /// <summary>Lets <paramref name="descriptor"/> write to what is at <paramref name="path"/>.</summary>
    public static void Redirect(int descriptor, string path, int flags)
    {
        var file = Native.Open(path, flags);
        Native.Replace(descriptor, file);
        Native.CloseDescriptor(file);
    }

    /// <summary>Writes a line to standard error, whatever the code under test made of <see cref="Console"/>.</summary>
    public static void WriteError(string line)
    {
        using var error = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        error.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    /// <summary>
    /// Lets go of the output: the client reads to its end. Copies that the code under test still holds lead nowhere from now on; they stay
    /// open, because their owners will close them.
    /// </summary>
    public void End()
    {
        var output = new FileInfo($"{Descriptors}/1").LinkTarget;
        foreach (var copy in Directory.EnumerateFileSystemEntries(Descriptors))
        {
            if (new FileInfo(copy).LinkTarget == output
                && int.TryParse(Path.GetFileName(copy), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
            {
                Native.Replace(descriptor, descriptor <= 2 ? _log : _nothing);
            }
        }
    }
}
