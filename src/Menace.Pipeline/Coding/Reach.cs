using System.Text.RegularExpressions;

namespace Menace.Pipeline.Coding;

/// <summary>
/// What code may reach outside of itself. A task names it in its capabilities, in the user's words; code without the name of a kind may not
/// use it.
/// </summary>
internal static partial class Reach
{
    private static readonly (string Kind, string[] Words, Regex Uses)[] Kinds =
    [
        ("network", ["network", "http", "https", "web", "internet", "api", "socket", "sockets", "email", "mail", "smtp", "ftp", "download",
            "upload", "url"], Network()),
        ("files", ["file", "files", "filesystem", "disk", "storage", "folder", "folders", "directory", "directories", "fs"], Files()),
        ("processes", ["process", "processes", "subprocess", "shell", "command", "commands", "exec"], Processes()),
    ];

    /// <summary>Returns the kinds that <paramref name="capabilities"/> name.</summary>
    public static IReadOnlyList<string> Named(IReadOnlyList<string> capabilities)
    {
        var words = capabilities.SelectMany(capability => Word().Matches(capability.ToLowerInvariant()).Select(word => word.Value))
            .ToHashSet(StringComparer.Ordinal);
        return [.. Kinds.Where(kind => kind.Words.Any(words.Contains)).Select(kind => kind.Kind)];
    }

    /// <summary>
    /// Returns why <paramref name="code"/> needs more than <paramref name="capabilities"/> name, or null. Where they name one kind, reading
    /// cannot prove functions harmless, and names of the other kinds are looked for.
    /// </summary>
    public static string? Beyond(string code, IReadOnlyList<string> capabilities)
    {
        var named = Named(capabilities);
        return named.Count == 0 ? null : Kinds.Where(kind => !named.Contains(kind.Kind))
            .Select(kind => kind.Uses.Match(code) is { Success: true } use
                ? $"it uses '{use.Value}', and the capabilities of the task do not name {kind.Kind}" : null)
            .FirstOrDefault(reason => reason is not null);
    }

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(?:socket|urllib|http\.client|requests|httpx|aiohttp|ftplib|smtplib|telnetlib|HttpClient|WebClient|TcpClient|UdpClient"
        + @"|System\.Net|SmtpClient|curl|wget|netcat|nc|ssh|scp|ftp)\b|/dev/(?:tcp|udp)/")]
    private static partial Regex Network();

    [GeneratedRegex(@"\bopen\s*\(|\b(?:pathlib|shutil|tempfile|os\.(?:remove|unlink|rename|mkdir|makedirs|rmdir|open)|File\.\w+|Directory\.\w+"
        + @"|FileStream|StreamWriter|System\.IO)\b|\b(?:rm|mv|cp|mkdir|touch|tee|dd|truncate)\s")]
    private static partial Regex Files();

    [GeneratedRegex(@"\b(?:subprocess|multiprocessing|os\.(?:system|popen|fork|exec\w*|spawn\w*|kill)|pty|Process\.\w+|ProcessStartInfo"
        + @"|System\.Diagnostics)\b|\b(?:kill|nohup|setsid|xargs|eval)\s|:\(\)")]
    private static partial Regex Processes();
}
