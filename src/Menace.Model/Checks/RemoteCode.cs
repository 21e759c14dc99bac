using System.Text.RegularExpressions;

namespace Menace.Model.Checks;

/// <summary>
/// Finds code that runs what it fetches: <c>curl … | sh</c>, <c>sh -c "$(wget …)"</c>, <c>iex (iwr …)</c>. One pass over the text.
/// </summary>
internal static class RemoteCode
{
    /// <summary>From the first character of the command to the last of what runs it.</summary>
    public readonly record struct Run(int Start, int Length, string Fetcher, string Runner);

    /// <summary>How far before a fetcher what runs it may stand.</summary>
    private const int Window = 80;

    private static readonly Regex Fetcher = new(
        @"\b(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString)(?![\w-])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>
    /// Interpreters at the end of a pipe. An interpreter with a program of its own (<c>python3 -c</c>, <c>-m</c>) reads data, not code.
    /// </summary>
    private static readonly Regex Piped = new(
        @"\G[ \t]*(?:sudo[ \t]+(?:-\w+[ \t]+)?)?(?:/\w+(?:/\w+)*/)?(?<runner>(?:ba|da|z|k)?sh(?![\w.])(?![ \t]+-c)|(?:python3?|perl" +
            @"|ruby|node)(?=[ \t]*(?:-[ \t]*)?(?:$|[;&|)\n\r""']))|iex(?!\w)|Invoke-Expression(?!\w))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Before = new(
        @"(?<runner>\b(?:ba|da|z|k)?sh[ \t]+-c[ \t]+[""']?|\beval[ \t]+[""']?)(?:\$\(|`)[ \t]*$|(?<runner>\b(?:(?:ba|da|z|k)?sh|source)" +
            @"|(?:^|[;\s])\.)[ \t]+<\([ \t]*$|(?<runner>\b(?:iex|Invoke-Expression))[ \t]*\(?[^|;]*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static IEnumerable<Run> In(string text)
    {
        // Commands up to here are known to lead into nothing that runs them; they are not looked through again.
        var searched = 0;
        for (var match = Fetcher.Match(text); match.Success; match = match.NextMatch())
        {
            if (IsComment(text, match.Index))
            {
                continue;
            }

            var from = Math.Max(match.Index - Window, 0);
            var line = LastLine(text.Substring(from, match.Index - from));
            if (line.IndexOfAny(['(', '`', 'x', 'X']) is >= 0 && Before.Match(line) is { Success: true } before)
            {
                var start = match.Index - (before.Length - (before.Groups["runner"].Index - before.Index));
                yield return new(start, match.Index + match.Length - start, match.Value, Name(before.Groups["runner"].Value));
                continue;
            }

            for (var at = Math.Max(match.Index + match.Length, searched); at < text.Length && !EndsCommand(text, at); at++)
            {
                searched = at + 1;
                if (text[at] != '|' || Piped.Match(text, at + 1) is not { Success: true } piped)
                {
                    continue;
                }

                yield return new(match.Index, piped.Index + piped.Length - match.Index, match.Value, piped.Groups["runner"].Value);
                break;
            }
        }
    }

    private static string Name(string runner) => runner.Trim(' ', '\t', '"', '\'').Split(' ')[0];

    private static string LastLine(string text) => text.Substring(text.LastIndexOf('\n') + 1);

    /// <summary>A line break without a backslash, or the sign for "and then".</summary>
    private static bool EndsCommand(string text, int at) => text[at] switch
    {
        '\n' => at == 0 || text[at - 1] != '\\',
        ';' => true,
        '&' => at + 1 < text.Length && text[at + 1] == '&',
        '|' => at + 1 < text.Length && text[at + 1] == '|',
        _ => false,
    };

    private static bool IsComment(string text, int at)
    {
        var start = at;
        while (start > 0 && start > at - 200 && text[start - 1] != '\n')
        {
            start--;
        }

        while (start < at && text[start] is ' ' or '\t')
        {
            start++;
        }

        return text[start] == '#' || (text[start] == '/' && start + 1 < text.Length && text[start + 1] == '/');
    }
}
