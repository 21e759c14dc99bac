using Menace.Pipeline.Incremental;
using Microsoft.Build.Framework;

namespace Menace.Tasks.Tests;

public sealed class ReportBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-report-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public ReportBuildTests()
    {
        foreach (var file in new[] { "handoff.json", "optimise.json", "build.json", "verify.json", "summary.md" })
        {
            Write("obj/menace/" + file, "");
        }

        new ProjectState { Closing = "12 bots up to date" }.Write(Path.Combine(_folder, "obj/menace"));
        Write("rules/README.md", "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Build_that_did_something_names_counts_repositories_and_summary()
    {
        Assert.Equal(["Menace: 12 bots: 4 updated, 8 unchanged, 21 tests passed · dev_repos/ · summary: obj/menace/summary.md"], Report(summary: "12 bots: 4 updated, 8 unchanged, 21 tests passed"));
    }

    [Fact]
    public void Build_that_skipped_the_last_stage_prints_what_the_last_stage_left_for_it()
    {
        Assert.Equal(["Menace: 12 bots up to date"], Report());
        File.Delete(Path.Combine(_folder, "obj/menace/state.json"));
        Assert.Empty(Report());
    }

    [Fact]
    public void Repositories_outside_the_project_are_named_by_their_whole_path()
    {
        Assert.Equal(["Menace: 1 bot: 1 created · /elsewhere/repos/ · summary: obj/menace/summary.md"], Report(summary: "1 bot: 1 created", repositories: "/elsewhere/repos"));
    }

    [Fact]
    public void Build_with_findings_names_the_index_of_the_rule_pages_once_unless_they_are_published()
    {
        Assert.Equal([$"Menace: 12 bots up to date · rules: {_folder}/rules/README.md"], Report(findings: ["MENACE3050", "MENACE1401"]));
        Assert.Equal(["Menace: 12 bots up to date"], Report(findings: ["MENACE3050"], helpLinkBase: "https://rules.example.org/"));
    }

    [Theory]
    [InlineData("optimise.json", false)]
    [InlineData("verify.json", false)]
    [InlineData("", true)]
    public void Build_that_was_stopped_names_the_errors_and_leaves_no_summary_of_an_earlier_build(string missing, bool stopped)
    {
        File.Delete(Path.Combine(_folder, "obj/menace", missing.Length > 0 ? missing : "nothing"));

        Assert.Equal([$"Menace: stopped by MENACE0001 · rules: {_folder}/rules/README.md"], Report(findings: ["MENACE1401", "MENACE0001"], failures: ["MENACE0001"], stopped: stopped));

        Assert.False(File.Exists(Path.Combine(_folder, "obj/menace/summary.md")));
    }

    [Fact]
    public void Line_is_of_the_kind_that_a_terminal_logger_prints_and_an_ordinary_message_for_other_loggers()
    {
        Report();
        Assert.Equal(typeof(BuildMessageEventArgs), Assert.Single(_engine.Messages).GetType());

        Report(terminalLogger: "1");
        var message = Assert.IsType<ExtendedBuildMessageEventArgs>(Assert.Single(_engine.Messages));
        Assert.Equal(("TLTESTOUTPUT", MessageImportance.High), (message.ExtendedType, message.Importance));
    }

    private IReadOnlyList<string> Report(
        string summary = "", string[]? findings = null, string[]? failures = null, bool stopped = false, string repositories = "dev_repos", string helpLinkBase = "",
        string terminalLogger = "")
    {
        _engine.Messages.Clear();
        Assert.True(new ReportBuild
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder,
            StageDirectory = Path.Combine(_folder, "obj/menace"),
            Options = Properties.Of(("MenaceRepositoryBase", repositories), ("MenaceHelpLinkBase", helpLinkBase)),
            Summary = summary,
            Findings = findings ?? [],
            Failures = failures ?? [],
            Stopped = stopped,
            RulesDirectory = Path.Combine(_folder, "rules/"),
            TerminalLogger = terminalLogger,
        }.Execute());
        return _engine.Lines;
    }

    private void Write(string relative, string text)
    {
        var path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
