using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>
/// The file <c>self_coding_thresholds.yaml</c>, which is only read. It is the part of YAML that its content needs: mappings in block style
/// with plain or quoted keys, numbers, comments. Each line that is not valid is a warning, and the others count.
/// </summary>
internal sealed class ThresholdFile
{
    /// <summary>Its name, beside the task list.</summary>
    public const string Name = "self_coding_thresholds.yaml";

    private const string RoiDrop = "roi_drop";
    private const string ErrorIncrease = "error_increase";
    private const int LargestFile = 1 << 20;

    private readonly Dictionary<string, GivenThresholds> _bots = new(StringComparer.Ordinal);
    private readonly List<PipelineDiagnostic> _findings = [];

    /// <summary>The thresholds of all bots.</summary>
    public GivenThresholds Default { get; private set; } = new();

    /// <summary>Those of single bots, by name.</summary>
    public IReadOnlyDictionary<string, GivenThresholds> Bots => _bots;

    /// <summary>A warning for each line that is ignored.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings => _findings;

    /// <summary>Reads the file in <paramref name="folder"/>; without one there are no thresholds.</summary>
    public static ThresholdFile Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        var file = new ThresholdFile();
        try
        {
            if (new FileInfo(path) is not { Exists: true } info)
            {
                return file;
            }

            if (info.Length > LargestFile)
            {
                file.Ignore(0, $"the file has {info.Length} bytes, at most {LargestFile} are read");
                return file;
            }

            return Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file.Ignore(0, $"the file cannot be read: {exception.Message}");
            return file;
        }
    }

    /// <summary>Reads the text of the file.</summary>
    public static ThresholdFile Parse(string text)
    {
        var file = new ThresholdFile();

        // The open mappings, each with the indentation of its key; null for one whose key was not valid.
        List<(int Indent, string? Key)> open = [];
        foreach (var (index, raw) in text.Split('\n').Index())
        {
            var line = WithoutComment(raw.TrimEnd('\r', ' ', '\t'));
            var content = line.TrimStart(' ');
            if (content.Length > 0 && content is not ("---" or "..."))
            {
                file.Take(index + 1, line.Length - content.Length, content, open);
            }
        }

        return file;
    }

    private void Take(int number, int indent, string content, List<(int Indent, string? Key)> open)
    {
        while (open.Count > 0 && open[^1].Indent >= indent)
        {
            open.RemoveAt(open.Count - 1);
        }

        if (Split(content) is not { } pair)
        {
            Ignore(number, $"'{Short(content)}' is not 'key: value'");
            open.Add((indent, null));
            return;
        }

        var (key, value) = pair;
        if (open.Any(mapping => mapping.Key is null))
        {
            Ignore(number, $"'{Short(key)}' is below a line that is ignored");
            return;
        }

        string[] path = [.. open.Select(mapping => mapping.Key!), key];
        if (value.Length == 0 || value == "{}")
        {
            var isKnown = path is ["default"] or ["bots"] or ["bots", _];
            if (!isKnown)
            {
                Ignore(number, Unknown(path));
            }

            open.Add((indent, isKnown ? key : null));
            return;
        }

        if (path is not (["default", _] or ["bots", _, _]))
        {
            Ignore(number, Unknown(path));
            open.Add((indent, null));
            return;
        }

        var before = path is ["default", _] ? Default : _bots.GetValueOrDefault(path[1]) ?? new();
        if (Changed(before, key, value, out var reason) is not { } after)
        {
            Ignore(number, reason);
        }
        else if (path is ["default", _])
        {
            Default = after;
        }
        else
        {
            _bots[path[1]] = after;
        }
    }

    private static GivenThresholds? Changed(GivenThresholds before, string key, string value, out string reason)
    {
        reason = "";
        switch (key)
        {
            case RoiDrop when SelfCodingSettings.ParseRoiDrop(value) is { } number:
                return before with { RoiDrop = number };
            case ErrorIncrease when SelfCodingSettings.ParseErrorIncrease(value) is { } number:
                return before with { ErrorIncrease = number };
            case RoiDrop:
                reason = $"roi_drop is '{Short(value)}', but must be {SelfCodingSettings.RoiDropAllowed}";
                return null;
            case ErrorIncrease:
                reason = $"error_increase is '{Short(value)}', but must be {SelfCodingSettings.ErrorIncreaseAllowed}";
                return null;
            default:
                reason = $"'{Short(key)}' is not known; allowed are {RoiDrop} and {ErrorIncrease}"
                    + Nearest.Hint(key, [RoiDrop, ErrorIncrease]);
                return null;
        }
    }

    private static string Unknown(IReadOnlyList<string> path) =>
        $"'{Short(path[^1])}' is not expected here; the file has 'default:' with thresholds, and 'bots:' with a mapping for each bot";

    /// <summary>Key and value, without quotes; null if the line is no entry of a mapping.</summary>
    private static (string Key, string Value)? Split(string content)
    {
        var end = content[0] is '"' or '\'' ? content.IndexOf(content[0], 1) + 1 : content.IndexOf(':', StringComparison.Ordinal);
        return end < 1 || end >= content.Length || content[end] != ':' || content[0] is '-' or '{' or '[' or '\t' or ':'
            || (end + 1 < content.Length && content[end + 1] is not (' ' or '\t')) || Unquoted(content[..end]) is not { Length: > 0 } key
            ? null : (key, Unquoted(content[(end + 1)..].Trim()));
    }

    private static string Unquoted(string text) =>
        text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text.Trim();

    /// <summary>A comment begins with a number sign at the start of the line or behind a blank, outside of quotes.</summary>
    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
            {
                quote = line[i] == quote ? '\0' : quote;
            }
            else if (line[i] is '"' or '\'')
            {
                quote = line[i];
            }
            else if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
            {
                return line[..i].TrimEnd();
            }
        }

        return line;
    }

    private static string Short(string text)
    {
        var printable = new string([.. text.Take(60).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > 60 ? printable + "…" : printable;
    }

    private void Ignore(int line, FormattableString reason) => Ignore(line, reason.ToString(CultureInfo.InvariantCulture));

    private void Ignore(int line, string reason) =>
        _findings.Add(new(Rules.ThresholdIgnored, [reason]) { Page = new PagePlace(Name, line) });
}
