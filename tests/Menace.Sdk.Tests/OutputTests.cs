using System.Text.RegularExpressions;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>What a person sees of a build: in a terminal, in a console without one, on a build server.</summary>
[Collection(PackedSdkTests.Name)]
public sealed partial class OutputTests(PackedSdk sdk)
{
    private const string Fleet = """
        [
          {
            "name": "Geo",
            "code": "def zone(code):\n    return code[:1]\n",
            "metadata": { "language": "python", "purpose": "zones", "examples": [{ "function": "zone", "args": ["80331"], "returns": "8" }] }
          },
          {
            "name": "Tariff",
            "dependencies": ["Geo"],
            "code": "import Geo\n\ndef price(code):\n    return 5 if Geo.zone(code) == '8' else 7\n",
            "metadata": { "language": "python", "purpose": "prices", "examples": [{ "function": "price", "args": ["80331"], "returns": 5 }] }
          },
          {
            "name": "Cleaner",
            "code": "import shutil\n\ndef purge():\n    shutil.rmtree('/nowhere/at/all', ignore_errors=True)\n",
            "metadata": { "language": "python", "purpose": "deletes old files", "functions": ["purge"] }
          },
          { "name": "Empty", "metadata": { "language": "shell" } }
        ]
        """;

    private const string Places = " · dev_repos/ · summary: obj/Debug/net10.0/menace/summary.md";

    [Fact]
    public void Build_prints_each_bot_as_it_ends_and_a_closing_line_in_terminals_consoles_and_build_servers()
    {
        using var project = new TaskProject(sdk, Fleet);

        // A terminal: the terminal logger is the default and has the bots' tests in its own summary.
        var created = project.BuildInTerminal("");
        Assert.Equal(
            [
                "Cleaner created (python): not exercised (1 test, T s)", "Empty created (shell): stub (1 test, T s)",
                "Geo created (python): passed (1 test, T s)", "Tariff created (python): passed (1 test, T s)",
            ],
            Lines(created)[..^1].Order(StringComparer.Ordinal));
        Assert.StartsWith("4 bots: 4 created, 1 stub, 3 tests passed, 1 function not exercised, verified in T s" + Places, Lines(created)[^1], StringComparison.Ordinal);
        Assert.Contains("Test summary: total: 3, failed: 0, succeeded: 3, skipped: 0", created, StringComparison.Ordinal);
        Assert.Matches(@"bots test net10\.0 .*succeeded with 1 warning", created);

        // A build server has no terminal. A changed bot and its dependent; one of them is red.
        project.Environment["CI"] = "true";
        project.Environment["TF_BUILD"] = "True";
        project.Environment["GITLAB_CI"] = "true";
        project.Environment["CI_PROJECT_DIR"] = project[""].TrimEnd('/');
        project.Replace("tasks.json", "code[:1]", "code[1:2]");
        var failed = project.Build("-p:MenaceStubs=Allow").Failed().Output;
        Assert.Equal(
            ["Geo updated (code changed; 1 file): failed (1 of 1 test, T s)", "Tariff updated (dependency Geo changed; 1 file): blocked (a dependency is not verified)"],
            Lines(failed)[..^1].Order(StringComparer.Ordinal));
        Assert.Matches("\"MENACE5003: Bot 'Geo': (.|\n)*\"path\": \"tasks.json\",\n +\"lines\": {\n +\"begin\": \\d", File.ReadAllText(project["obj/Debug/net10.0/menace/gl-code-quality.json"]));
        Assert.Contains(": dependency Geo changed; 1 file)", File.ReadAllText(project[".menace/logs/Tariff.log"]), StringComparison.Ordinal);
        Assert.StartsWith("4 bots: 2 updated, 2 unchanged, 1 failed, 1 blocked, 1 stub, 2 reused, 0 tests passed, 1 test failed, 1 function not exercised, verified in T s" + Places, Lines(failed)[^1], StringComparison.Ordinal);

        // An edited repository is a state of its own, and is tested as it stands. What is as it was is not tested again.
        project.Replace("tasks.json", "code[1:2]", "code[:1]");
        project.Environment.Clear();
        File.AppendAllText(project["dev_repos/Cleaner/README.md"], "mine\n");
        Assert.Equal(
            [
                "4 bots: 2 updated, 1 unchanged, 1 edited, 1 stub, 3 reused, 1 test passed, 1 function not exercised, verified in T s" + Places,
                "Cleaner edited: not exercised (1 test, T s)",
                "Geo updated (code changed): passed (1 test, as before)",
                "Tariff updated (dependency Geo changed): passed (1 test, as before)",
            ],
            Lines(project.BuildInTerminal("-p:MenaceStubs=Allow")).Order(StringComparer.Ordinal));

        // Nothing to do. With -mt tasks run in a task host.
        var nothing = project.BuildInTerminal("-p:MenaceStubs=Allow -mt");
        Assert.Equal(["4 bots up to date, 1 edited, 1 stub, 1 function not exercised"], Lines(nothing));
        Assert.DoesNotContain("Test summary", nothing, StringComparison.Ordinal);
        var console = project.Build("-p:MenaceStubs=Allow", "-mt").Succeeded();
        Assert.Equal(["4 bots up to date, 1 edited, 1 stub, 1 function not exercised"], Lines(console.Output));
        Assert.Empty(console.Stages);

        // Other targets are not silent in a terminal either.
        var mended = project.BuildInTerminal("-t:MenaceFix");
        Assert.Equal(["2 fixed, 0 left in tasks.json"], Lines(mended));
        Assert.Matches(@"tasks\.json\(\d+,\d+\): MENACE\d{4}: fixed: ", mended);
    }

    [Fact]
    public void Build_of_two_frameworks_prints_the_bots_in_a_terminal_and_a_build_that_stops_names_its_error()
    {
        using var project = new TaskProject(sdk, """[{ "name": "Alone", "code": "say() {\n    echo alone\n}\n", "metadata": { "language": "shell", "purpose": "p", "examples": [{ "function": "say", "prints": "alone" }] } }]""");
        project.Replace("bots.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");

        var lines = Lines(project.BuildInTerminal(""));
        Assert.Matches(@"^Alone created \(shell\): passed \(\d tests?, T s\)$", lines[0]);
        Assert.Matches(@"^1 bot: 1 created, \d tests? passed, verified in T s · dev_repos/ · summary: obj/Debug/menace/summary\.md$", lines[1]);

        var stopped = Lines(project.BuildInTerminal("-p:MenaceDefaultLanguage=cobol", exitCode: 1));
        Assert.StartsWith("stopped by MENACE0003", Assert.Single(stopped), StringComparison.Ordinal);
        Assert.False(File.Exists(project["obj/Debug/menace/summary.md"]));
    }

    /// <summary>What Menace printed, without times.</summary>
    private static string[] Lines(string output) =>
        [.. Line().Matches(output).Select(match => Time().Replace(match.Groups[1].Value.TrimEnd(), "T s"))];

    [GeneratedRegex(@"Menace: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"\d+\.\d s")]
    private static partial Regex Time();
}
