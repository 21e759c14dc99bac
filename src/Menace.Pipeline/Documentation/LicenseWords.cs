using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Finds licences: SPDX identifiers, and what people call them.</summary>
internal static partial class LicenseWords
{
    private static readonly Dictionary<string, string> Names = Table(
        """
        MIT: expat mit/x11 mit/expat x11
        Apache-2.0: apache_2.0 apache_2 apache_version_2.0 apache_v2 apache_v2.0 apache2 apache-2 apache2.0 asl_2.0 al2
        BSD-2-Clause: 2-clause_bsd bsd_2-clause simplified_bsd two-clause_bsd freebsd bsd-2 bsd_2 bsd2
        BSD-3-Clause: 3-clause_bsd bsd_3-clause new_bsd three-clause_bsd modified_bsd revised_bsd bsd-3 bsd_3 bsd3
        ISC:
        0BSD: zero-clause_bsd bsd_zero_clause
        Unlicense: unlicence
        CC0-1.0: cc0 cc0_1.0 cc-0
        MPL-2.0: mpl_2.0 mozilla_public_2.0 mpl2 mpl_2 mpl2.0 mozilla_public_version_2.0 mozilla_public_v2
        AGPL-3.0-only:
        AGPL-3.0-or-later: agplv3+ agpl-3.0+ agpl_v3_or_later agplv3_or_later
        GPL-3.0-only: gplv3_only gpl_v3_only gpl-3_only
        GPL-3.0-or-later: gplv3+ gpl-3.0+ gpl_v3_or_later gplv3_or_later gpl_v3+ gpl_3_or_later gpl_version_3_or_later gpl3+ gpl_3+
        GPL-2.0-only: gplv2_only gpl_v2_only
        GPL-2.0-or-later: gplv2+ gpl-2.0+ gplv2_or_later gpl_v2_or_later gpl_version_2_or_later gpl2+ gpl_2+
        LGPL-2.1-only:
        LGPL-2.1-or-later: lgplv2.1+ lgpl-2.1+ lgpl_2.1_or_later
        LGPL-3.0-only:
        LGPL-3.0-or-later: lgplv3+ lgpl-3.0+ lgplv3_or_later lgpl_3_or_later
        EUPL-1.2: eupl_1.2 eupl_v1.2 eupl_version_1.2
        Zlib:
        BSL-1.0: boost_1.0
        CC-BY-4.0: cc_by_4.0
        EPL-2.0: epl_2.0
        PostgreSQL:
        MS-PL:
        WTFPL:
        """);

    /// <summary>Returns the SPDX identifier of the licence that is all of a text, or null.</summary>
    public static string? License(string text)
    {
        text = Plainly(text);
        if (Names.TryGetValue(text.Trim(' ', '.', '(', ')'), out var exact))
        {
            return exact;
        }

        var bare = Noise().Replace(text.Replace(',', ' '), " ");
        bare = string.Join(' ', bare.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim('.', ' ', '"', '(', ')');
        return Names.GetValueOrDefault(bare);
    }

    /// <summary>Returns the licence that a label states, without what it says about others, the past and plans.</summary>
    public static string? Labelled(string text) =>
        License(text) ?? License(text.Split(';', '(')[0]) ?? (Hedges.Any(text.Replace("-or-later", "", StringComparison.Ordinal)) ? null
            : Stated(text, hasCue: true));

    /// <summary>Returns the licence that a clause about the bot names; an empty text if several, null if none.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="hasCue">Whether it is known to be about a licence; names that can be something else count only then.</param>
    public static string? Stated(string clause, bool hasCue = false)
    {
        hasCue = hasCue || Cue().IsMatch(clause);
        var own = clause.Split([", ", "; "], StringSplitOptions.None).Where(part => !Other().IsMatch(part));
        var found = Name().Matches(Plainly(string.Join(", ", own))).Where(match => hasCue || match.Groups["exact"].Success)
            .Select(match => License(match.Value)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : found.Count == 1 ? found[0] : "";
    }

    /// <summary>"GPL, version 3 or any later one" is "GPL v3 or later".</summary>
    private static string Plainly(string text) => Later().Replace(Version().Replace(text, " v"), "or later");

    [GeneratedRegex(@"(?<=GPL|EUPL),?[ ](?:in[ ])?version[ ](?=\d)", Options)]
    private static partial Regex Version();

    [GeneratedRegex(@"\bor[ ](?:any[ ])?later(?:[ ](?:one|versions?))?\b", Options)]
    private static partial Regex Later();

    private static Dictionary<string, string> Table(string rows)
    {
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (id, names) = (row.Split(':')[0], row.Split(':')[1]);
            table[id] = id;
            foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                table[name.Replace('_', ' ')] = id;
            }
        }

        return table;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    [GeneratedRegex(@"\b(?:the|a|an|licen[cs]ed?|under|public[ ]domain[ ]dedication|terms[ ]of|software|lizenz|der|die|unter|"
        + @"open[ ]source)\b|-licen[cs]ed\b|-lizenz\b", Options)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\b(?:licen[cs]e[sd]?|licen[cs]ing|spdx|under|released|published|lizenz|lizenziert|unter|open[ ]source)\b", Options)]
    private static partial Regex Cue();

    [GeneratedRegex("""
        (?<![\w.-])(?:(?<exact>Apache-2\.0|BSD-[23]-Clause|A?GPL-[23]\.0(?:-only|-or-later|\+)|LGPL-[23]\.[01](?:-only|-or-later|\+)|
        MPL-2\.0|CC0-1\.0|0BSD|EUPL-1\.2|(?:MIT|ISC)-Lizenz|(?:MIT|ISC)-licen[cs]ed)
        |MIT(?:/X11|/Expat)?|ISC|Unlicense|CC0(?:[ ]1\.0)?|EUPL[ ]v?1\.2|(?:MPL|Mozilla[ ]Public[ ]Licen[cs]e),?[ ](?:version[ ]|
        v)?2(?:\.0)?
        |Apache(?:[ ]Software)?(?:[ ]Licen[cs]e)?,?[ ]?(?:Version[ ]|v)?2(?:\.0)?
        |(?:two|three|zero|2|3)-clause[ ]BSD|BSD[ ][23]-clause|(?:new|modified|revised|simplified)[ ]BSD
        |A?GPL[ ]?v?[ ]?[23](?:\.0)?(?:\+|[ ](?:or[ ]later|only))|zlib|BSL-1\.0|WTFPL)(?![\w-]|\.\d)
        """, Options)]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(?:library|libraries|data|feed|package|packages|driver|fonts?|icons?|server|client|vendor|api|was|dataset|"
        + @"bibliothek|daten|tables?|maps?|model)\b|'s\b", Options)]
    private static partial Regex Other();
}
