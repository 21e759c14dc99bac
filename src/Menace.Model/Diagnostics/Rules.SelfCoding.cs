namespace Menace.Model.Diagnostics;

// The rules about bots that got worse.
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static partial class Rules
{
    /// <summary>MENACE5051.</summary>
    public static readonly RuleDescriptor BotGotWorse = new("MENACE5051", "A bot got worse",
        "Bot '{0}' got worse: {1}. {2}", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5052.</summary>
    public static readonly RuleDescriptor PatchKept = new("MENACE5052", "A patch was not taken back",
        "The patch {0} of '{1}' was not taken back: {2}: {3}. {4}", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5055.</summary>
    public static readonly RuleDescriptor ThresholdIgnored = new("MENACE5055", "A line of self_coding_thresholds.yaml is ignored",
        "A line of self_coding_thresholds.yaml is ignored: {0}", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5057.</summary>
    public static readonly RuleDescriptor MetricRefused = new("MENACE5057", "A measurement is not valid",
        "The measurement of '{0}' is not stored: {1}", RuleSeverity.Error, "Menace.Verification");

    private static RuleDescriptor[] SelfCodingRules() =>
        [BotGotWorse, PatchKept, ThresholdIgnored, MetricRefused];
}
