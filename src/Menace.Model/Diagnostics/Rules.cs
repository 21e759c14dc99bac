namespace Menace.Model.Diagnostics;

/// <summary>
/// The one table of every MENACE diagnostic. The analyzer, the MSBuild tasks, the library, the rule pages under docs/rules and
/// the release tracking all read it. A new rule is one entry in the file of its range.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static partial class Rules
{
    // Lazy, because the order in which fields of several files are initialised is not defined.
    private static readonly Lazy<IReadOnlyList<RuleDescriptor>> Table = new(() =>
        [.. EnvironmentRules().Concat(TaskFileRules()).Concat(HandoffRules()).Concat(CompletionRules()).Concat(RepositoryRules())
            .Concat(VerificationRules()).Concat(SelfCodingRules()).Concat(KnowledgeRules()).Concat(ServerRules())
            .OrderBy(rule => rule.Id, StringComparer.Ordinal)]);

    /// <summary>Every rule, in the order of the IDs.</summary>
    public static IReadOnlyList<RuleDescriptor> All => Table.Value;

    /// <summary>The rules that reading the task file alone can break.</summary>
    public static IReadOnlyList<RuleDescriptor> OfTaskFile => TaskFileRules();

    /// <summary>The rules of the analyzer: those of the task file, and what it reports about the code in it and its packages.</summary>
    public static IReadOnlyList<RuleDescriptor> OfAnalyzer =>
        [.. TaskFileRules().Append(CodeSyntax).Append(PackageUnusable).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
