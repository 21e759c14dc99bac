using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages;

/// <summary>
/// All that the pipeline needs to know of a programming language. A new language is one implementation in a folder beside this
/// file and one folder under templates/.
/// </summary>
internal interface ILanguage
{
    /// <summary>Which language this is.</summary>
    BotLanguage Id { get; }

    /// <summary>
    /// Reads many sources at once (a language whose parser is another process starts it once), executing none of them.
    /// </summary>
    /// <returns>One analysis per source, in their order.</returns>
    /// <exception cref="ToolMissingException">The language's parser is a program that this machine lacks.</exception>
    Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken);

    /// <summary>
    /// The code of a bot that came without any, from the language's own template that the task names, <c>logging</c> or <c>minimal</c>.
    /// </summary>
    /// <param name="task">The task, with purpose where it is known; functions may be empty, then the template defines <c>run</c>.</param>
    string FillTemplate(TaskInfo task);

    /// <summary>
    /// <paramref name="code"/> with functions of the template for those that <paramref name="task"/> lists, none of which it has; null if
    /// they cannot be added to such code.
    /// </summary>
    string? AddFunctions(string code, TaskInfo task) => null;

    /// <summary>Why <paramref name="package"/> cannot be installed as it is written, or null if it can be tried.</summary>
    PackageMistake? CheckPackage(BotPackage package);

    /// <summary>Path of the main source file inside the repository of the bot <paramref name="name"/>.</summary>
    string MainFile(string name);

    /// <summary>The files that are the language's own: source, command, tests, project files, scripts/setup_tests.sh.</summary>
    LanguageFiles Emit(EmitRequest request);

    /// <summary>
    /// Programs, files and folders outside a repository that decide how its tests end, whether they exist or not: what runs the tests, and
    /// the modules
    /// or the SDK that it loads. No process is started. Of a folder its entries count.
    /// </summary>
    IReadOnlyList<string> TestTools();

    /// <summary>
    /// What runs tests if <see cref="TestTools"/> cannot tell without starting it, as behind a shim of a version manager. Empty if it is
    /// missing: then tests fail.
    /// </summary>
    Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken);

    /// <summary>The programs that a machine needs for bots of this language, for <c>menace doctor</c>.</summary>
    IReadOnlyList<RequiredTool> RequiredTools { get; }

    /// <summary>
    /// How <c>menace run</c> starts the command of the bot <paramref name="name"/> in the repository <paramref name="root"/>.
    /// </summary>
    BotStart StartOf(string root, string name);

    /// <summary>How to set up and run the tests of an emitted repository.</summary>
    /// <exception cref="ToolMissingException">A program that the tests need is not on this machine.</exception>
    Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken);

    /// <summary>Begins the fast way to test many trees, or returns null if the language has none on this machine.</summary>
    IFastTests? BeginFastTests(FastTestSettings settings) => null;

    /// <summary>
    /// Makes a tree that is laid out like a tested one, and needs no setup, the one of other code. Nothing of it is run.
    /// </summary>
    /// <param name="tree">The tested tree, and the copy to change.</param>
    /// <param name="mutants">Changes in different places of the bot's code, in the order of their places.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False if the changed code does not compile, or if the copy cannot be changed: then it is no mutant.</returns>
    Task<bool> MutateAsync(MutantTree tree, IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Gets what merges source files by their syntax, or null if the language has nothing better than a merge by lines.</summary>
    IFileMerger? Merger => null;

    /// <summary>
    /// What the language's linter warns of in the bot's own code, after its tests were set up. May throw what a missing program or file
    /// throws: linting is best effort.
    /// </summary>
    /// <param name="request">The repository, and the folder with <c>setup.log</c>.</param>
    /// <param name="mainFile">Path of the main source file inside the repository.</param>
    /// <param name="cancellationToken">Ends the linter.</param>
    Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken);
}

/// <summary>How a command is started on this machine.</summary>
/// <param name="IsProgram">True if the bot's code is a program of its own, so that no function is named.</param>
/// <param name="WordsAsync">The words that start it; throws <see cref="ToolMissingException"/> if the language's program is
/// missing.</param>
internal sealed record BotStart(bool IsProgram, Func<CancellationToken, Task<IReadOnlyList<string>>> WordsAsync)
{
    /// <summary>The start with words that are known without asking a program.</summary>
    public static BotStart Of(bool isProgram, params IReadOnlyList<string> words) => new(isProgram, _ => Task.FromResult(words));
}

