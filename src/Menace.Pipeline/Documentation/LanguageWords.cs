using System.Buffers;
using System.Text.RegularExpressions;
using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads programming languages and licences.</summary>
internal static partial class LanguageWords
{
    /// <summary>Blanks and pictures in front of a language.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create(" \t\u200D\uFE0F\uD83D\uDC0D\uDC1A\u2705\u2714");

    private static readonly Dictionary<string, string> Licenses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mit"] = "MIT",
        ["expat"] = "MIT",
        ["apache-2.0"] = "Apache-2.0",
        ["apache 2.0"] = "Apache-2.0",
        ["apache 2"] = "Apache-2.0",
        ["apache version 2.0"] = "Apache-2.0",
        ["apache v2"] = "Apache-2.0",
        ["apache v2.0"] = "Apache-2.0",
        ["apache2"] = "Apache-2.0",
        ["bsd-2-clause"] = "BSD-2-Clause",
        ["bsd 2-clause"] = "BSD-2-Clause",
        ["2-clause bsd"] = "BSD-2-Clause",
        ["simplified bsd"] = "BSD-2-Clause",
        ["bsd-3-clause"] = "BSD-3-Clause",
        ["bsd 3-clause"] = "BSD-3-Clause",
        ["3-clause bsd"] = "BSD-3-Clause",
        ["new bsd"] = "BSD-3-Clause",
        ["two-clause bsd"] = "BSD-2-Clause",
        ["three-clause bsd"] = "BSD-3-Clause",
        ["modified bsd"] = "BSD-3-Clause",
        ["isc"] = "ISC",
        ["0bsd"] = "0BSD",
        ["zero-clause bsd"] = "0BSD",
        ["bsd zero clause"] = "0BSD",
        ["unlicense"] = "Unlicense",
        ["cc0"] = "CC0-1.0",
        ["cc0-1.0"] = "CC0-1.0",
        ["cc0 1.0"] = "CC0-1.0",
        ["mpl-2.0"] = "MPL-2.0",
        ["mpl 2.0"] = "MPL-2.0",
        ["mozilla public 2.0"] = "MPL-2.0",
        ["agpl-3.0-only"] = "AGPL-3.0-only",
        ["agpl-3.0-or-later"] = "AGPL-3.0-or-later",
        ["gpl-3.0-only"] = "GPL-3.0-only",
        ["gpl-3.0-or-later"] = "GPL-3.0-or-later",
        ["gpl-2.0-only"] = "GPL-2.0-only",
        ["gpl-2.0-or-later"] = "GPL-2.0-or-later",
        ["lgpl-2.1-only"] = "LGPL-2.1-only",
        ["lgpl-2.1-or-later"] = "LGPL-2.1-or-later",
        ["lgpl-3.0-only"] = "LGPL-3.0-only",
        ["lgpl-3.0-or-later"] = "LGPL-3.0-or-later",
        ["eupl-1.2"] = "EUPL-1.2",
        ["eupl 1.2"] = "EUPL-1.2",
        ["zlib"] = "Zlib",
        ["mit-licensed"] = "MIT",
        ["mit-lizenz"] = "MIT",
        ["isc-lizenz"] = "ISC",
        ["mit-licenced"] = "MIT",
        ["isc-licensed"] = "ISC",
        ["mit/x11"] = "MIT",
        ["mit/expat"] = "MIT",
        ["gplv3+"] = "GPL-3.0-or-later",
        ["gpl-3.0+"] = "GPL-3.0-or-later",
        ["gpl v3 or later"] = "GPL-3.0-or-later",
        ["gplv3 or later"] = "GPL-3.0-or-later",
        ["gplv2+"] = "GPL-2.0-or-later",
        ["gplv2 or later"] = "GPL-2.0-or-later",
        ["agplv3+"] = "AGPL-3.0-or-later",
        ["agplv3 or later"] = "AGPL-3.0-or-later",
        ["bsl-1.0"] = "BSL-1.0",
        ["cc-by-4.0"] = "CC-BY-4.0",
        ["epl-2.0"] = "EPL-2.0",
        ["postgresql"] = "PostgreSQL",
        ["ms-pl"] = "MS-PL",
        ["wtfpl"] = "WTFPL",
    };

    /// <summary>Returns the name in tasks.json of the language that is all of a text, or null.</summary>
    public static string? Language(string text)
    {
        if (SourceFile().Match(text.Trim().Trim('`')) is { Success: true } file)
        {
            return BotLanguages.Parse(file.Groups["ending"].Value)?.ToName();
        }

        var letter = text.AsSpan().IndexOfAnyExcept(Signs);
        text = letter > 0 ? text[letter..] : text;
        var match = WholeLanguage().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        return LanguageOf(match.Groups["name"].Value.ToLowerInvariant())?.ToName();
    }

    private static BotLanguage? LanguageOf(string name) => BotLanguages.Parse(name) ?? BotLanguages.Profiles.FirstOrDefault(profile =>
        profile.SpokenNames.Any(spoken => name == spoken || name.StartsWith(spoken + " ", StringComparison.Ordinal))
        || profile.Aliases.Any(alias => !alias.All(char.IsLetter) && name.Contains(alias, StringComparison.Ordinal)))?.Id;

    /// <summary>Returns the SPDX identifier of the licence that is all of a text, or null.</summary>
    public static string? License(string text)
    {
        if (Licenses.TryGetValue(text.Trim(' ', '.', '(', ')'), out var exact))
        {
            return exact;
        }

        var bare = LicenseWords().Replace(text.Replace(',', ' '), " ");
        bare = string.Join(' ', bare.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim('.', ' ', '"', '(', ')');
        return Licenses.GetValueOrDefault(bare);
    }

    /// <summary>Returns whether a text names a language, also one that bots cannot have.</summary>
    public static bool NamesLanguage(string text) => AnyLanguage().IsMatch(text);

    [GeneratedRegex(@"^[\w./-]+\.(?<ending>py|cs|sh)$", RegexOptions.CultureInvariant)]
    private static partial Regex SourceFile();

    [GeneratedRegex("""
        ^(?:plain[ ]|pure[ ]|modern[ ]|an?[ ])?(?<name>c?python|py|cs|c-sharp|c[ ]sharp|c\#|csharp|/bin/sh|/bin/bash|bourne[ ]shell|
        unix[ ]shell|posix[ ]shell|posix[ ]sh|shell|bash|sh|\.net[ ]?\(c\#\)|c\#/\.net)
        (?:[ ]?(?:>=|\u2265|v)?[ ]?\d[\d.+x]*|[ ]or[ ](?:newer|later|higher)|[ ]and[ ]newer|[ ]?\(?(?:\.net|dotnet)[ ]?\d*(?:\.\d+)?\)?|
        [ ]?\((?:v|version[ ])?\d[\d.+]*\)|[ ]?\((?:bash|posix|posix[ ]sh|sh)\)|[ ](?:script|program|only|code|scripts)|
        ,?[ ]on[ ]\.net[ ]?\d*|[ ]/[ ]\.net[ ]?\d*|,[ ]?\.net[ ]?\d*)*\.?$
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex WholeLanguage();

    [GeneratedRegex(@"\b(?:the|a|an|licen[cs]ed?|under|public domain dedication|terms of|software|lizenz|der|die|unter)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LicenseWords();

    [GeneratedRegex("""
        (?<![\w.-])(?:python|c\#|csharp|shell|bash|posix[ ]sh|zsh|powershell|perl|ruby|java|javascript|typescript|node|node\.js|go|golang|
        rust|kotlin|scala|php|cobol|
        fortran|c\+\+|f\#|vba|visual[ ]basic|awk|lua|groovy|r|julia|haskell|elixir|delphi|pascal|swift|\.net)(?![\w-])
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex AnyLanguage();
}
