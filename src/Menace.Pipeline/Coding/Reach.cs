using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Languages;

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
        ("processes", ["process", "processes", "subprocess", "command", "commands", "exec"], Processes()),
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
    /// cannot prove functions harmless, and what code of the other kinds uses is looked for, by name.
    /// </summary>
    public static string? Beyond(string code, BotLanguage language, IReadOnlyList<string> capabilities)
    {
        var named = Named(capabilities);
        if (named.Count == 0)
        {
            return null;
        }

        var uses = LanguageTable.RowOf(language).Uses(code);
        return Kinds.Where(kind => !named.Contains(kind.Kind))
            .Select(kind => kind.Uses.Match(uses) is { Success: true } use
                ? $"it uses '{use.Value.Trim()}', and the capabilities of the task do not name {kind.Kind}" : null)
            .FirstOrDefault(reason => reason is not null);
    }

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(?:socket|socketserver|ssl|urllib\d?|http\.(?:client|server)|from\s+http|requests|httpx|aiohttp|ftplib"
        + @"|smtplib|imaplib|poplib|telnetlib|xmlrpc|webbrowser|HttpClient|WebClient|WebRequest|TcpClient|TcpListener|UdpClient|Socket"
        + @"|SmtpClient|System\.Net(?!\.WebUtility))\b"
        + @"|^(?:curl|wget|netcat|nc|ncat|socat|ssh|scp|sftp|ftp|rsync|telnet|dig|host|nslookup|ping)$"
        + @"|^[<>].*/dev/(?:tcp|udp)/", RegexOptions.Multiline)]
    private static partial Regex Network();

    [GeneratedRegex(@"(?<![.\w])open\s*\(|\b(?:pathlib|shutil|tempfile|fileinput|glob|sqlite3|(?:from|import)\s+(?:os|io|nt|posix)|io\.open"
        + @"|os\.(?!path\.(?:join|basename|dirname|splitext|split|normpath|sep)\b|environ\b|getenv\b|linesep\b|sep\b|system\b|popen\b|fork"
        + @"|exec|spawn|kill|posix_spawn)\w+|File|FileInfo|Directory|DirectoryInfo|FileStream|StreamWriter|StreamReader|DriveInfo)\b"
        + @"|^(?:rm|rmdir|mv|cp|ln|mkdir|mktemp|touch|tee|dd|truncate|install|chmod|chown|find|shred|split|tar|zip|unzip)$|^>",
        RegexOptions.Multiline)]
    private static partial Regex Files();

    [GeneratedRegex(@"\b(?:subprocess|multiprocessing|concurrent\.futures|pty|ctypes|importlib|runpy|__import__"
        + @"|os\.(?:system|popen|fork\w*|exec\w*|(?:posix_)?spawn\w*|kill\w*)"
        + @"|(?:System\.Diagnostics\.)?Process(?:\.\w+|StartInfo)|DllImport|LibraryImport|Assembly|Activator)\b"
        + @"|(?<![.\w])(?:exec|eval|compile)\s*\(|\bnew\s+(?:System\.Diagnostics\.)?Process\b"
        + @"|^(?:kill|pkill|killall|nohup|setsid|xargs|eval|exec|bash|sh|zsh|dash|env|sudo|su|python\d?|perl|source|\.|&)$",
        RegexOptions.Multiline)]
    private static partial Regex Processes();
}
