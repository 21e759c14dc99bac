using System.Text.RegularExpressions;

namespace Menace.Pipeline.Knowledge;

/// <summary>Licences: recognised by their well-known texts, and which of them allow reuse.</summary>
internal static partial class LicenseText
{
    /// <summary>Gets the licences whose code may be reused: they ask for a notice at most.</summary>
    public static IReadOnlyList<string> Reusable { get; } =
        ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "Unlicense"];

    /// <summary>
    /// Phrases that only one licence has, in lower case with single blanks, also for '/'; the first row with all of its phrases decides.
    /// </summary>
    private static readonly (string License, string[] Phrases)[] Texts =
    [
        ("AGPL-3.0-only", ["gnu affero general public license", "version 3"]),
        ("LGPL-3.0-only", ["gnu lesser general public license", "version 3"]),
        ("LGPL-2.1-only", ["gnu lesser general public license", "version 2.1"]),
        ("GPL-3.0-only", ["gnu general public license", "version 3"]),
        ("GPL-2.0-only", ["gnu general public license", "version 2"]),
        ("MPL-2.0", ["mozilla public license", "2.0"]),
        ("SSPL-1.0", ["server side public license"]),
        ("BUSL-1.1", ["business source license 1.1"]),
        ("CC-BY-NC-4.0", ["attribution-noncommercial 4.0"]),
        ("EUPL-1.2", ["european union public licence"]),
        ("Apache-2.0", ["apache license", "version 2.0"]),
        ("CC0-1.0", ["cc0 1.0 universal"]),
        ("Unlicense", ["this is free and unencumbered software released into the public domain"]),
        ("BSD-3-Clause", ["redistribution and use in source and binary forms", "neither the name of"]),
        ("BSD-2-Clause", ["redistribution and use in source and binary forms", "this list of conditions"]),
        ("ISC", ["permission to use, copy, modify, and or distribute this software for any purpose", "above copyright notice"]),
        ("ISC", ["permission to use, copy, modify, and distribute this software for any purpose", "above copyright notice"]),
        ("0BSD", ["permission to use, copy, modify, and or distribute this software for any purpose"]),
        ("MIT", ["permission is hereby granted, free of charge, to any person obtaining a copy", "without restriction",
            "the above copyright notice and this permission notice shall be included"]),
    ];

    /// <summary>
    /// Returns the SPDX expression of the licence that <paramref name="text"/> is or names by <c>SPDX-License-Identifier</c>; empty if it
    /// is not known.
    /// </summary>
    public static string Recognise(string text)
    {
        if (Identifier().Match(text) is { Success: true } named)
        {
            return named.Groups["id"].Value.Trim();
        }

        var plain = WhiteSpace().Replace(text, " ").ToLowerInvariant();
        return Texts.FirstOrDefault(row => row.Phrases.All(phrase => plain.Contains(phrase, StringComparison.Ordinal))).License ?? "";
    }

    /// <summary>Returns whether code under <paramref name="license"/>, an SPDX expression without brackets, may be reused.</summary>
    public static bool AllowsReuse(string license) =>
        license.Split(" OR ").Any(choice => choice.Split(" AND ").All(
            part => Reusable.Contains(part.Trim(), StringComparer.OrdinalIgnoreCase)));

    [GeneratedRegex(@"SPDX-License-Identifier:[ \t]*(?<id>[A-Za-z0-9.+-]+(?:[ \t]+(?:OR|AND|WITH)[ \t]+[A-Za-z0-9.+-]+)*)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[\s#*/]+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}
