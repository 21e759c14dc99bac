using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Testing;

/// <summary>
/// The command that tests a repository: that of its language, or the one that its template gives (docs/templates.md). A command of a
/// template is judged by its exit code, as one test; it has no fast way.
/// </summary>
internal static class TestCommand
{
    /// <summary>How to set up and run the tests of an emitted repository.</summary>
    /// <exception cref="ToolMissingException">A program that the tests of the language need is not on this machine.</exception>
    public static async Task<TestPlan> PlanAsync(ILanguage language, TestRequest request, CancellationToken cancellationToken)
    {
        var plan = await language.PlanTestsAsync(request, cancellationToken);
        if (request.Spec.Template?.Test is not { } words)
        {
            return plan;
        }

        // The words are arguments of the shell's own, so that it finds the program from the root of the repository and reads none of them.
        var row = LanguageTable.RowOf(request.Spec.Language);
        string[] command = ["sh", "-c", string.Concat(row.SetupFolders.Select(OnPath)) + "exec \"$0\" \"$@\"", .. words];
        var limited = row.ReservesAddressSpace ? command : MemoryLimit.Prefix(request, command);
        return plan with
        {
            Tests = new(limited[0], limited[1..], request.RepositoryPath) { Environment = plan.Tests.Environment },
            JudgeEnd = ended => Report(Line(words), ended),
        };
    }

    /// <summary>The programs that the setup script installed are found first, as by the language's own command.</summary>
    private static string OnPath(string folder) =>
        $"if [ -d {ShellText.Word(folder)}/bin ]; then PATH=\"$PWD\"/{ShellText.Word(folder)}/bin:\"$PATH\"; export PATH; fi; ";

    /// <summary>The command as people write it in a shell.</summary>
    public static string Line(IReadOnlyList<string> words) => string.Join(' ', words.Select(ShellText.Word));

    private static TestReport Report(string name, ProcessResult ended) => ended.ExitCode switch
    {
        0 => new([new(name, TestOutcome.Passed, "")]),
        var code when TestJudge.IsSignal(code) => new([]) { Problem = "the test command did not end" },
        _ => new([new(name, TestOutcome.Failed, $"exit code {ended.ExitCode}: {OutputSummary.Of(ended.Output)}")]),
    };
}