/// <summary>A program that a language needs.</summary>
/// <param name="Name">Its name on PATH and in reports.</param>
/// <param name="Remedy">What to do if it is missing.</param>
internal sealed record RequiredTool(string Name, string Remedy)
{
    /// <summary>Gets whether nothing works without it, whatever the languages of the bots.</summary>
    public bool IsEssential { get; init; }

    /// <summary>Gets the oldest major version, or 0.</summary>
    public int OldestMajorVersion { get; init; }

    /// <summary>Gets what finds the program if it is not enough to look on PATH; throws <see cref="ToolMissingException"/>.</summary>
    public Func<CancellationToken, Task<string>>? FindAsync { get; init; }
}

/// <summary>A text to analyse.</summary>
/// <param name="Bot">Name of its bot, for messages.</param>
/// <param name="Identifier">The bot's name in code.</param>
/// <param name="Code">The text.</param>
/// <param name="Functions">Functions that the task lists; empty means "infer".</param>
internal sealed record CodeSource(string Bot, string Identifier, string Code, IReadOnlyList<string> Functions)
{
    /// <summary>Identifiers of the bot's dependencies: names the code may use without defining them.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Names of the third-party packages that the code may use.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];
}

/// <summary>What reading a piece of code found. Languages derive their own with what their emitter needs.</summary>
internal record CodeAnalysis
{
    /// <summary>Syntax errors; empty if the code parses.</summary>
    public IReadOnlyList<CodeError> Errors { get; init; } = [];

    /// <summary>
    /// The analysis of the code alone, including names and types; null if the language has no compiler for that. Which of its problems are
    /// mistakes depends on what the bot calls (<see cref="CodeSurroundings"/>).
    /// </summary>
    public CodeReading? Reading { get; init; }

    /// <summary>The program that this source names and this machine lacks: the source was not read. Null for all others.</summary>
    public ToolMissingException? MissingTool { get; init; }

    /// <summary>The shape.</summary>
    public CodeShape Shape { get; init; }

    /// <summary>The public functions and types that the code defines, in its order; of statements, the listed function.</summary>
    public IReadOnlyList<FunctionSignature> Functions { get; init; } = [];

    /// <summary>One sentence from the code's own documentation (module docstring, XML summary, leading comment), or null.</summary>
    public string? Purpose { get; init; }

    /// <summary>The examples that the documentation in the code gives, in its order; none of them contradicts another one.</summary>
    public IReadOnlyList<CodeExample> Examples { get; init; } = [];

    /// <summary>
    /// The parts of the code that say nothing, in the order of their places. Null if there are some, and the code without them does not
    /// read as the same code.
    /// </summary>
    public IReadOnlyList<TidyEdit>? Tidy { get; init; } = [];

    /// <summary>True if the code is a program of its own: no command is generated.</summary>
    public bool HasEntryPoint { get; init; }

    /// <summary>
    /// All that code of other bots can reach here, listed or not, as one function without a name; null if that is <see cref="Functions"/>.
    /// </summary>
    public FunctionSignature? PublicUse { get; init; }

    /// <summary>Names that the code uses and neither defines nor can find in its language; null if that was not determined.</summary>
    public IReadOnlyList<string>? UnresolvedNames { get; init; }

    /// <summary>Returns the command of the bot <paramref name="spec"/>, whose code this is.</summary>
    public virtual BotCommand Command(BotSpec spec) =>
        throw new NotSupportedException($"Bots in {spec.Language.ToName()} have no command.");
}

/// <summary>A function (or type) that a bot exposes.</summary>
/// <param name="Name">Its name as written.</param>
internal sealed record FunctionSignature(string Name)
{
    /// <summary>Its parameters; empty for types.</summary>
    public IReadOnlyList<FunctionParameter> Parameters { get; init; } = [];

    /// <summary>The return type as written, or null if the language has none.</summary>
    public string? ReturnType { get; init; }

    /// <summary>Its documentation, or null.</summary>
    public string? Documentation { get; init; }

    /// <summary>True for a type (class, record, struct, enum, interface, delegate).</summary>
    public bool IsType { get; init; }

    /// <summary>
    /// Why a generated test must not call the function without being asked to, or null if reading proved it harmless
    /// (docs/verification.md).
    /// </summary>
    public string? Obstacle { get; init; } = "reading did not prove it harmless";

