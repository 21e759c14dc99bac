using System.Globalization;
using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>All settings of a run. Relative paths are relative to <see cref="SourceDirectory"/>.</summary>
public sealed record BotDevConfig
{
    /// <summary>Folder of the task list: files that tasks name are looked up here. Default: the current directory.</summary>
    public string SourceDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Name of the task list in <see cref="SourceDirectory"/>: two lists may share a folder.</summary>
    public string TaskListName { get; init; } = "tasks.json";

    /// <summary>Folder that holds one repository per bot (<c>BOT_DEV_REPO_BASE</c>).</summary>
    public string RepositoryBase { get; init; } = "dev_repos";

    /// <summary>Folder of databases, locks, logs and verification builds.</summary>
    public string StateDirectory { get; init; } = ".menace";

    /// <summary>
    /// Folder of verified results, which projects can share: a bot that passed with the same key before is not tested again. Null: only
    /// the verdicts of the previous record are reused.
    /// </summary>
    public string? ResultStore { get; init; }

    /// <summary>
    /// Folder of the knowledge, which projects can share (<c>MenaceKnowledge</c>, <c>MENACE_KNOWLEDGE</c>): it gets what a build showed of
    /// its bots, and is asked about what tasks leave out. Empty: <c>knowledge</c> in the state folder. Null: none.
    /// </summary>
    public string? Knowledge { get; init; } = "";

    /// <summary>False for a worker: its repositories are removed with its working folder, so nothing could be reused later.</summary>
    internal bool RecordsKnowledge { get; init; } = true;

    /// <summary>
    /// Folders and files with the documentation of the project, Markdown and CSV tables (<c>MenaceDocumentation</c>): what a task leaves
    /// out is looked for there first. Empty: none.
    /// </summary>
    public IReadOnlyList<string> Documentation { get; init => field = new ValueList<string>(value); } = new ValueList<string>(["docs"]);

    /// <summary>
    /// Folders with templates besides <c>templates/</c>, such as those of packages (<c>MenaceTemplateFolders</c>): each folder in one of
    /// them is a template.
    /// </summary>
    public IReadOnlyList<string> TemplateFolders { get; init => field = new ValueList<string>(value); } = new ValueList<string>([]);

    /// <summary>True to look again for all that was pinned (<c>MenaceCompletionsUpdate</c>); what is not found stays as it was.</summary>
    public bool UpdatesCompletions { get; init; }

    /// <summary>Gets where is looked for what neither tasks nor pages nor known bots give; by default nowhere.</summary>
    public ResearchSettings Research { get; init; } = new();

    /// <summary>Gets the chat model that is asked for code; by default none.</summary>
    public ChatSettings Chat { get; init; } = new();

    /// <summary>Gets when the metrics of bots are checked (docs/self-repair.md).</summary>
    public SelfCodingSettings SelfCoding { get; init; } = new();

    /// <summary>
    /// Path of an assembly with an <c>IPipelineExtension</c>, or null (<c>MenaceExtension</c>). Builds use it; the library takes
    /// parts as arguments.
    /// </summary>
    public string? Extension { get; init; }

    /// <summary>Gets the name of this installation among those that share a WorkflowDb, or empty (<c>MENACE_ID</c>).</summary>
    public string MenaceId { get; init; } = "";

    /// <summary>Gets the number of concurrent bots, at least 1 (<c>BOT_DEV_CONCURRENCY</c>).</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>The language of a bot that says nothing about it.</summary>
    public BotLanguage DefaultLanguage { get; init; } = BotLanguages.Default;

    /// <summary>False: no tests are run, and no bot counts as verified.</summary>
    public bool VerifyEnabled { get; init; } = true;

    /// <summary>
    /// Gets a value that is true if the branch of a repository gets new output before it is tested; default false: only output that passed
    /// its tests (docs/repositories.md).
    /// </summary>
    public bool CommitRed { get; init; }

