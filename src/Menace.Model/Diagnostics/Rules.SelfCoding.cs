namespace Menace.Model.Diagnostics;

// The rules about the repair of bots that got worse.
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static partial class Rules
{
    /// <summary>MENACE5051.</summary>
    public static readonly RuleDescriptor PatchProposed = new("MENACE5051", "A bot got worse, and a patch is proposed",
        "Bot '{0}' got worse: {1}. The branch menace/self-coding of its repository has a verified patch: {2}. Look at it: {3}. "
        + "Take it: {4}",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5052.</summary>
    public static readonly RuleDescriptor PatchApplied = new("MENACE5052", "A bot got worse, and was patched",
        "Bot '{0}' got worse: {1}. A verified patch was merged into its main: {2}. Take it back: menace patches revert {3}",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5053.</summary>
    public static readonly RuleDescriptor NotPatched = new("MENACE5053", "A bot got worse, and has no patch",
        "Bot '{0}' got worse: {1}. No patch was written: {2}", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5054.</summary>
    public static readonly RuleDescriptor PatchMadeWorse = new("MENACE5054", "A patch made its bot worse",
        "The patch {1} made the bot '{0}' worse: {2}. {3}", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5055.</summary>
    public static readonly RuleDescriptor ThresholdIgnored = new("MENACE5055", "A line of self_coding_thresholds.yaml is ignored",
        "A line of self_coding_thresholds.yaml is ignored: {0}", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5056.</summary>
    public static readonly RuleDescriptor PatchNotReverted = new("MENACE5056", "A patch cannot be reverted",
        "The patch '{0}' cannot be reverted: {1}", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5057.</summary>
    public static readonly RuleDescriptor MetricRefused = new("MENACE5057", "A measurement is not valid",
        "The measurement of '{0}' is not stored: {1}", RuleSeverity.Error, "Menace.Verification");

    private static RuleDescriptor[] SelfCodingRules() =>
        [PatchProposed, PatchApplied, NotPatched, PatchMadeWorse, ThresholdIgnored, PatchNotReverted, MetricRefused];
}
