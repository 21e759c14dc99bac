namespace Menace.Model.Diagnostics;

/// <summary>The severity of a finding.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum RuleSeverity
{
    /// <summary>Never fails the build.</summary>
    Information,

    /// <summary>Probably a mistake; the build continues.</summary>
    Warning,

    /// <summary>The build fails.</summary>
    Error,
}

/// <summary>One rule of the table <see cref="Rules"/>: the properties that all its findings share.</summary>
/// <param name="Id">MENACE and four digits, never reused.</param>
/// <param name="Title">A short noun phrase for lists.</param>
/// <param name="MessageFormat">The message with {0}, {1} … for the value found, the allowed values and the nearest valid value.</param>
/// <param name="Severity">The severity unless the user changes it.</param>
/// <param name="Category">The area, by the range of the ID.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record RuleDescriptor(string Id, string Title, string MessageFormat, RuleSeverity Severity, string Category)
{
    /// <summary>Gets whether the rule is reported unless the user sets its severity.</summary>
    public bool IsEnabledByDefault { get; init; } = true;

    /// <summary>Gets whether the rule has a page under docs/rules; the others have an entry in its README.md.</summary>
    public bool HasPage => Category == "Menace.TaskFile";

    /// <summary>
    /// Returns the address of the page or entry of the rule, or null if <paramref name="helpLinkBase"/> (the property
    /// <c>MenaceHelpLinkBase</c>) is empty: the pages are in the package, and the user decides whether diagnostics contain an address.
    /// </summary>
    public string? HelpLink(string? helpLinkBase) =>
        helpLinkBase is null || helpLinkBase.Trim() is not { Length: > 0 } folder ? null
            : folder.TrimEnd('/') + (HasPage ? $"/{Id}.md" : $"/README.md#{Id.ToLowerInvariant()}");
}
