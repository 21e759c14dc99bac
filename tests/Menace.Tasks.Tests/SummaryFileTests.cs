using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Reporting;

namespace Menace.Tasks.Tests;

public sealed class SummaryFileTests
{
    [Fact]
    public void Summary_has_states_totals_times_messages_stubs_and_functions_that_are_not_exercised()
    {
        BotRepository[] repositories =
        [
            Repository("New", RepositoryChange.Created),
            Repository("Mine", RepositoryChange.Unchanged),
            Repository("Old", RepositoryChange.Unchanged, notExercised: "purge"),
            Repository("Empty", RepositoryChange.Unchanged, stub: "run"),
            Repository("Caller", RepositoryChange.Updated) with { Reason = "dependency Old changed", ChangedFiles = 1 },
        ];
        var build = new BuildRecord(
            1, [.. new[] { "New", "Mine", "Old", "Empty", "Caller", "Gone" }.Select(name => new ListedTask(name, null))], repositories, [new("Gone", "MENACE4001")]);
        var verify = new VerifyRecord(1,
        [
            new("New", VerificationOutcome.Passed, [Test(TestOutcome.Passed), Test(TestOutcome.Skipped)]) { Seconds = 1.25 },
            new("Mine", VerificationOutcome.Failed, [Test(TestOutcome.Failed)]) { Seconds = 2, IsEdited = true },
            new("Old", VerificationOutcome.Passed, [Test(TestOutcome.Passed)]) { Seconds = 9, IsReused = true },
            new("Empty", VerificationOutcome.Stub, [Test(TestOutcome.Passed)]) { Seconds = 0.5 },
            new("Caller", VerificationOutcome.PassedAgainstStub, [Test(TestOutcome.Passed)]) { Seconds = 0.1 },
        ]);
        PipelineDiagnostic[] findings =
        [
            new(Rules.TestFailed, ["Mine", "value", "expected 1\n| got 2 | `x`"]) { Bot = "Mine" },
            new(Rules.DependencyDrifted, ["New", "Mine"]),
        ];

        var text = SummaryFile.Text(new BuildSummary(build, verify), findings);

        Assert.Equal(
            """
            # 6 bots: 1 created, 1 updated, 2 unchanged, 1 edited, 1 not built, 1 failed, 1 stub, 1 verified against a stub, 1 reused, 2 tests passed, 1 test failed, 1 test skipped, 1 function not exercised

            | bot | state | outcome | passed | failed | skipped | seconds |
            |---|---|---|---:|---:|---:|---:|
            | New | created | passed | 1 | 0 | 1 | 1.3 |
            | Mine | edited | failed | 0 | 1 | 0 | 2.0 |
            | Old | unchanged | passed | 1 | 0 | 0 | as before |
            | Empty | unchanged | stub | 1 | 0 | 0 | 0.5 |
            | Caller | updated | passed against a stub | 1 | 0 | 0 | 0.1 |
            | Gone | not built |  | 0 | 0 | 0 | 0.0 |
            | **all** |  |  | 4 | 1 | 1 | 3.9 |
            | **in this build** |  |  | 3 | 1 | 1 | 3.9 |

            ## Updated

            - Caller: dependency Old changed; 1 file

            ## Failed

            - Gone: not built, MENACE4001
            - MENACE5003:

                  Bot 'Mine': test value failed: expected 1
                  | got 2 | `x`

            ## Stubs

            - Empty: `run`

            ## Not exercised

            - Old: `purge`, because it deletes files

            """,
            text);
    }

    private static BotRepository Repository(string name, RepositoryChange change, string? notExercised = null, string? stub = null)
    {
        var spec = new BotSpec
        {
            Name = name,
            Language = BotLanguage.Python,
            Code = "x",
            Purpose = "p",
            Functions = ["run"],
            NotExercised = notExercised is null ? new Dictionary<string, string>() : new() { [notExercised] = "it deletes files" },
            StubFunctions = stub is null ? [] : [stub],
        };
        return new(spec, "/dev_repos/" + name, "main.py", new string('a', 40), new string('b', 40), change);
    }

    private static TestResult Test(TestOutcome outcome) => new("t", outcome, "");
}
