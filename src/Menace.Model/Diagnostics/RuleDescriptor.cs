namespace Menace.Model.Diagnostics;

/// <summary>How grave a finding is.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum RuleSeverity
{
    /// <summary>Worth knowing; never stops anything.</summary>
    Information,

    /// <summary>Probably a mistake; the build goes on.</summary>
    Warning,

    /// <summary>The build fails.</summary>
    Error,
}

/// <summary>One rule of the table <see cref="Rules"/>: everything that is the same for all its findings.</summary>
/// <param name="Id">MENACE and four digits, never reused.</param>
/// <param name="Title">A short noun phrase for lists.</param>
/// <param name="MessageFormat">The message with {0}, {1} … for what was found, what is allowed and the nearest valid value.</param>
/// <param name="Severity">The severity unless the user changes it.</param>
/// <param name="Category">The area, by the range of the ID.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record RuleDescriptor(string Id, string Title, string MessageFormat, RuleSeverity Severity, string Category)
{
    /// <summary>False for a rule that is reported only where the user asks for it, by giving it a severity.</summary>
    public bool IsEnabledByDefault { get; init; } = true;

    /// <summary>
    /// Returns the address of the page that explains the rule, or null if <paramref name="helpLinkBase"/> (the property <c>MenaceHelpLinkBase</c>) is empty:
    /// the pages are in the package, and no address is named that the user did not choose.
    /// </summary>
    public string? HelpLink(string? helpLinkBase) =>
        helpLinkBase is null || helpLinkBase.Trim() is not { Length: > 0 } folder ? null : folder.TrimEnd('/') + "/" + Id + ".md";
}
