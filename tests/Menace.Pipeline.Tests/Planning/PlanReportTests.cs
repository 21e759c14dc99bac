using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Planning;

namespace Menace.Pipeline.Tests.Planning;

public sealed class PlanReportTests
{
    [Fact]
    public void Text_has_score_proof_runner_up_and_what_would_change_it()
    {
        var example = new TaskExample { Function = "run", Returns = 1 };
        var verdict = new PlanVerdict("report", PlanAction.Suggested, 91.6, "'old' has the function 'run', but this is not proved: one example.")
        {
            Candidate = Bot("old") with { Commit = "0123456789abcdef0123" },
            Proof = new ReuseProof { Examples = [new(example, null), new(example, "wrong")] },
            RunnerUp = new(Bot("other"), 12.3, PlanAction.Build),
            Changes = ["With one example more, it would be reused."],
        };

        Assert.Equal(
            """
            report: suggested old@0123456789ab, score 92
              'old' has the function 'run', but this is not proved: one example.
              Proof: 1 of 2 examples passed
              Runner-up: other, build, score 12
              What would change it: With one example more, it would be reused.
            ExtraBot: named by page.md:1, and not in the task list

            """,
            PlanReport.Text(Plan(verdict, "ExtraBot")));
    }

    [Fact]
    public void Text_of_others_cannot_add_lines_or_show_secrets()
    {
        var verdict = new PlanVerdict("report", PlanAction.Build, 0, "an example fails: a\nb\u001b[31m password=hunter2hunter2")
        {
            Proof = new ReuseProof { NotRun = "first\r\nsecond" },
        };

        var text = PlanReport.Text(Plan(verdict));

        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Graphs_show_verdicts_and_dependencies()
    {
        var verdict = new PlanVerdict("report", PlanAction.Reuse, 100, "") { Candidate = Bot("old") };

        var plan = Plan(verdict, "`report` uses ExtraBot.");

        Assert.Equal("flowchart LR\n    n0[\"report<br>reuse old\"]\n    n1[\"ExtraBot\"]\n    n1 --> n0\n", PlanReport.Mermaid(plan));
        Assert.Equal(
            "digraph plan {\n    rankdir=LR;\n    node [shape=box];\n    n0 [label=\"report\\nreuse old\"];\n    n1 [label=\"ExtraBot\"];\n    n1 -> n0;\n}\n",
            PlanReport.Dot(plan));
    }

    [Fact]
    public void Graphs_escape_names()
    {
        const string Name = "a\"]; x --> y\\ <b>\n😀";
        var plan = new ExecutionPlan([]) { Blueprint = Blueprint.Read([new TaskInfo { Name = Name }], []) };

        Assert.Equal("flowchart LR\n    n0[\"a#34;#93;#59; x --#62; y#92; #60;b#62;#10;#128512;\"]\n", PlanReport.Mermaid(plan));
        Assert.Contains("label=\"a\\\"]; x --> y\\\\ <b> 😀\"", PlanReport.Dot(plan), StringComparison.Ordinal);
    }

    private static ExecutionPlan Plan(PlanVerdict verdict, string page = "") => new([verdict])
    {
        Blueprint = Blueprint.Read([new TaskInfo { Name = verdict.Task }], [new BlueprintPage("page.md", page)]),
    };

    private static KnownBot Bot(string name) => new() { Name = name, Language = BotLanguage.Python, Origin = KnownOrigin.Verified };
}
