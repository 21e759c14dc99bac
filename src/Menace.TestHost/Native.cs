using System.Runtime.InteropServices;

namespace Menace.TestHost;

/// <summary>The calls of the C library that the host needs: what they change belongs to the process and .NET has no name for it.</summary>
internal static partial class Native
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Truncate = 0x200;

    private const int CloseOnExecute = 0x80000;
    private const int DuplicateCloseOnExecute = 1030;

    /// <summary>
    /// Returns a new descriptor of what <paramref name="descriptor"/> is open for; programs that are started do not get it.
    /// </summary>
    public static int Duplicate(int descriptor) => Checked(Fcntl(descriptor, DuplicateCloseOnExecute, 10), "fcntl");

    /// <summary>Makes <paramref name="target"/> another descriptor of what <paramref name="source"/> is open for.</summary>
    public static void Replace(int target, int source) => Checked(Dup2(source, target), "dup2");

    /// <summary>Opens <paramref name="path"/>; programs that are started do not get the descriptor.</summary>
    public static int Open(string path, int flags) => Checked(OpenFile(path, flags | CloseOnExecute, 0b110_100_100), path);

    public static void CloseDescriptor(int descriptor) => _ = Close(descriptor);

    /// <summary>Ends the process at once: no handler of the bot runs any more.</summary>
    public static void ExitNow(int code) => Exit(code);

    /// <summary>Sets a variable for native code, which does not see those that .NET sets; null removes it.</summary>
    public static void SetVariable(string name, string? value) =>
        _ = value is null ? UnsetVariable(name) : SetVariable(name, value, overwrite: 1);

    /// <summary>Replaces this program by another one in the same process. Returns only if that is not possible.</summary>
    public static void Become(string program, string[] arguments, string[] environment) =>
        _ = Execute(program, [.. arguments, null], [.. environment, null]);

    private static int Checked(int result, string what) =>
        result >= 0 ? result : throw new IOException($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int source, int target);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);

    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] arguments, string?[] environment);
}
