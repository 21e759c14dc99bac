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

    /// <summary>Gets the name of this installation among those that share a WorkflowDb, or empty (<c>MENACE_ID</c>).</summary>
    public string MenaceId { get; init; } = "";

    /// <summary>Gets the number of concurrent bots, at least 1 (<c>BOT_DEV_CONCURRENCY</c>).</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>The language of a bot that says nothing about it.</summary>
    public BotLanguage DefaultLanguage { get; init; } = BotLanguages.Default;

    /// <summary>False: no tests are run, and no bot counts as verified.</summary>
    public bool VerifyEnabled { get; init; } = true;

    /// <summary>Time for one bot's setup and tests together.</summary>
    public TimeSpan VerifyTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>False: no linter is asked about the bots' code.</summary>
    public bool LintEnabled { get; init; } = true;

    /// <summary>Gets whether a bot whose code comes from a template is a warning, an error, or allowed.</summary>
    public StubPolicy Stubs { get; init; } = StubPolicy.Warn;

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

    /// <summary>Returns the defaults with the environment variables BOT_DEV_REPO_BASE, BOT_DEV_CONCURRENCY and MENACE_ID applied.</summary>
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

    /// <summary>A record prints its properties; a URL may hold a password.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture,
            $"SourceDirectory = {SourceDirectory}, RepositoryBase = {RepositoryBase}, StateDirectory = {StateDirectory}");
        return true;
    }

    /// <summary>Absolute path of <see cref="RepositoryBase"/>.</summary>
    internal string RepositoryBasePath => Path.GetFullPath(RepositoryBase, Path.GetFullPath(SourceDirectory));

    /// <summary>Absolute path of <see cref="StateDirectory"/>.</summary>
    internal string StatePath => Path.GetFullPath(StateDirectory, Path.GetFullPath(SourceDirectory));
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