    /// <summary>
    /// Gets a value that is true if a repository of the user's at the place of a bot is taken over: its history is merged with the output.
    /// </summary>
    public bool Adopt { get; init; }

    /// <summary>
    /// Gets the URL of the remote repositories of bots, with <c>{name}</c> (<c>MenaceRemote</c>), or null: a bot that has one there and no
    /// local repository continues its history (docs/team.md).
    /// </summary>
    public string? Remote { get; init; }

    /// <summary>True to take commits of the remote repositories in before bots are written (<c>MenacePull</c>).</summary>
    public bool PullsRemote { get; init; }

    /// <summary>True to sign commits by git's own settings (<c>MenaceSign</c>, docs/team.md).</summary>
    public bool SignsCommits { get; init; }

    /// <summary>
    /// True if the repositories are made for one run, whose client fetches them: what a task says of an existing repository
    /// (<c>metadata.managed</c>, <c>renamed_from</c>) is the client's matter.
    /// </summary>
    internal bool BuildsForOneRun { get; init; }

    /// <summary>True if new output waits for its tests.</summary>
    internal bool WaitsForTests => VerifyEnabled && !CommitRed;

    /// <summary>Time for one bot's setup and tests together.</summary>
    public TimeSpan VerifyTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How bots are tested; both ways mean the same.</summary>
    public VerifyMode VerifyMode { get; init; } = VerifyMode.Fast;

    /// <summary>
    /// The share of bots, from 0 to 1, that are tested the isolated way as well, beside the one of each kind that always is.
    /// </summary>
    public double VerifyAudit { get; init; }

    /// <summary>False: no linter is asked about the bots' code.</summary>
    public bool LintEnabled { get; init; } = true;

    /// <summary>Gets whether a bot whose code comes from a template is a warning, an error, or allowed.</summary>
    public StubPolicy Stubs { get; init; } = StubPolicy.Warn;

    /// <summary>Gets what becomes of code that says nothing (<c>MenaceTidy</c>); <c>metadata.tidy</c> of a task wins.</summary>
    public TidyMode Tidy { get; init; } = TidyMode.Suggest;

    /// <summary>Gets which tests must fail when the code that they test is changed.</summary>
    public MutationCheck MutationCheck { get; init; } = MutationCheck.Generated;

    /// <summary>Path of the Python interpreter, or null to look for one.</summary>
    public string? Python { get; init; }

    /// <summary>Gets the receiver of packages; by default the stages of the same process.</summary>
    public HandoffSettings Handoff { get; init; } = new();

    /// <summary>
    /// Gets the targets for which repositories contain deployment files, each once and in the order of the enumeration; none by default.
    /// </summary>
    public IReadOnlyList<DeploymentTarget> Emit
    {
        get;
        init => field = new ValueList<DeploymentTarget>(DeploymentTargets.InOrder(value));
    } = new ValueList<DeploymentTarget>([]);

    /// <summary>Names of environment variables of the caller that tests see beside the few that all do; none by default.</summary>
    public IReadOnlyList<string> TestEnvironment { get; init => field = new ValueList<string>(value); } = new ValueList<string>([]);

