namespace Menace.Tasks;

/// <summary>A property that a project can set.</summary>
/// <param name="Name">Its name in MSBuild.</param>
internal sealed record MenaceOption(string Name)
{
    /// <summary>True if tasks read it; false if only the targets do.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>True if another value makes the stages run again.</summary>
    public bool ChangesResults { get; init; }
}

/// <summary>
/// The one table of the properties of a project. The targets pass those that tasks read (<see cref="ProjectOptions"/>), and MENACE0004
/// reports properties that are not here. A test compares it with the props, the targets and docs/properties.md.
/// </summary>
internal static class OptionTable
{
    public static readonly IReadOnlyList<MenaceOption> All =
    [
        .. Properties(
            "MenaceTasksFile", "MenaceRepositoryBase", "MenaceStateDirectory", "MenaceDefaultLanguage", "MenaceVerifyEnabled",
            "MenaceCommitRed", "MenaceAdopt",
            "MenaceStubs", "MenaceMutationCheck", "MenaceLint", "MenaceTidy", "MenaceKnowledge", "MenaceDocumentation",
            "MenaceTemplateFolders",
            "MenaceExtension", "MenaceCompletionsUpdate", "MenaceResearchTopics", "MenaceResearchUrl", "MenaceResearchPath",
            "MenaceResearchHeader", "MenaceResearchHeaderVariable", "MenaceSearchUrl", "MenaceSearchIndex", "MenaceStage3Url",
            "MenaceStage3TokenVariable",
            "MenaceChatEndpoint", "MenaceChatModel", "MenaceChatKeyVariable", "MenaceChatAllowOtherHosts", "MenaceChatTimeout",
            "MenaceChatTokenCap", "MenaceChatCost", "MenaceAnswers",
            "MenacePython", "MenaceEmit", "MenaceTestEnvironment", "MenaceExecution", "MenaceQueue", "MenaceFallback", "MenaceTimeout",
            "MenaceIdleTimeout", "MenaceSelfCoding",
            "MenaceOnClientLoss", "MenaceKnownResources", "MenaceKnownCapabilities", "MenaceKnownFormats", "MenaceLevels",
            "MenaceResourceLimits", "MenaceStage4Url", "MenaceStage4UriVariable", "MenaceStage4TokenVariable", "MenaceQueueUriVariable")
            .Select(option => option with { ChangesResults = true }),
        .. Properties(
            "MenaceConcurrency", "MenaceVerifyTimeout", "MenaceVerifyMode", "MenaceVerifyAudit", "MenaceResultStore",
            "MenaceSelfCodingApply", "MenaceSelfCodingInterval", "MenaceSelfCodingRoiDrop", "MenaceSelfCodingErrorIncrease",
            "MenaceHandoffAttempts", "MenaceHandoffTimeout", "MenaceHandoffBackoff",
            "MenaceHelpLinkBase",
            "MenaceFixVerify", "MenaceFixCompletions", "MenaceFixExample", "MenaceCleanAll", "MenaceTestTemplatesVerify", "MenaceRemote",
            "MenacePull", "MenaceSign", "MenacePreviewFormat", "MenaceExplainFormat", "MenaceExplainBots"),
        .. Properties(
            "MenaceEnabled", "MenaceHandoffDependsOn", "MenaceOptimiseDependsOn", "MenaceBuildDependsOn", "MenaceVerifyDependsOn")
            .Select(option => option with { IsRead = false }),
    ];

    /// <summary>The properties that tasks read.</summary>
    public static IEnumerable<MenaceOption> Read => All.Where(option => option.IsRead);

    /// <summary>True for the name of an environment variable.</summary>
    public static bool IsVariable(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(text[0]);

    private static IEnumerable<MenaceOption> Properties(params string[] names) => names.Select(name => new MenaceOption(name));
}
