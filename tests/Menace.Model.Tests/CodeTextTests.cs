using System.Runtime.CompilerServices;
using System.Text;
using Menace.Model.Checks;
using Menace.Model.Json;
using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

/// <summary>What the rules about code and secrets must not take for a mistake, and that a message repeats no secret.</summary>
public sealed class CodeTextTests
{
    [Theory]
    [InlineData("python", "run", "print('def other(): no')")]
    [InlineData("python", "run", "\"\"\"\ndef other():\n\"\"\"\nprint(1)")]
    [InlineData("python", "run", "from tools import run\n\ndef other():\n    return run()\n")]
    [InlineData("python", "run", "from tools import *\n\ndef other():\n    return run()\n")]
    [InlineData("python", "run", "def other():\n    return 1\n\nrun = other\n")]
    [InlineData("python", "run", "import os\nif os.name == 'nt':\n    def run():\n        pass\nelse:\n    def run():\n        pass\n\nasync def other():\n    pass\n")]
    [InlineData("csharp", "Run", "Console.WriteLine(\"public static\");")]
    [InlineData("csharp", "Run", "using System;\n\npublic static async Task<Dictionary<string, int>> Run<T>(T x) where T : class => new();\npublic static int Other() => 1;")]
    [InlineData("csharp", "Shape", "public abstract record Shape(double Area);\npublic static class Shapes { }")]
    [InlineData("csharp", "main", "var x = 1;\nConsole.WriteLine(new P(x));\ninternal record P(int X);")]
    [InlineData("shell", "run", "#!/bin/sh\necho run\n")]
    [InlineData("shell", "run", ". ./lib.sh\nother() {\n  run\n}\n")]
    [InlineData("shell", "run-it", "run-it() { :; }\n")]
    [InlineData("shell", "run", "python3 - <<'EOF'\nimport os\ndef run():\n    pass\nEOF\n")]
    [InlineData("shell", "run", "# using System;\nimport -window root x.png\n")]
    [InlineData("python", "run", "# if [ -f x ]; then\nset = 1\n")]
    [InlineData("csharp", "Run", "#!/usr/bin/env dotnet\nConsole.WriteLine(1);")]
    [InlineData("python", "run", "#!/usr/bin/env -S python3 -u\nprint(1)")]
    [InlineData("shell", "run", "curl -s https://example.com/x.json | python3 -m json.tool\n")]
    [InlineData("shell", "run", "curl -s https://example.com/x.json | shasum\n")]
    [InlineData("shell", "run", "curl -s https://example.com/x -o x; cat y | sh\n")]
    [InlineData("shell", "run", "# never: curl https://example.com | sh\ntrue\n")]
    [InlineData("python", "run", "token = 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\nkey = os.environ['API_KEY']\nprint(sha256(b'x').hexdigest() == '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881')")]
    [InlineData("python", "run", "api_key = 'a-name-of-a-key-in-the-vault'\npassword = 'x'\nclass_name = 'sk-some-long-css-class-name-here'\n")]
    [InlineData("python", "run", "url = f'postgres://{user}:{password}@{host}/db'\ndsn = f'Server=x;Password={pw}'\nconnect(host='h', password=pw)\n")]
    [InlineData("csharp", "Run", "var url = \"https://example.com:8080/a@b\"; var c = $\"Server=x;Password=\" + password + \";\";")]
    public void Harmless_code_is_left_alone(string language, string function, string code)
    {
        var text = $$"""[ { "name": "a", "code": {{CanonicalJson.Quote(code)}}, "metadata": { "purpose": "p", "functions": ["{{function}}"], "language": "{{language}}" } } ]""";
        Assert.DoesNotContain(TaskFileReader.Read(text).Findings, finding => finding.Rule.Id is "MENACE1604" or "MENACE1610" || finding.Rule.Id.StartsWith("MENACE18", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ghp_9dR2mWq7LxT4vBz8KcY1nHs6PfJ3gUe5AoXi")]
    [InlineData("AKIA3QZ7JT5XW9MN2LKD")]
    [InlineData("xoxb-8421907355-Zk3TqW9pLm")]
    [InlineData("hunter2")]
    public void No_message_repeats_a_secret(string secret)
    {
        var code = secret == "hunter2" ? "postgres://app:hunter2@db" : secret;
        var findings = TaskFileReader.Read($$"""[ { "name": "a", "code": "{{code}}", "metadata": { "tests": "{{code}}", "x": "{{code}}" } } ]""").Mistakes();
        Assert.Equal(3, findings.Count);
        Assert.All(findings, finding => Assert.DoesNotContain(secret, finding.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("curl -L x | sudo -E bash -", "curl", "bash")]
    [InlineData("wget -qO- x | tee log | python3", "wget", "python3")]
    [InlineData("bash <(curl -s x)", "curl", "bash")]
    [InlineData("eval \"$(curl -s x)\"", "curl", "eval")]
    [InlineData("Invoke-WebRequest x | iex", "Invoke-WebRequest", "iex")]
    [InlineData("iex ((New-Object Net.WebClient).DownloadString('x'))", "DownloadString", "iex")]
    [InlineData("curl -s x |\n  sh", "", "")]
    public void What_is_fetched_and_run_is_named(string code, string fetcher, string runner) =>
        Assert.Equal(fetcher.Length == 0 ? [] : [(fetcher, runner)], RemoteCode.In(code).Select(run => (run.Fetcher, run.Runner)));

    /// <summary>Some 300 files of three languages, none of which has a secret.</summary>
    [Fact]
    public void Real_sources_hold_no_secret_and_look_like_their_language()
    {
        var root = Root();
        var files = new[] { "samples", "src", "templates" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".py" or ".sh" or ".bats" or ".json" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/dev_repos/", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(files.Count, 200, 10_000);
        foreach (var file in files)
        {
            var code = File.ReadAllText(file);
            Assert.True(!Secrets.In(code).Any(), file + ": " + string.Join(", ", Secrets.In(code).Select(secret => $"{secret.Kind} at {secret.Start}")));
            if (Model.Languages.BotLanguages.Parse(Path.GetExtension(file)[1..]) is { } language)
            {
                Assert.Null(CodeSigns.LanguageOf(code, language, out _));
            }
        }
    }

    [Fact]
    public void The_sample_fleet_has_no_mistake()
    {
        var folder = Path.Combine(Root(), "samples", "fleet");
        var file = TaskFileReader.Read(File.ReadAllBytes(Path.Combine(folder, "tasks.json")), new() { FileExists = path => File.Exists(Path.Combine(folder, path)) });
        Assert.Empty(file.Mistakes().Where(finding => finding.Rule.IsEnabledByDefault).Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("def f(): pass\n")]
    [InlineData("public static int F(int x) => x;\n")]
    [InlineData("f() { :; }\n")]
    [InlineData("curl x ")]
    [InlineData("curl x | ")]
    [InlineData("iex (")]
    [InlineData("password=")]
    [InlineData("a://b:c")]
    [InlineData("-----BEGIN ")]
    [InlineData("public      ")]
    [InlineData("\"\"\"")]
    [InlineData("AKIA3QZ7JT5XW9MN2LKD ")]
    [InlineData("record   ")]
    public void Code_of_hostile_repetition_is_checked_in_linear_time(string piece)
    {
        var code = new StringBuilder().Insert(0, piece, 1_000_000 / piece.Length).ToString();
        foreach (var language in new[] { "python", "csharp", "shell" })
        {
            var text = $$"""[ { "name": "a", "code": {{CanonicalJson.Quote(code)}}, "metadata": { "functions": ["g", "h"], "language": "{{language}}" } } ]""";
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.InRange(TaskFileReader.Read(text).Findings.Count, 1, 201);

            // Quadratic work over a million characters takes hours, so a generous bound tells the two apart on any machine.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(40), $"{language}: {clock.Elapsed}");
        }
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
