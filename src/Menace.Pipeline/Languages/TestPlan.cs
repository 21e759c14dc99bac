using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages;

/// <summary>The input of a language for planning the tests of a tree: the files of a repository, laid out without git.</summary>
/// <param name="Spec">The bot.</param>
/// <param name="RepositoryPath">Absolute path of the tree; those of its dependencies are beside it.</param>
/// <param name="WorkDirectory">Absolute path of a folder outside the repository for build results, logs and result files; it
/// exists.</param>
internal sealed record TestRequest(BotSpec Spec, string RepositoryPath, string WorkDirectory)
{
    /// <summary>The user's interpreter for Python bots, or null for <c>python3</c>.</summary>
    public string? Python { get; init; }

    /// <summary>True if the bot calls a C# bot, directly or not: .NET then runs among its tests.</summary>
    public bool CallsDotnet { get; init; }

    /// <summary>
    /// Gets whether the file at a path inside the tree is the one that Menace generated from its own templates; false also if there is
    /// none.
    /// </summary>
    public Func<string, bool> IsGenerated { get; init; } = _ => false;

    /// <summary>
    /// Variables by which tests find the commands of other bots: MENACE_ARTIFACTS, the folder of all work directories, in which C#
    /// bots are built already, and PYTHON.
    /// </summary>
    public Dictionary<string, string?> SiblingVariables()
    {
        var variables = new Dictionary<string, string?> { ["MENACE_ARTIFACTS"] = Path.GetDirectoryName(WorkDirectory) };
        if (Python is not null)
        {
            variables["PYTHON"] = Python;
        }

        return variables;
    }
}

/// <summary>How to set up and run the tests of one repository.</summary>
/// <param name="Setup">Runs scripts/setup_tests.sh.</param>
/// <param name="Tests">Runs the tests.</param>
/// <param name="ReadReport">Reads what the run left behind; a missing or cut-off file is a report that is not complete.</param>
internal sealed record TestPlan(ProcessCommand Setup, ProcessCommand Tests, Func<TestReport> ReadReport)
{
    /// <summary>
    /// Runs the bot's examples in a process that has no test framework in it (<see cref="ExampleFiles"/>): the process is given the file of
    /// calls and the
    /// file that it appends results to. Null if the language has no such program.
    /// </summary>
    public Func<ExampleFiles, ProcessCommand>? Examples { get; init; }

    /// <summary>True for a language whose results are text: an example's value is compared as the text that stands for it.</summary>
    public bool ResultsAreText { get; init; }

    /// <summary>
    /// The framework's name of the test of each example, in the order of <see cref="BotSpec.Examples"/>; empty if the task brings tests of
    /// its own.
    /// </summary>
    public IReadOnlyList<string> ExampleTests { get; init; } = [];

    /// <summary>Path of the generated test file inside the repository, or null if the task brings tests of its own.</summary>
    public string? GeneratedTestFile { get; init; }

    /// <summary>Reports on a command that leaves no results, by how it ended; null: <see cref="ReadReport"/> reads them.</summary>
    public Func<ProcessResult, TestReport>? JudgeEnd { get; init; }

    /// <summary>The report on <see cref="Tests"/>, which have ended.</summary>
    public TestReport ReportOf(ProcessResult ended) => JudgeEnd?.Invoke(ended) ?? ReadReport();

    /// <summary>Resident memory in bytes that the test program itself takes and that does not count against the bot's limit.</summary>
    public long MemoryAllowance { get; init; }
}

/// <summary>What a test run counted.</summary>
/// <param name="Tests">Every test that ran or was skipped, in the run's order.</param>
internal sealed record TestReport(IReadOnlyList<TestResult> Tests)
{
    /// <summary>Null if the results are whole, else what is wrong with them ("no result file", "result file is cut off").</summary>
    public string? Problem { get; init; }

    /// <summary>True if <see cref="Problem"/> is there because the framework ended before it had found the tests.</summary>
    public bool IsNotCollected { get; init; }

    /// <summary>
    /// Names of the tests that had to run: those of the test files as they stand in the tested tree. Each must be in <see cref="Tests"/>;
    /// null if the
    /// language cannot say.
    /// </summary>
    public IReadOnlyList<string>? Expected { get; init; }

    /// <summary>
    /// The report with the verdicts of the judge on the examples: a test that the framework let pass fails if the judge failed it; a
    /// verdict without a test
    /// of its name is added.
    /// </summary>
    public TestReport With(IReadOnlyList<TestResult> verdicts)
    {
        var byName = verdicts.ToDictionary(verdict => verdict.Name, StringComparer.Ordinal);
        var tests = Tests.Select(
            test => test.Outcome != TestOutcome.Failed && byName.TryGetValue(test.Name, out var verdict)
            && verdict.Outcome == TestOutcome.Failed ? verdict : test);
        var names = Tests.Select(test => test.Name).ToHashSet(StringComparer.Ordinal);
        return this with { Tests = [.. tests, .. verdicts.Where(verdict => !names.Contains(verdict.Name))] };
    }

    /// <summary>The report without the secrets in its messages.</summary>
    public TestReport WithoutSecretMessages() =>
        this with { Tests = [.. Tests.Select(test => test with { Message = Redaction.Redact(test.Message) })] };

    /// <summary>The report without the secrets that tests printed.</summary>
    public TestReport Redacted() =>
        this with
        {
            Tests = [.. Tests.Select(test => test with { Name = Redaction.Redact(test.Name), Message = Redaction.Redact(test.Message) })],
            Expected = Expected is null ? null : [.. Expected.Select(Redaction.Redact)],
        };
}
