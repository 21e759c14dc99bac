namespace Menace.Model.Diagnostics;

// The rules about what is known of bots that were built before.
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static partial class Rules
{
    /// <summary>MENACE6001.</summary>
    public static readonly RuleDescriptor KnowledgeUnusable = new("MENACE6001", "The knowledge cannot be used",
        "The knowledge database '{0}' cannot be used: {1}", RuleSeverity.Error, "Menace.Knowledge");

    /// <summary>MENACE6002.</summary>
    public static readonly RuleDescriptor KnowledgeReplaced = new("MENACE6002", "A knowledge database was replaced",
        "The knowledge database '{0}' cannot be used: {1}. It was renamed to '{2}' and is replaced by a new one",
        RuleSeverity.Warning, "Menace.Knowledge");

    /// <summary>MENACE6003.</summary>
    public static readonly RuleDescriptor KnowledgeEntryRefused = new("MENACE6003", "The knowledge does not take an entry",
        "'{0}' is not stored: {1}", RuleSeverity.Error, "Menace.Knowledge");

    /// <summary>MENACE6004.</summary>
    public static readonly RuleDescriptor KnowledgeSkipped = new("MENACE6004", "A repository was not imported",
        "'{0}' is not imported into the knowledge: {1}", RuleSeverity.Warning, "Menace.Knowledge");

    /// <summary>MENACE6005.</summary>
    public static readonly RuleDescriptor KnowledgeFileInvalid = new("MENACE6005", "A file cannot be imported",
        "The file '{0}' cannot be imported into the knowledge: {1}. Nothing of it was imported", RuleSeverity.Error, "Menace.Knowledge");

    /// <summary>MENACE6006.</summary>
    public static readonly RuleDescriptor KnowledgeNotFound = new("MENACE6006", "Not in the knowledge",
        "'{0}' was not found in the knowledge in '{1}'", RuleSeverity.Error, "Menace.Knowledge");

    /// <summary>MENACE6007.</summary>
    public static readonly RuleDescriptor KnowledgeNotExported = new("MENACE6007", "The knowledge cannot be exported",
        "The file '{0}' cannot be written: {1}", RuleSeverity.Error, "Menace.Knowledge");

    /// <summary>MENACE6008.</summary>
    public static readonly RuleDescriptor KnowledgeNotExtended = new("MENACE6008", "What a build showed is not kept",
        "{0}. What this build showed of its bots is not kept; it is complete otherwise", RuleSeverity.Warning, "Menace.Knowledge");

    /// <summary>MENACE6009.</summary>
    public static readonly RuleDescriptor PlannedWithout = new("MENACE6009", "The planner did not use a database",
        "{0}. The plan was made without it", RuleSeverity.Warning, "Menace.Knowledge");

    private static RuleDescriptor[] KnowledgeRules() =>
        [KnowledgeUnusable, KnowledgeReplaced, KnowledgeEntryRefused, KnowledgeSkipped, KnowledgeFileInvalid, KnowledgeNotFound,
            KnowledgeNotExported, KnowledgeNotExtended, PlannedWithout];
}
