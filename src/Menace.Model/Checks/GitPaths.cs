using System.Text;

namespace Menace.Model.Checks;

/// <summary>
/// Paths that git refuses, here or on another system: its own rules of <c>core.protectNTFS</c> and <c>core.protectHFS</c> (read-cache.c,
/// path.c, utf8.c of
/// git), and the names that Windows does not have. A repository with such a path cannot be cloned everywhere.
/// </summary>
internal static class GitPaths
{
    private const string GitFolder = ".git";

    /// <summary>The name that NTFS gives <c>.git</c> besides.</summary>
    private const string ShortName = "git~1";

    /// <summary>Names that Windows keeps for devices, with or without an extension.</summary>
    public static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", "conin$", "conout$", .. Enumerable.Range(1, 9).SelectMany(n => new[] { "com" + n, "lpt" + n })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Characters that no name has on Windows; a backslash is one of them, with a reason of its own.</summary>
    private const string Forbidden = "*?\"<>|:";

    /// <summary>Why git refuses <paramref name="path"/>, whose separator is '/', with what to do; null if it does not.</summary>
    public static string? ReasonAgainst(string path) =>
        path.Split('/').Select(ReasonAgainstName).FirstOrDefault(reason => reason is not null);

    private static string? ReasonAgainstName(string name) =>
        IsGits(name, GitFolder) ? "is git's own. Choose another path"
        : IsGits(WithoutIgnorable(name), GitFolder) ? "is git's own on macOS, which ignores some of its characters. Choose another path"
        : IsGits(BeforeStream(name), GitFolder) || IsGits(BeforeStream(name), ShortName) ? "is git's own on Windows. Choose another path"
        : name.Any(c => c == '\\') ? "has a backslash, which separates folders on Windows. Write '/', or choose another path"
        : name.FirstOrDefault(c => Forbidden.Contains(c)) is var forbidden and not '\0'
            ? $"has a name with '{forbidden}', which Windows does not allow. Choose another path"
        : name.LastOrDefault() is '.' or ' '
            ? "has a name that ends with a dot or a space, which Windows does not keep. Choose another path"
        : Devices.Contains(BeforeExtension(name)) ? $"has the name of a device of Windows ('{BeforeExtension(name)}'). Choose another path"
        : null;

    private static bool IsGits(string name, string own) => name.Equals(own, StringComparison.OrdinalIgnoreCase);

    /// <summary>NTFS: a stream of a file is named after a colon, and dots and spaces at the end do not count.</summary>
    private static string BeforeStream(string name) => name.Split('\\', ':')[0].TrimEnd('.', ' ');

    private static string BeforeExtension(string name) => name.Split('.', ':')[0].TrimEnd(' ');

    /// <summary>HFS+ compares names without these code points (git's utf8.c, next_hfs_char).</summary>
    private static string WithoutIgnorable(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Where(
            c => c is not ((>= '\u200c' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u206a' and <= '\u206f') or '\ufeff')))
        {
            text.Append(c);
        }

        return text.ToString();
    }
}
