using System.Text.RegularExpressions;
using Menace.Model.Languages.Python;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads lists of third-party packages.</summary>
internal static partial class PackageWords
{
    /// <summary>Programs and languages, which people list beside packages.</summary>
    private static readonly HashSet<string> Programs = new(
        """
        python python3 .net dotnet csharp bash sh shell git curl wget jq ffmpeg docker podman psql rsync tesseract pandoc imagemagick
        ghostscript awk sed grep
        pdftotext exiftool sox gdal graphviz dot zip unzip tar gzip xmllint yq mutt msmtp sendmail mailx lpr cups rclone restic borg
        kubectl helm terraform
        ansible aws az gcloud powershell excel chrome chromium firefox libreoffice inkscape gnuplot latex xelatex pdftk qpdf mosquitto
        coreutils busybox gawk
        perl ruby r nmap ping dig vim tmux flock bc date find xargs sort uniq cut tr head tail cat shellcheck bats pytest xunit
        node npm java cron systemd openssl gpg make ssh nuget pip pypi sqlite3 postgresql postgres mysql redis rabbitmq nginx
        """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that stand where a package is expected.</summary>
    private static readonly HashSet<string> Words = new(
        """
        tbd tbc todo unknown unclear various see yes no none na nil misc several some many default standard internal private own bundled
        vendored pinned unpinned
        latest any all same ditto dito above below other others library libraries package packages python-only open access vpn network
        internet nothing
        """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the packages of a list, which is empty if it says that there are none; null if a part of it is unclear.</summary>
    public static IReadOnlyList<string>? Read(RichText text)
    {
        if (IsNone(text.Plain))
        {
            return [];
        }

        var packages = new List<string>();
        foreach (var (part, isCode) in Joined(ListParts.Of(text)))
        {
            // "... and nothing else"
            if (packages.Count > 0 && End().IsMatch(part))
            {
                break;
            }

            if (One(part) is not { } package || (!isCode && !IsPlausible(package)))
            {
                return null;
            }

            if (package.Length > 0)
            {
                packages.Add(package);
            }
        }

        return [.. packages.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A version behind a comma belongs to the name in front of it.</summary>
    private static List<(string Text, bool IsCode)> Joined(IReadOnlyList<RichText> parts)
    {
        var joined = new List<(string Text, bool IsCode)>();
        foreach (var part in parts)
        {
            var text = part.HasGap ? "?" : part.Plain.Replace('\n', ' ');
            if (joined.Count > 0 && VersionPart().IsMatch(text))
            {
                joined[^1] = (joined[^1].Text + " " + text, joined[^1].IsCode);
            }
            else
            {
                joined.Add((text, part.Plain.Length > 0 && part.Is(TextMark.Code, 0)));
            }
        }

        return joined;
    }

    /// <summary>A capital without a version, such as VPN or Excel, is hardly a package.</summary>
    private static bool IsPlausible(string package) =>
        package.Length == 0 || package.Contains('@') || package.Contains('.') || !char.IsUpper(package[0])
        || (package.Any(char.IsLower) && package.AsSpan(1).ContainsAnyInRange('A', 'Z'));

    /// <summary>Returns the packages with exact versions that a text names in passing: <c>name==1.2.3</c>, <c>name (1.2.3)</c>.</summary>
    public static IReadOnlyList<string> Pinned(RichText text)
    {
        var packages = new List<string>();
        foreach (Match match in PinnedName().Matches(text.Plain))
        {
            if (text.IsAll(TextMark.Code, match.Index, match.Groups["name"].Length)
                && !text.Plain.AsSpan(0, match.Index).TrimEnd().EndsWith("(") && One(match.Value) is { Length: > 0 } package)
            {
                packages.Add(package);
            }
        }

        return packages;
    }

    /// <summary>Returns how many names with versions a text has that are no programs or languages.</summary>
    public static int VersionsIn(string text) => Versioned().Matches(text).Count(match => One(match.Value) is { Length: > 0 });

    [GeneratedRegex(@"(?<![\w.-])[A-Za-z][\w.-]*[A-Za-z0-9](?:==| \(?)\d+(?:\.\d+)+\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Versioned();

    /// <summary>Returns the names in code that stand in one list with a package that has a version; null if there is none.</summary>
    public static IReadOnlyList<string>? Listed(RichText text)
    {
        var (names, end, isVersioned) = (new List<string>(), -1, false);
        for (var at = 0; at < text.Plain.Length; at++)
        {
            if (!text.Is(TextMark.Code, at))
            {
                continue;
            }

            var start = at;
            while (at < text.Plain.Length && text.Is(TextMark.Code, at))
            {
                at++;
            }

            if (names.Count == 0 && Command(text.Plain[start..at]) is { Count: > 0 } installed)
            {
                return installed;
            }

            var isListed = end < 0 || Between().IsMatch(text.Plain[end..start]);
            if (!isListed && !isVersioned)
            {
                names.Clear();
            }

            if (!isListed && isVersioned)
            {
                break;
            }

            var behind = VersionBehind().Match(text.Plain, at);
            var one = One(text.Plain[start..at] + (behind.Success ? " " + behind.Groups["version"].Value : ""));
            if (isVersioned && !behind.Success && at < text.Plain.Length && !EndOfName().IsMatch(text.Plain[at..]))
            {
                // "..., `b` was dropped" says something else about it.
                break;
            }

            if (one is not { Length: > 0 })
            {
                return isVersioned || names.Count > 0 ? null : Listed(text.From(at));
            }

            names.Add(one);
            isVersioned |= one.Contains('@');
            end = at + behind.Length;
        }

        return isVersioned ? [.. names.Distinct(StringComparer.OrdinalIgnoreCase)] : null;
    }

    [GeneratedRegex(@"^(?:[.,;:)]|$| ?\(| (?:and|und|from|for|at|in any|without|or|as well|plus|,)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex EndOfName();

    [GeneratedRegex(@"\G,? ?(?:\(|pinned to |at |exactly |in version |version )?(?:version )?(?<version>\d+(?:\.\d+)+)\)?(?!\w)",
        RegexOptions.CultureInvariant)]
    private static partial Regex VersionBehind();

    [GeneratedRegex(@"^[^;.\w]*(?:\b(?:and|und|plus|or newer|any version|any|for the \w+|exactly)\b[^;.\w]*)*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    /// <summary>Returns the packages of a command line such as <c>pip install a==1.0 b</c>, or null if it is none.</summary>
    public static IReadOnlyList<string>? Command(string line)
    {
        var match = Install().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var packages = new List<string>();
        var words = match.Groups["rest"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (match.Groups["nuget"].Success)
        {
            return words is [var name, "--version" or "-v", var version] && One($"{name} {version}") is { Length: > 0 } exact ? [exact]
                : words is [var only] && One(only) is { Length: > 0 } bare ? [bare] : null;
        }

        foreach (var word in words)
        {
            if (word[0] == '-' || One(word.Trim('"', '\'')) is not { } package)
            {
                return null;
            }

            if (package.Length > 0)
            {
                packages.Add(package);
            }
        }

        return packages;
    }

    /// <summary>Returns one package as tasks.json has it, an empty text for what is no package, or null if it is unclear.</summary>
    public static string? One(string text)
    {
        var match = Package().Match(text.Trim().TrimEnd('.'));
        if (!match.Success || Hedges.Any(match.Groups["note"].Value))
        {
            return null;
        }

        var (name, version) = (match.Groups["name"].Value, match.Groups["version"].Value);
        if (ProgramNote().IsMatch(match.Groups["note"].Value))
        {
            return "";
        }

        if (match.Groups["note"].Length > 0 && version.Length == 0 && char.IsUpper(name[0]))
        {
            // "Excel for the managers"
            return null;
        }

        if (Words.Contains(name) || FileName().IsMatch(name))
        {
            return null;
        }

        if (Programs.Contains(name) || (version.Length == 0 && (PythonStandardLibrary.Contains(name)
            || name.StartsWith("System.", StringComparison.Ordinal))))
        {
            return "";
        }

        if (version.Length > 0 && !version.Contains('.'))
        {
            // "3" can be any version 3.
            return null;
        }

        var isExact = version.Length > 0 && !version.Contains('-') && !RangeNote().IsMatch(match.Groups["note"].Value)
            && !match.Groups["range"].Success && !version.EndsWith('x') && !version.EndsWith('*');
        return isExact ? $"{name}@{version}" : name;
    }

    /// <summary>Returns whether a text says that there are none.</summary>
    public static bool IsNone(string text) => None().IsMatch(text.Trim());

    [GeneratedRegex("""
        ^(?<name>[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]|[A-Za-z])(?:\[[A-Za-z0-9,_-]+\])?
        (?:
          [ ]?(?<range>>=|<=|\u2265|~=|!=|>|<|\^|~)[ ]?(?<version>\d[\w.*]*)(?:,[ ]?[<>=!~]+[ ]?\d[\w.*]*)*
        | (?:[ ]?={1,3}[ ]?|@|/|[ ]v|,?[ ](?:in[ ])?version[ ]|,?[ ](?:pinned[ ]to|pinned[ ]at|at|in)[ ]|,[ ]|[ ]|[ ]\((?:version[ ]|
        v)?)(?<version>\d[\w.*-]*)(?<range>\+|
        [ ](?:or[ ](?:newer|later|higher)|and[ ](?:newer|up)))?\)?
        )?
        (?:[ ]?\((?:any[ ]version|latest|unpinned|no[ ]version|(?<note>[^()]*))\)|[ ](?:[-\u2013\u2014]|for)[ ](?<note>.*)|
        :[ ](?<note>.*))?$
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Package();

    [GeneratedRegex(@"(?<![\w.-])(?<name>[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9])(?:==|,? (?:version |in version |pinned to |at )?|,? "
        + @"\((?:version )?)\d+(?:\.\d+)+\)?(?![\w.]\d)", RegexOptions.CultureInvariant)]
    private static partial Regex PinnedName();

    [GeneratedRegex(@"\b(?:program|programs|binary|cli|apt|brew|system package|executable|command|not a package)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ProgramNote();

    [GeneratedRegex(@"\b(?:or (?:newer|later|higher)|at least|minimum|min|and up|upwards|or above)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RangeNote();

    [GeneratedRegex(@"\.(?:txt|toml|cfg|ini|lock|json|md|csproj|props|py|cs|sh|yml|yaml|whl|zip)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(?:in |at |pinned to )?(?:version |v)?\d[\w.*-]*\)?$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPart();

    [GeneratedRegex(@"^(?:(?:on )?nothing (?:else|more)|no (?:other|others|more)|please|which|both|all (?:of|from)|because|since|so|"
        + @"as|for|to|that is all)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex End();

    [GeneratedRegex(@"^[ \t$>]*(?:(?:python3? -m )?pip3? install|(?<nuget>dotnet add package|"
        + @"dotnet package add))[ \t]+(?<rest>[^#;&|]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Install();

    [GeneratedRegex("""
        ^(?:[-\u2013\u2014/]+|none(?:[ ](?:at[ ]all|needed|required))?|nothing|no|n/a|keine|keiner|nichts|
        no[ ](?:third-party[ ])?(?:packages|libraries|dependencies|other[ ]bots?)|
        (?:none[,;:]?[ ]?\(?)?(?:only[ ]|just[ ]|nothing[ ]but[ ])?(?:the[ ])?(?:python[ ]|python's[ ]|\.net[ ]|
        c\#[ ])?(?:standard[ ]lib(?:rary)?|stdlib|std[ ]lib|base[ ]class[ ]library|built-ins?)(?:[ ]only)?\)?)\.?$
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex None();
}