    /// <summary>Returns the defaults with the environment variables BOT_DEV_REPO_BASE, BOT_DEV_CONCURRENCY, MENACE_ID,
    /// MenaceKnowledge or MENACE_KNOWLEDGE, and those of <see cref="SelfCodingSettings"/> applied.</summary>
    /// <exception cref="FormatException">A variable has a value that cannot be used; the message names it.</exception>
    public static BotDevConfig FromEnvironment()
    {
        var config = new BotDevConfig();
        if (Environment.GetEnvironmentVariable("BOT_DEV_REPO_BASE") is { Length: > 0 } repositories)
        {
            config = config with { RepositoryBase = repositories };
        }

        config = config with
        {
            MenaceId = Variable("MENACE_ID") ?? "",
            Knowledge = KnowledgeOf(Variable("MenaceKnowledge") ?? Variable("MENACE_KNOWLEDGE") ?? ""),
            Research = ResearchSettings.FromEnvironment(),
            Chat = ChatSettings.FromEnvironment(),
            SelfCoding = SelfCodingSettings.FromEnvironment(),
        };

        if (Environment.GetEnvironmentVariable("BOT_DEV_CONCURRENCY") is { Length: > 0 } concurrency)
        {
            config = config with
            {
                Concurrency = int.TryParse(concurrency, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                    ? count
                    : throw new FormatException(
                        $"The environment variable BOT_DEV_CONCURRENCY is '{concurrency}', but must be a whole number of at least 1."),
            };
        }

        return config;

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The setting <see cref="Knowledge"/> as it is written: <c>Off</c> is none.</summary>
    internal static string? KnowledgeOf(string text) =>
        text.Trim() is var folder && folder.Equals("Off", StringComparison.OrdinalIgnoreCase) ? null : folder;

    /// <summary>A record prints its properties; a URL may hold a password.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture,
            $"SourceDirectory = {SourceDirectory}, RepositoryBase = {RepositoryBase}, StateDirectory = {StateDirectory}");
        return true;
    }

    /// <summary>Absolute path of <see cref="RepositoryBase"/>.</summary>
    internal string RepositoryBasePath => Path.GetFullPath(RepositoryBase, Path.GetFullPath(SourceDirectory));

    /// <summary>Absolute path of the folder in which repositories are laid out to be tested.</summary>
    internal string TreesPath => Path.Combine(StatePath, "trees");

    /// <summary>Absolute path of <see cref="ResultStore"/>, or null.</summary>
    internal string? ResultStorePath => ResultStore is { } folder
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, Path.GetFullPath(SourceDirectory))) : null;

    /// <summary>True if other projects or machines may use the folder of results: it is not in the state folder of this one.</summary>
    internal bool SharesResults =>
        ResultStorePath is { } folder && !folder.StartsWith(StatePath + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>
    /// Name of the file of completions, without its end, and of the folder with the histories they need: each list of a folder has its own.
    /// </summary>
    internal string CompletionsName => (TaskListName == "tasks.json" ? "menace" : TaskListName) + ".completions";

    /// <summary>Name of the file with recorded answers of chat models; each list of a folder has its own.</summary>
    internal string AnswersName => (TaskListName == "tasks.json" ? "menace" : TaskListName) + ".answers.json";

    /// <summary>Absolute path of <see cref="Knowledge"/>, or null.</summary>
    internal string? KnowledgePath => Knowledge switch
    {
        null => null,
        "" => Path.Combine(StatePath, "knowledge"),
        var folder => Path.GetFullPath(folder, Path.GetFullPath(SourceDirectory)),
    };

    /// <summary>Absolute path of <see cref="StateDirectory"/>.</summary>
    internal string StatePath => Path.GetFullPath(StateDirectory, Path.GetFullPath(SourceDirectory));
}

/// <summary>How bots are tested (<c>MenaceVerifyMode</c>).</summary>
public enum VerifyMode
{
    /// <summary>In warm processes, with what is the same for many bots done once (docs/verification.md).</summary>
    Fast,

    /// <summary>By each repository's own setup script and test command, as a person would run them.</summary>
    Isolated,
}

/// <summary>How the pipeline reports a bot whose code comes from a template (<c>MenaceStubs</c>).</summary>
public enum StubPolicy
{
    /// <summary>A warning; the bot is built and counted as a stub.</summary>
    Warn,

    /// <summary>An error; the bot is not built.</summary>
    Error,

    /// <summary>Nothing is reported; the bot is built and counted as a stub.</summary>
    Allow,
}

/// <summary>Which tests must fail when the code that they test is changed (<c>MenaceMutationCheck</c>).</summary>
public enum MutationCheck
{
    /// <summary>No test.</summary>
    Off,

    /// <summary>The examples of functions that reading proved harmless: one that passes with any body is an error.</summary>
    Generated,

    /// <summary>The tests that tasks bring as well: a change that they do not notice is a warning.</summary>
    All,
}
