using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages;

/// <summary>A row of the pipeline's table of languages: what is known of a language without a run.</summary>
/// <param name="Id">The language.</param>
/// <param name="Create">Makes the language for a run.</param>
internal sealed partial record LanguageRow(BotLanguage Id, Func<BotDevConfig, IProcessRunner, ILanguage> Create)
{
    /// <summary>Gets the steps of a GitHub workflow that install what runs a bot.</summary>
    public IReadOnlyList<WorkflowStep> RunSteps { get; init; } = [];

    /// <summary>Gets the steps of a GitHub workflow that install what tests a bot.</summary>
    public IReadOnlyList<WorkflowStep> TestSteps { get; init; } = [];

    /// <summary>Gets the folders of packages that a workflow keeps between its runs.</summary>
    public IReadOnlyList<PackageCache> Caches { get; init; } = [];

    /// <summary>Gets the image, based on Debian, that has what runs a bot; empty if packages of Debian are enough.</summary>
    public string Image { get; init; } = "";

    /// <summary>Gets the task of an Azure pipeline that installs what runs a bot, or null if packages of Debian are enough.</summary>
    public WorkflowStep? AzureTask { get; init; }

    /// <summary>Gets the packages of Debian that run a bot.</summary>
    public IReadOnlyList<string> AptPackages { get; init; } = [];

    /// <summary>Gets the packages of Debian that test a bot.</summary>
    public IReadOnlyList<string> AptTestPackages { get; init; } = [];

    /// <summary>Gets the lines of a systemd service in which <c>{name}</c> is the bot.</summary>
    public IReadOnlyList<string> ServiceLines { get; init; } = [];

    /// <summary>
    /// Gets the path, inside the repository of a bot, of a file with the user's own tests: its name is given, or is empty for tests that
    /// stand in the task list.
    /// </summary>
    public Func<BotSpec, string, string> TestFile { get; init; } = (_, name) => "tests/" + name;

    /// <summary>
    /// Gets the paths, inside the repository of a bot, of the language's files that only some repositories have.
    /// </summary>
    public Func<BotSpec, IReadOnlyList<string>> OptionalFiles { get; init; } = _ => [];

    /// <summary>Gets the extensions of files, in lower case, that become part of the code if they stand in the repository.</summary>
    public IReadOnlyList<string> SourceExtensions { get; init; } = [];

    /// <summary>Gets how repositories that Menace did not write are read.</summary>
    public RepositoryReading Reading { get; init; } = new();

    /// <summary>Gets whether packages have XML documentation in the folder of NuGet.</summary>
    public bool HasXmlDocumentation { get; init; }

    /// <summary>Gets whether the runtime reserves address space far beyond what it uses, and does not start under a limit of it.</summary>
    public bool ReservesAddressSpace { get; init; }

    /// <summary>Gets the folders in a tree that a setup makes, and checks itself whether they are still right.</summary>
    public IReadOnlyList<string> SetupFolders { get; init; } = [];

    /// <summary>Gets whether callers run what the setup of the tests has built.</summary>
    public bool BuildsForCallers { get; init; }

    /// <summary>
    /// Gets whether functions are called as commands: each call is a process of its own, and takes any number of arguments.
    /// </summary>
    public bool CallsAreCommands { get; init; }

    /// <summary>Gets how a value of a parameter is written on the command line, before it is quoted for a shell.</summary>
    public Func<FunctionParameter?, JsonValue, string> CommandArgument { get; init; } = CommandExample.Argument;

    /// <summary>Gets what the command prints for a result.</summary>
    public Func<JsonValue, string> CommandResult { get; init; } = CanonicalJson.WriteInOrder;

    /// <summary>Gets what writes expressions as code, or null if the language has none.</summary>
    public IExpressionWriter? Expressions { get; init; }

    /// <summary>Gets the pattern of a line by which code refuses a value: it raises an exception, or ends with a failure.</summary>
    public Regex Refusal { get; init; } = Exceptions();

    /// <summary>Gets what reads the literals of code, in their order; by default none.</summary>
    public Func<string, IReadOnlyList<CodeLiteral>> Literals { get; init; } = _ => [];

    /// <summary>
    /// Gets what reads the names that code uses, as text: by default the code without comments and strings, and what is in interpolated
    /// strings.
    /// </summary>
    public Func<string, string> Uses { get; init; } = code => string.Join('\n', [CodeMask.Of(code, Id.Profile()),
        .. LanguageTable.RowOf(Id).Literals(code).Where(literal => literal.IsInterpolated).Select(literal => literal.Text)]);

    [GeneratedRegex(@"\b(?:raise|throw|assert|ThrowIf\w+|sys\.exit|Environment\.Exit)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Exceptions();
}

/// <summary>A step of a GitHub workflow: an action with one setting, or a line to run.</summary>
/// <param name="Uses">The action; empty for a line to run.</param>
/// <param name="Setting">The setting's name, or the line to run.</param>
/// <param name="Value">The setting's value.</param>
internal sealed record WorkflowStep(string Uses, string Setting, string Value)
{
    /// <summary>A line to run.</summary>
    public static WorkflowStep Run(string line) => new("", line, "");
}

/// <summary>A folder of packages that a workflow keeps.</summary>
/// <param name="Name">The name of its package manager.</param>
/// <param name="Path">The folder.</param>
/// <param name="Locks">Patterns of the files that decide its content, quoted, with commas between them.</param>
internal sealed record PackageCache(string Name, string Path, string Locks);
