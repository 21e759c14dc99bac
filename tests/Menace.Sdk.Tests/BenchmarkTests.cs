using System.Text.Json.Nodes;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The benchmark runs and prints every row, those of C# bots, which take minutes, at night. What the rows say is not asserted.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class BenchmarkTests(PackedSdk sdk)
{
    [Fact]
    public void Every_stage_every_build_and_every_other_way_is_timed()
    {
        var folder = Directory.CreateTempSubdirectory("menace-bench-test-").FullName;
        try
        {
            var json = Path.Combine(folder, "rows.json");

            var (code, output) = Programs.Run(PackedSdk.RepositoryRoot, "bash",
                ["scripts/bench.sh", "--packed", sdk.Version, sdk.Feed, "--sizes", "1", "--runs", "1", "--csharp", Nightly.Choose(0, 1) == 0 ? "0" : "1", "--python", "1", "--shell", "1", "--editor-tasks", "100", "--merges", "10", "--packages", "20", "--folder", Path.Combine(folder, "work"), "--json", json]);

            Assert.True(code == 0, output);
            var rows = JsonNode.Parse(File.ReadAllText(json))!["rows"]!.AsArray();
            string[] expected =
            [
                "stage: handoff", "stage: optimise", "stage: develop", "stage: verify",
                "other way: Python loop, git init + add + commit", "other way: LibGit2Sharp, index, one thread a core",
                "build: first", "build: no change: empty class library", "build: no change", "build: one task changed",
                .. Nightly.Choose(0, 1) == 0 ? [] : (string[])
                [
                    "verify: csharp: fast, cold", "verify: csharp: fast, warm", "verify: csharp: fast, warm, no mutation check", "verify: csharp: isolated",
                    "verify: dotnet test per repository (compiler server, node reuse)", "verify: dotnet test of one solution",
                ],
                "verify: python: fast, cold", "verify: pytest per repository", "verify: the same, two at once",
                "verify: shell: fast, cold", "verify: bats per repository",
            ];
            Assert.Subset(rows.Select(row => $"{row!["group"]}: {row["what"]}").ToHashSet(), expected.ToHashSet());
            var perRepository = rows.Where(row => row!["cpu_ms"] is not null).ToArray();
            Assert.Equal(["generate and commit", "merge: the difference of the first two rows", "git merge"], perRepository.Select(row => (string?)row!["what"]));
            Assert.True((double)perRepository[0]!["cpu_ms"]! > 0 && (double)perRepository[2]!["cpu_ms"]! > 0);
            Assert.All(rows.Except(perRepository).Where(row => (string?)row!["group"] is not ("ratio" or "editor" or "handoff") && (string?)row["what"] != "the same, two at once"), row =>
            {
                Assert.True((double)row!["wall_s"]! > 0, row.ToJsonString());
                Assert.True((double)row["peak_mib"]! > 1, row.ToJsonString());
            });
            Assert.Contains(rows, row => (string?)row!["group"] == "editor");
            Assert.Equal(9, rows.Count(row => (string?)row!["group"] == "handoff"));
            Assert.Equal(1, (int)rows.Single(row => (string?)row!["what"] == "one task changed")!["repositories_touched"]!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
