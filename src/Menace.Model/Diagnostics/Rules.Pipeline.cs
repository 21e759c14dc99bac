namespace Menace.Model.Diagnostics;

// MENACE0xxx environment and SDK, 2xxx handoff, 3xxx completion and generation, 4xxx git, 5xxx verification, 7xxx server.
partial class Rules
{
    /// <summary>MENACE0001.</summary>
    public static readonly RuleDescriptor InternalError = new("MENACE0001", "Internal error",
        "Internal error in {0}: {1}. Please report it with the build log", RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0002, raised by Sdk.targets itself: an MSBuild this old cannot load the tasks.</summary>
    public static readonly RuleDescriptor MSBuildTooOld = new("MENACE0002", "MSBuild is too old",
        "Menace.Sdk needs MSBuild 18 (.NET SDK 10) or newer, but this is MSBuild {0}", RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0003.</summary>
    public static readonly RuleDescriptor InvalidProperty = new("MENACE0003", "A Menace property has an invalid value",
        "{0} is '{1}', but must be {2}", RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0004.</summary>
    public static readonly RuleDescriptor UnknownMenaceProperty = new("MENACE0004", "Unknown Menace property",
        "Unknown property '{0}' is ignored{1}", RuleSeverity.Warning, "Menace.Environment");

    /// <summary>MENACE0005.</summary>
    public static readonly RuleDescriptor TasksFileUnreadable = new("MENACE0005", "The task file cannot be read",
        "The task file '{0}' cannot be read: {1}. Create it, or name another with the property MenaceTasksFile",
        RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0006.</summary>
    public static readonly RuleDescriptor StateLocked = new("MENACE0006", "Another build is running",
        "Another build has held the lock '{0}' for more than {1}. Wait for it, or kill process {2}",
        RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0007.</summary>
    public static readonly RuleDescriptor StateUnwritable = new("MENACE0007", "The state folder cannot be used",
        "The state folder '{0}' cannot be used: {1}. Free disk space, fix its permissions, or set another folder with the property "
        + "MenaceStateDirectory",
        RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0008.</summary>
    public static readonly RuleDescriptor RepositoryBaseUnwritable = new("MENACE0008", "The repository folder cannot be used",
        "The repository folder '{0}' cannot be used: {1}. Free disk space, fix its permissions, or set another folder with the "
        + "property MenaceRepositoryBase",
        RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0009.</summary>
    public static readonly RuleDescriptor StageFileFailed = new("MENACE0009", "A build file cannot be read or written",
        "{0} failed: {1}", RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0010.</summary>
    public static readonly RuleDescriptor NotUpToDate = new("MENACE0010", "The project is not up to date",
        "These stages have to run: {0}. A build with -question runs nothing; build without it", RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0011.</summary>
    public static readonly RuleDescriptor StageProcessEnded = new("MENACE0011", "The process of a stage ended",
        "The process that ran {0} ended before the stage did: {1}. What it had finished is kept; build again to go on",
        RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE0012.</summary>
    public static readonly RuleDescriptor ExtensionUnusable = new("MENACE0012", "The extension cannot be used",
        "MenaceExtension '{0}' cannot be used: {1}", RuleSeverity.Error, "Menace.Environment");

    /// <summary>MENACE2002.</summary>
    public static readonly RuleDescriptor StoreFailed = new("MENACE2002", "The workflow database cannot be used",
        "The workflow database '{0}' cannot be used: {1}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2006.</summary>
    public static readonly RuleDescriptor StoreReplaced = new("MENACE2006", "The workflow database was replaced",
        "The workflow database '{0}' cannot be used: {1}. It was renamed to '{2}' and replaced by a new one; earlier runs are only "
        + "in the old file.{3}",
        RuleSeverity.Warning, "Menace.Handoff");

    /// <summary>MENACE2003.</summary>
    public static readonly RuleDescriptor HandoffFailed = new("MENACE2003", "The package was not handed off",
        "The package {0} was not handed off. {1}. It stays in the outbox; the next build or `menace outbox flush` sends it",
        RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2004.</summary>
    public static readonly RuleDescriptor OutboxNotEmpty = new("MENACE2004", "Packages of earlier builds are waiting",
        "{0} packages or findings of earlier builds are still in the outbox: {1}", RuleSeverity.Warning, "Menace.Handoff");

    /// <summary>MENACE2005.</summary>
    public static readonly RuleDescriptor EarlierRefused = new("MENACE2005", "Packages of earlier builds were rejected",
        "{0} packages of earlier builds were rejected and will not be sent again: {1}. `menace dead list` shows them, `menace dead "
        + "requeue` requeues one",
        RuleSeverity.Warning, "Menace.Handoff");

    /// <summary>MENACE2009.</summary>
    public static readonly RuleDescriptor SubscriberFailed = new("MENACE2009", "An event subscriber failed",
        "The event {0} was published, but {1} failed: {2}. The run and the other subscribers continued",
        RuleSeverity.Warning, "Menace.Handoff");

    /// <summary>MENACE2010.</summary>
    public static readonly RuleDescriptor RemoteImpossible = new("MENACE2010", "Stage 4 cannot build this project",
        "MenaceExecution is Remote, but {0}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2011.</summary>
    public static readonly RuleDescriptor PackageRefused = new("MENACE2011", "Stage 4 rejected the package",
        "Stage 4 rejected the package, {0}: {1}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2012.</summary>
    public static readonly RuleDescriptor Stage4OutOfReach = new("MENACE2012", "Stage 4 is unreachable",
        "Stage 4 at {0} is unreachable: {1}. The next build resumes {2}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2013.</summary>
    public static readonly RuleDescriptor FellBack = new("MENACE2013", "The build ran without Stage 4",
        "Stage 4 is unreachable, so this machine builds instead: {0}", RuleSeverity.Warning, "Menace.Handoff");

    /// <summary>MENACE2014.</summary>
    public static readonly RuleDescriptor RemoteTimedOut = new("MENACE2014", "A run timed out",
        "Run {0} did not end within {1} (MenaceTimeout). {2}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2015.</summary>
    public static readonly RuleDescriptor RemoteIdle = new("MENACE2015", "A run made no progress",
        "Run {0} made no progress for {1} (MenaceIdleTimeout). Last event: {2}. {3}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2016.</summary>
    public static readonly RuleDescriptor RemoteCancelled = new("MENACE2016", "A run was cancelled at Stage 4",
        "Run {0} was cancelled at Stage 4: {1}. Build again for a new run", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2017.</summary>
    public static readonly RuleDescriptor RemoteBroken = new("MENACE2017", "A run ended without a result",
        "Run {0} ended without a usable result: {1}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2018.</summary>
    public static readonly RuleDescriptor ContentMissing = new("MENACE2018", "Download from Stage 4 failed",
        "Could not download {0} after 2 attempts: {1}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE2019; a warning if the rule is one.</summary>
    public static readonly RuleDescriptor RemoteFinding = new("MENACE2019", "Stage 4 reports a rule unknown to this version",
        "Stage 4 reports {0}: {1}", RuleSeverity.Error, "Menace.Handoff");

    /// <summary>MENACE1701: found by the analyzer (C#) or while completing, in tasks.json all the same.</summary>
    public static readonly RuleDescriptor CodeSyntax = new("MENACE1701", "The code does not compile",
        "Bot '{0}': {1}: {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE3001.</summary>
    public static readonly RuleDescriptor MissingInformation = new("MENACE3001", "Required information is missing",
        "Bot '{0}' cannot be built: {1} missing and could not be found in {2}. Add {3}",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3002.</summary>
    public static readonly RuleDescriptor LanguageUnknown = new("MENACE3002", "The language cannot be inferred",
        "The language of bot '{0}' cannot be inferred, because its code does not parse in any language: {1}. Set "
        + "metadata.language, or fix the code",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3003.</summary>
    public static readonly RuleDescriptor LanguageInferred = new("MENACE3003", "The language was inferred",
        "The language of bot '{0}' is inferred as {1}: {2}", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3004.</summary>
    public static readonly RuleDescriptor UnsupportedCode = new("MENACE3004", "The code cannot be used",
        "Bot '{0}': {1}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3005.</summary>
    public static readonly RuleDescriptor FunctionMissing = new("MENACE3005", "A listed function is not defined",
        "Bot '{0}' lists or tests the function '{1}', but its code defines {2}. Define it, or correct metadata{3}",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3006.</summary>
    public static readonly RuleDescriptor DependencyFailed = new("MENACE3006", "A dependency failed",
        "Bot '{0}' was not {1}, because its dependency '{2}' failed", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3007.</summary>
    public static readonly RuleDescriptor DependencyNotCallable = new("MENACE3007", "A dependency in another language cannot be called",
        "Bot '{0}' is written in {1} and cannot call its dependency '{2}', which is written in {3}: {4}",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3008.</summary>
    public static readonly RuleDescriptor PackageUnusable = new("MENACE3008", "Invalid package",
        "Bot '{0}': the package '{1}' {2}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3009.</summary>
    public static readonly RuleDescriptor PackageUnsupported = new("MENACE3009", "Packages are not supported in shell",
        "Bot '{0}' is written in shell, where packages are not supported: '{1}' cannot be installed. Remove it from "
        + "metadata.packages, and install the program on the machine",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3011.</summary>
    public static readonly RuleDescriptor TemplateFailed = new("MENACE3011", "A project template is invalid",
        "Bot '{0}': {1}({2},{3}): {4}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3012.</summary>
    public static readonly RuleDescriptor TemplateInvalid = new("MENACE3012", "A template folder is invalid",
        "{0}({1},{2}): {3}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3013.</summary>
    public static readonly RuleDescriptor TemplateFileFailed = new("MENACE3013", "A template file cannot be rendered",
        "Bot '{0}': {1}({2},{3}): {4}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3014.</summary>
    public static readonly RuleDescriptor TemplateReplacesNothing = new("MENACE3014", "A template file replaces no file",
        "Bot '{0}': '{1}' replaces no file: repositories in {2} have no '{3}'. To add the file, write "
        + "\"{5}\": {{ \"add\": true }} under files in template.json{4}",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3015.</summary>
    public static readonly RuleDescriptor TemplatePathUnusable = new("MENACE3015", "Invalid path of a template file",
        "Bot '{0}': '{1}': the path '{2}' {3}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3016.</summary>
    public static readonly RuleDescriptor TemplateVariableInvalid = new("MENACE3016", "Invalid template variable",
        "Bot '{0}': the template '{1}' {2}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3021, repeated in every build while it is true.</summary>
    public static readonly RuleDescriptor RepositoriesOrphaned = new("MENACE3021", "Repositories without a task",
        "{0} in '{1}' without a task in the list: {2}. `dotnet msbuild -t:MenaceCleanRepositories` removes those without your own "
        + "changes",
        RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3022.</summary>
    public static readonly RuleDescriptor CommitsUndated = new("MENACE3022", "Commits have no real date",
        "The commits of the bots are dated 2000-01-01, because the project is not in git or has no commit yet. Commit the project, "
        + "or set SOURCE_DATE_EPOCH",
        RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3030.</summary>
    public static readonly RuleDescriptor ScheduleNotExpressible = new("MENACE3030", "A schedule cannot be expressed",
        "Bot '{0}': {1} cannot express the schedule '{2}': {3}. {4} is written without it", RuleSeverity.Warning, "Menace.Deployment");

    /// <summary>MENACE3031.</summary>
    public static readonly RuleDescriptor ScheduledRunFails = new("MENACE3031", "A scheduled run cannot succeed",
        "Bot '{0}': its scheduled run {1}. Write the call in 'run', for example {{ \"function\": \"backup\", \"args\": [\"nightly\"] }}",
        RuleSeverity.Warning, "Menace.Deployment");

    /// <summary>MENACE3032.</summary>
    public static readonly RuleDescriptor RunWithoutSchedule = new("MENACE3032", "Settings of a run without a schedule",
        "Bot '{0}': '{1}' has no effect, because neither the task nor the documentation gives a schedule. Add 'schedule', with the value "
        + "'once' for runs by hand",
        RuleSeverity.Warning, "Menace.Deployment");

    /// <summary>MENACE3033.</summary>
    public static readonly RuleDescriptor RunNotExpressible = new("MENACE3033", "A setting of a run cannot be expressed",
        "Bot '{0}': {1} cannot express '{2}': {3}. {4} is written without it", RuleSeverity.Warning, "Menace.Deployment");

    /// <summary>MENACE3034.</summary>
    public static readonly RuleDescriptor LibrariesNotDeployed = new("MENACE3034", "Bots without a schedule are not deployed",
        "{0} without a schedule: {1}. Nothing runs a library, so its repository has no files for {2} any more. "
        + "Add \"schedule\": \"once\" to a task that is run by hand",
        RuleSeverity.Information, "Menace.Deployment");

    /// <summary>MENACE3050.</summary>
    public static readonly RuleDescriptor Stub = new("MENACE3050", "A bot is a stub",
        "Bot '{0}' is a stub: the task has {1}, so its code comes from a template.{2} Add code, or set MenaceStubs to Allow",
        RuleSeverity.Warning, "Menace.Completion");

    /// <summary>MENACE3051.</summary>
    public static readonly RuleDescriptor StubRefused = new("MENACE3051", "A stub is not allowed",
        "Bot '{0}' would be a stub, and MenaceStubs is Error: the task has {1}.{2} Add code, or set MenaceStubs to Warn",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3060.</summary>
    public static readonly RuleDescriptor DocumentationContradicts = new("MENACE3060", "Documentation and task contradict each other",
        "Bot '{0}': {1} gives the {2} {3}, but the task gives {4}. Change one of them", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3061.</summary>
    public static readonly RuleDescriptor CompletedValueInvalid = new("MENACE3061", "A completed value cannot be used",
        "Bot '{0}': the {1} from {2} cannot be used: {3}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3062.</summary>
    public static readonly RuleDescriptor PageSkipped = new("MENACE3062", "A page of the documentation was not read",
        "The page '{0}' was not read, because {1}", RuleSeverity.Warning, "Menace.Completion");

    /// <summary>MENACE3063.</summary>
    public static readonly RuleDescriptor PinsUnusable = new("MENACE3063", "The file of completions cannot be used",
        "The file '{0}' cannot be used: {1}. Without it other values could be found, so nothing is built. Repair it, or delete it "
        + "to look for all values again",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3064.</summary>
    public static readonly RuleDescriptor PlanFailed = new("MENACE3064", "The plan failed",
        "The plan failed twice, and the run ends: {0}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3065.</summary>
    public static readonly RuleDescriptor ResearchFailed = new("MENACE3065", "The research failed",
        "The research failed, and the run ends: {0}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3066.</summary>
    public static readonly RuleDescriptor BotSuggested = new("MENACE3066", "A known bot may do a task",
        "Bot '{0}' is built new, but '{1}' may do the same: {2}", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3067.</summary>
    public static readonly RuleDescriptor BetterBotKnown = new("MENACE3067", "Another bot would be chosen now",
        "Bot '{0}' uses {1}, which is pinned, but {2} would be chosen now: {3} To take it: "
        + "dotnet build -t:MenaceCompletions -p:MenaceCompletionsUpdate=true", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3070.</summary>
    public static readonly RuleDescriptor TidySuggested = new("MENACE3070", "Code says nothing",
        "Bot '{0}': {1}", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3071.</summary>
    public static readonly RuleDescriptor TidyRefused = new("MENACE3071", "Code is not tidied",
        "Bot '{0}' is built with its code as it is: {1}", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3072.</summary>
    public static readonly RuleDescriptor ChatHostRefused = new("MENACE3072", "The chat model is on another machine",
        "MenaceChatEndpoint is at '{0}', which is not this machine. Set MenaceChatAllowOtherHosts to true to send it prompts, or name an "
        + "address of this machine such as http://localhost:11434", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3073.</summary>
    public static readonly RuleDescriptor ChatUnusable = new("MENACE3073", "The chat model cannot be asked",
        "The chat model cannot be asked: {0}", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3074.</summary>
    public static readonly RuleDescriptor AnswersUnusable = new("MENACE3074", "The recorded answers cannot be used",
        "'{0}' cannot be used: {1}. Correct it, restore it from version control, or remove it to ask again with MenaceAnswers=Record",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3075.</summary>
    public static readonly RuleDescriptor AnswerMissing = new("MENACE3075", "A recorded answer is missing",
        "'{0}' has no answer of the model '{1}' to the prompt {2}, and MenaceAnswers=Replay asks no model. Build with "
        + "MenaceAnswers=Record where the model is available, and commit the file", RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3076.</summary>
    public static readonly RuleDescriptor ExampleNeeded = new("MENACE3076", "The examples do not decide",
        "Bot '{0}': two programs fit to all examples of '{1}', and differ for {2}: {3} (1) or {4} (2). Add the example with the right "
        + "result, or choose one: dotnet build -t:MenaceFix -p:MenaceFixExample={5}, or {6}",
        RuleSeverity.Error, "Menace.Completion");

    /// <summary>MENACE3077.</summary>
    public static readonly RuleDescriptor ChatUsed = new("MENACE3077", "A chat model was asked",
        "For the code of bots: {0}", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3080.</summary>
    public static readonly RuleDescriptor ResearchFound = new("MENACE3080", "Research found something about a task",
        "Bot '{0}', {1}: {2} ({3})", RuleSeverity.Information, "Menace.Completion");

    /// <summary>MENACE3081.</summary>
    public static readonly RuleDescriptor ResearchContradicts = new("MENACE3081", "Sources of research contradict each other",
        "Bot '{0}': the {1} stays empty, because {2} gives {3}, and {4} gives {5}. Add the value to the task, or correct one of the "
        + "sources",
        RuleSeverity.Warning, "Menace.Completion");

    /// <summary>MENACE3082.</summary>
    public static readonly RuleDescriptor ResearchSourceSkipped = new("MENACE3082", "A source of research was skipped",
        "The research did without '{0}': {1}", RuleSeverity.Warning, "Menace.Completion");

    /// <summary>MENACE3083.</summary>
    public static readonly RuleDescriptor ResearchBounded = new("MENACE3083", "Research was limited",
        "The research looked up {0} of {1} {2}; the rest was left out", RuleSeverity.Warning, "Menace.Completion");

    /// <summary>MENACE3084.</summary>
    public static readonly RuleDescriptor FindingsNotForwarded = new("MENACE3084", "Findings were not forwarded to Stage 3",
        "{0} findings wait in the outbox, because Stage 3 does not accept them: {1}. The next build that does research sends them, or "
        + "'menace outbox flush --stage3 URL'",
        RuleSeverity.Warning, "Menace.Completion");

    /// <summary>MENACE4001.</summary>
    public static readonly RuleDescriptor RepositoryNotOurs = new("MENACE4001", "A repository would lose work",
        "The repository of bot '{0}' is left untouched, because {1}: {2}. {3}", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4002.</summary>
    public static readonly RuleDescriptor RepositoryFailed = new("MENACE4002", "A repository cannot be written",
        "The repository of bot '{0}' at '{1}' cannot be written: {2}", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4003.</summary>
    public static readonly RuleDescriptor RepositoryKept = new("MENACE4003", "A repository is kept",
        "MenaceCleanRepositories keeps '{0}', because {1}", RuleSeverity.Warning, "Menace.Git");

    /// <summary>MENACE4006.</summary>
    public static readonly RuleDescriptor UpdateHeldBack = new("MENACE4006", "An edited repository is not updated for a new Menace version",
        "The repository of bot '{0}' is left unchanged and verified as it is, because {1}: {2}. Only the Menace version "
        + "changed; an update would change {3}; the full difference is in {4}",
        RuleSeverity.Warning, "Menace.Git");

    /// <summary>MENACE4007.</summary>
    public static readonly RuleDescriptor HistoryUnusable = new("MENACE4007", "The history of a reused or forked bot is not available",
        "The repository of bot '{0}' cannot be created from '{1}', because {2}. {3}", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4008.</summary>
    public static readonly RuleDescriptor MergeConflict = new("MENACE4008", "An edit and the new output changed the same place",
        "The repository of bot '{0}' is not updated, because its branch main and the new output both changed '{1}': {2}. Decide it in "
        + "'{3}', commit there, and build again", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4009.</summary>
    public static readonly RuleDescriptor MergeUnfinished = new("MENACE4009", "A merge is not finished",
        "The repository of bot '{0}' is not updated. A merge waits in '{1}': {2}. Then build again", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4010.</summary>
    public static readonly RuleDescriptor EditReplaced = new("MENACE4010", "An edit was replaced by new output",
        "The merge of new output into the repository of bot '{0}': {1}", RuleSeverity.Warning, "Menace.Git");

    /// <summary>MENACE4011.</summary>
    public static readonly RuleDescriptor OutputWaits = new("MENACE4011", "New output did not pass its tests",
        "The branch main of bot '{0}' stays as it is, because the new output has not passed its tests. It waits on menace/candidate: "
        + "git -C '{1}' diff main menace/candidate", RuleSeverity.Warning, "Menace.Git");

    /// <summary>MENACE4012.</summary>
    public static readonly RuleDescriptor RemoteUnusable = new("MENACE4012", "A remote repository cannot be used",
        "Bot '{0}' is not built, because its remote repository '{1}' cannot be used: {2}", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4013.</summary>
    public static readonly RuleDescriptor PushRejected = new("MENACE4013", "A push was rejected",
        "Bot '{0}' was not pushed to '{1}': {2}. {3}", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4014.</summary>
    public static readonly RuleDescriptor NotPushed = new("MENACE4014", "A bot was not pushed",
        "Bot '{0}' was not pushed, because {1}", RuleSeverity.Warning, "Menace.Git");

    /// <summary>MENACE4015.</summary>
    public static readonly RuleDescriptor RemoteNotSet = new("MENACE4015", "There is no remote to push to",
        "MenacePush needs the property MenaceRemote, a URL with {{name}} such as https://git.example.org/bots/{{name}}.git",
        RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4016.</summary>
    public static readonly RuleDescriptor SigningFailed = new("MENACE4016", "Commits cannot be signed",
        "MenaceSign is true, but git cannot sign a commit: {0}. Nothing was written. Set user.signingKey and gpg.format, or set "
        + "MenaceSign to false",
        RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4017.</summary>
    public static readonly RuleDescriptor CommitUnsigned = new("MENACE4017", "A commit was not signed",
        "The repository of bot '{0}' is not updated, because git could not sign its commit: {1}", RuleSeverity.Error, "Menace.Git");

    /// <summary>MENACE4020.</summary>
    public static readonly RuleDescriptor LooksRenamed = new("MENACE4020", "A task looks like a renamed one",
        "Bot '{0}' has the code of '{1}', which has no task any more, and begins a repository of its own. If it is the same bot, add "
        + "\"renamed_from\": \"{1}\" to its metadata: the next build then moves the repository of '{1}' with its history",
        RuleSeverity.Warning, "Menace.Git");

    /// <summary>MENACE5001.</summary>
    public static readonly RuleDescriptor ToolMissing = new("MENACE5001", "A tool is missing",
        "Bot '{0}' cannot be verified, because {1} is missing: {2}. {3}", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5002.</summary>
    public static readonly RuleDescriptor SetupFailed = new("MENACE5002", "The setup of a bot's tests failed",
        "Bot '{0}': scripts/setup_tests.sh failed with exit code {1}: {2}. The full output is in '{3}'",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5003.</summary>
    public static readonly RuleDescriptor TestFailed = new("MENACE5003", "A test failed",
        "Bot '{0}': test {1} failed: {2}", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5004.</summary>
    public static readonly RuleDescriptor NoTests = new("MENACE5004", "No test ran",
        "Bot '{0}': no test was found. A bot without tests is not verified", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5005.</summary>
    public static readonly RuleDescriptor TimedOut = new("MENACE5005", "A bot timed out",
        "Bot '{0}': {1} took longer than {2} and was killed. Set resources.timeout or MenaceVerifyTimeout if it needs more",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5006.</summary>
    public static readonly RuleDescriptor TestRunBroken = new("MENACE5006", "A test run ended without results",
        "Bot '{0}': the test run ended with exit code {1} and {2}. The full output is in '{3}'", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5007.</summary>
    public static readonly RuleDescriptor VerificationDisabled = new("MENACE5007", "Verification is disabled",
        "No bot was verified, because MenaceVerifyEnabled is false", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5008.</summary>
    public static readonly RuleDescriptor DependencyDrifted = new("MENACE5008", "A dependency has changes that are not committed",
        "Bot '{0}' is verified against '{1}', which has changes that are not committed. It may behave differently in a clean clone",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5040.</summary>
    public static readonly RuleDescriptor ModesDiffer = new("MENACE5040", "The fast way of testing had another result",
        "Bot '{0}': the fast way of testing and its own scripts have different results: {1}. This is a mistake in Menace. Please report "
        + "it; until then, set MenaceVerifyMode to Isolated",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5030.</summary>
    public static readonly RuleDescriptor NotExercised = new("MENACE5030", "A function is not exercised",
        "Bot '{0}': no test calls '{1}', because {2}. Add an example, or list it in metadata.smoke if a test may call it",
        RuleSeverity.Information, "Menace.Verification");

    /// <summary>MENACE5031.</summary>
    public static readonly RuleDescriptor TestsNotRun = new("MENACE5031", "A test did not run",
        "Bot '{0}': of {1} tests that had to run, {2} did not: {3}. The full output is in '{4}'",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5032.</summary>
    public static readonly RuleDescriptor SkippedByCode = new("MENACE5032", "The code under test skipped its test",
        "Bot '{0}': test {1} was skipped by the code that it tests, not by a test file: {2}", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5033.</summary>
    public static readonly RuleDescriptor AllSkipped = new("MENACE5033", "All tests were skipped",
        "Bot '{0}': no test ran: {1} found, all of them skipped. A bot none of whose tests ran is not verified",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5034.</summary>
    public static readonly RuleDescriptor CollectionFailed = new("MENACE5034", "Tests could not be collected",
        "Bot '{0}': {1} could not be collected: {2}. The full output is in '{3}'", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5035.</summary>
    public static readonly RuleDescriptor FewerTests = new("MENACE5035", "The number of tests fell",
        "Bot '{0}': the test run reported {1}, but {2} when the bot last passed with the same test files. Tests must not depend on the "
        + "code that they test; if tests were removed on purpose, change a test file",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5036.</summary>
    public static readonly RuleDescriptor RunKilled = new("MENACE5036", "A test run was killed",
        "Bot '{0}': its test run was killed by {1} {2}: {3}. The full output is in '{4}'", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5037.</summary>
    public static readonly RuleDescriptor InfrastructureFailed = new("MENACE5037", "A bot could not be tested on this machine",
        "Bot '{0}' has no verdict, because this machine could not run its tests: {1}. Its work folder is '{2}'. Correct the cause and "
        + "build again",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5045.</summary>
    public static readonly RuleDescriptor ExampleProvesNothing = new("MENACE5045", "An example passes with any body",
        "Bot '{0}': {1} with any body. Tried: {2}. Add an example whose outcome depends on the code",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5046.</summary>
    public static readonly RuleDescriptor MutantSurvived = new("MENACE5046", "Tests do not notice a change of the code",
        "Bot '{0}': its tests do not notice a change of '{1}': {2}. Add a test that fails then",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5050.</summary>
    public static readonly RuleDescriptor ResultsNotKept = new("MENACE5050", "Verified results cannot be kept",
        "Verified results cannot be kept in '{0}': {1}. The verdicts of this build hold, but other builds that use the folder test these "
        + "bots again. Check MenaceResultStore, and the folder's permissions and disk",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5019.</summary>
    public static readonly RuleDescriptor RepositoryChanged = new("MENACE5019", "A repository changed while bots were tested",
        "Bot '{0}' has no verdict: {1}: {2}. Running at the time: {3}. Tests must not change repositories; let them write to HOME "
        + "or TMPDIR, and build again",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5020.</summary>
    public static readonly RuleDescriptor LintWarning = new("MENACE5020", "A linter reported a warning",
        "Bot '{0}': {1}: {2}", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5021.</summary>
    public static readonly RuleDescriptor ErrorSinkFailed = new("MENACE5021", "An error sink failed",
        "The error sink '{0}' failed at the stage {1}: {2}. The run continued without it", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5009.</summary>
    public static readonly RuleDescriptor MemoryExceeded = new("MENACE5009", "A bot used too much memory",
        "Bot '{0}': its tests reached their memory limit of {1} (peak measured: {2}): {3}. Use less memory, or raise resources.memory",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5010.</summary>
    public static readonly RuleDescriptor LeftProcesses = new("MENACE5010", "A bot left processes behind",
        "Bot '{0}': its tests left {1} running, which were killed: {2}. Stop every process that a test starts before the test ends",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5011.</summary>
    public static readonly RuleDescriptor TooManyProcesses = new("MENACE5011", "A bot started too many processes",
        "Bot '{0}': {1} had {2} processes at once, more than the limit of {3}, and was killed", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5012.</summary>
    public static readonly RuleDescriptor Flaky = new("MENACE5012", "A bot is flaky",
        "Bot '{0}' is flaky: it failed, and passed when its tests were repeated alone with the same files. Running beside it the "
        + "first time: {1}. It failed with {2}. Look for what is shared or changes: a port, a file, a lock, the time, a random number",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5013.</summary>
    public static readonly RuleDescriptor WroteOutside = new("MENACE5013", "A bot wrote outside its folder",
        "Bot '{0}': its tests changed {1}, and did it again when they ran alone: {2}. Tests may write to HOME and TMPDIR, which "
        + "are their own",
        RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5014.</summary>
    public static readonly RuleDescriptor ChangedMeanwhile = new("MENACE5014", "Files changed while tests ran",
        "Files in {0} changed while tests ran: {1}. No bot did it again when it ran alone. Running at the time: {2}",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5015.</summary>
    public static readonly RuleDescriptor WroteOwnRepository = new("MENACE5015", "A bot wrote into its own repository",
        "Bot '{0}': files of its repository changed while its tests ran: {1}. The repository is dirty now, and the bot was tested "
        + "again with these files",
        RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5016.</summary>
    public static readonly RuleDescriptor EndedItself = new("MENACE5016", "A bot ended its test run",
        "Bot '{0}': its test run {1}: {2}. The full output is in '{3}'", RuleSeverity.Error, "Menace.Verification");

    /// <summary>MENACE5017.</summary>
    public static readonly RuleDescriptor OutputCut = new("MENACE5017", "The output of a bot was truncated",
        "Bot '{0}': {1} of its output were discarded. The beginning and the end are in '{2}'", RuleSeverity.Warning, "Menace.Verification");

    /// <summary>MENACE5018.</summary>
    public static readonly RuleDescriptor TooMuchWritten = new("MENACE5018", "A bot exceeded its output limit",
        "Bot '{0}': {1} wrote {3} of {2}, more than the limit of {4}, and was killed", RuleSeverity.Error, "Menace.Verification");

    private static RuleDescriptor[] EnvironmentRules() =>
        [InternalError, MSBuildTooOld, InvalidProperty, UnknownMenaceProperty, TasksFileUnreadable, StateLocked, StateUnwritable,
            RepositoryBaseUnwritable, StageFileFailed, NotUpToDate, StageProcessEnded, ExtensionUnusable];

    private static RuleDescriptor[] HandoffRules() =>
        [StoreFailed, StoreReplaced, HandoffFailed, OutboxNotEmpty, EarlierRefused, SubscriberFailed,
            RemoteImpossible, PackageRefused, Stage4OutOfReach, FellBack, RemoteTimedOut, RemoteIdle, RemoteCancelled, RemoteBroken,
            ContentMissing, RemoteFinding];

    private static RuleDescriptor[] CompletionRules() =>
        [CodeSyntax, MissingInformation, LanguageUnknown, LanguageInferred, UnsupportedCode, FunctionMissing, DependencyFailed,
            DependencyNotCallable,
            PackageUnusable, PackageUnsupported, TemplateFailed, TemplateInvalid, TemplateFileFailed, TemplateReplacesNothing,
            TemplatePathUnusable, TemplateVariableInvalid, ScheduleNotExpressible, ScheduledRunFails, RunWithoutSchedule,
                RunNotExpressible, LibrariesNotDeployed,
            RepositoriesOrphaned, CommitsUndated, Stub, StubRefused,
            DocumentationContradicts, CompletedValueInvalid, PageSkipped, PinsUnusable, PlanFailed, ResearchFailed,
            BotSuggested, BetterBotKnown, TidySuggested, TidyRefused, ChatHostRefused, ChatUnusable,
            AnswersUnusable, AnswerMissing, ExampleNeeded, ChatUsed, ResearchFound,
            ResearchContradicts, ResearchSourceSkipped, ResearchBounded, FindingsNotForwarded];

    private static RuleDescriptor[] RepositoryRules() =>
    [
        RepositoryNotOurs, RepositoryFailed, RepositoryKept, UpdateHeldBack, HistoryUnusable, MergeConflict, MergeUnfinished, EditReplaced,
        OutputWaits,
        RemoteUnusable,
        PushRejected,
        NotPushed,
        RemoteNotSet,
        SigningFailed,
        CommitUnsigned,
        LooksRenamed,
    ];

    private static RuleDescriptor[] VerificationRules() =>
        [ToolMissing, SetupFailed, TestFailed, NoTests, TimedOut, TestRunBroken, VerificationDisabled, DependencyDrifted,
         LintWarning, ErrorSinkFailed, NotExercised, TestsNotRun, SkippedByCode,
            AllSkipped, CollectionFailed, FewerTests, RunKilled, InfrastructureFailed,
         ExampleProvesNothing, MutantSurvived, ResultsNotKept,
            MemoryExceeded, LeftProcesses, TooManyProcesses, Flaky, ModesDiffer, WroteOutside, ChangedMeanwhile, WroteOwnRepository,
            EndedItself,
            OutputCut, TooMuchWritten, RepositoryChanged];
}