    /// <summary>Why no test can call the function at all, or null.</summary>
    public string? Unexercisable { get; init; }

    /// <summary>Identifiers of the bot's dependencies that the function uses: it is harmless only if everything they expose is.</summary>
    public IReadOnlyList<string> UsedDependencies { get; init; } = [];

    /// <summary>Small changes of it that a good test notices, at most <see cref="MostMutants"/>, the most telling first.</summary>
    public IReadOnlyList<Mutant> Mutants { get; init; } = [];

    /// <summary>Mutants of one function: enough to find tests that accept anything, and few enough to run in every build.</summary>
    public const int MostMutants = 5;

    /// <summary>
    /// True if a call without arguments makes sense: one that takes any number of them (Python's <c>*values</c>) is made to be given some.
    /// </summary>
    public bool CallableWithoutArguments => !IsType && Parameters.All(p => p.IsOptional && !p.Name.StartsWith('*'));
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written, or null if the language has none.</param>
/// <param name="IsOptional">True if a call may leave it out.</param>
internal sealed record FunctionParameter(string Name, string? Type, bool IsOptional)
{
    /// <summary>The default as JSON, or null where only the language itself can write it.</summary>
    public JsonValue? Default { get; init; }

    /// <summary>True if it takes all further values of a call (C#'s <c>params</c>).</summary>
    public bool IsRest { get; init; }

    /// <summary>Gets whether only its place is known: the name is a word for readers.</summary>
    public bool HasNoName { get; init; }
}

/// <summary>What an emitter works from.</summary>
/// <param name="Spec">The bot.</param>
/// <param name="Analysis">What <see cref="ILanguage.AnalyseAsync"/> said of its code.</param>
/// <param name="Dependencies">The bots it calls, each with its analysis, in the listed order.</param>
internal sealed record EmitRequest(BotSpec Spec, CodeAnalysis Analysis, IReadOnlyList<EmitDependency> Dependencies)
{
    /// <summary>
    /// Names of all bots that are reached through <see cref="Dependencies"/>, the direct ones included or not: repositories that must be
    /// there.
    /// </summary>
    public IReadOnlyList<string> Closure { get; init; } = [];

    /// <summary>Names of those that are reached through bots of this language only: code that is loaded into one process.</summary>
    public IReadOnlyList<string> Linked { get; init; } = [];

    /// <summary>Names of those of <see cref="Linked"/> that have third-party packages.</summary>
    public IReadOnlyList<string> PackagedSiblings { get; init; } = [];

    /// <summary>The languages of the bot and of all bots that are reached through <see cref="Dependencies"/>, each once.</summary>
    public IReadOnlyList<BotLanguage> Languages { get; init; } = [Spec.Language];

    /// <summary>Gets the rows of <see cref="Languages"/> in the order of the table.</summary>
    public IEnumerable<LanguageRow> LanguageRows => LanguageTable.Rows.Where(row => Languages.Contains(row.Id));
}

/// <summary>A bot that another one calls.</summary>
internal sealed record EmitDependency(BotSpec Spec, CodeAnalysis Analysis);

/// <summary>The language's share of a repository.</summary>
/// <param name="Files">The files.</param>
/// <param name="MainFile">Path of the main source file inside the repository.</param>
internal sealed record LanguageFiles(IReadOnlyList<RepositoryFile> Files, string MainFile)
{
    /// <summary>Lines for .gitignore.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>How a person calls a function from the repository's root, for the README, for example <c>python3 . run</c>.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>How a person runs the tests from the repository's root, for the README.</summary>
    public string TestCommandLine { get; init; } = "";

    /// <summary>Functions that the command cannot call, with the reason; for the README.</summary>
    public IReadOnlyList<UncallableFunction> NotCallable { get; init; } = [];
}

/// <summary>A function that the command cannot call, and why.</summary>
internal sealed record UncallableFunction(string Function, string Reason);

/// <summary>A program that runs tests.</summary>
/// <param name="Version">What it says of itself.</param>
/// <param name="Files">The program, and files and folders that it loads.</param>
internal sealed record RunningTool(string Version, IReadOnlyList<string> Files)
{
    /// <summary>There is nothing to add to <see cref="ILanguage.TestTools"/>.</summary>
    public static RunningTool None { get; } = new("", []);
}
