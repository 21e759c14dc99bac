using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests.Optimisation;

public sealed class ImplementationOptimiserBotTests
{
    [Theory]
    [InlineData("print('hello')", BotLanguage.Python)]
    [InlineData("Console.WriteLine(\"hello\");", BotLanguage.CSharp)]
    [InlineData("public static int Add(int a, int b) => a + b;", BotLanguage.CSharp)]
    [InlineData("def add(a, b):\n    return a + b\n", BotLanguage.Python)]
    [InlineData("import os", BotLanguage.Python)]
    [InlineData("for f in *; do echo \"$f\"; done", BotLanguage.Shell)]
    [InlineData("#!/bin/sh\nprint", BotLanguage.Shell)]
    [InlineData("#!/usr/bin/env python3\nx = 1", BotLanguage.Python)]
    [InlineData("print(\"hello\");", BotLanguage.Python)]
    [InlineData("x = 1", BotLanguage.Python)]
    [InlineData("x = 1;", BotLanguage.Python)]
    [InlineData("var x = 1;", BotLanguage.CSharp)]
    [InlineData("return Math.PI;", BotLanguage.CSharp)]
    [InlineData("return len(str(5));", BotLanguage.Python)]
    [InlineData("from os import *; print(getcwd())", BotLanguage.Python)]
    [InlineData("echo hello", BotLanguage.Shell)]
    public async Task The_language_is_inferred_from_the_code(string code, BotLanguage language)
    {
        var result = await Optimise(new TaskInfo { Name = "a", Code = code, Metadata = new() { Purpose = "p", Functions = ["run"] } });

        Assert.Equal(language, result.Record.Package.Tasks[0].Metadata.Language);
    }

    [Fact]
    public async Task Code_valid_in_two_languages_reports_the_chosen_one()
    {
        var result = await Optimise(new TaskInfo { Name = "a", Code = "print(\"hello\");", Metadata = new() { Purpose = "p", Functions = ["run"] } });

        Assert.True(result.Succeeded);
        Assert.Contains("'print' would be undefined", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BotLanguage.CSharp, BotLanguage.CSharp)]
    [InlineData(BotLanguage.Python, BotLanguage.Python)]
    [InlineData(BotLanguage.Shell, BotLanguage.CSharp)]
    public async Task A_tie_gives_the_projects_default_and_says_so(BotLanguage fallback, BotLanguage expected)
    {
        var task = new TaskInfo { Name = "a", Code = "return 1;", Metadata = new() { Purpose = "p", Functions = ["run"] } };

        var result = await new ImplementationOptimiserBot(new BotDevConfig { DefaultLanguage = fallback })
            .OptimiseAsync(new HandoffRecord(1, new TaskPackage([task]), "", new Dictionary<string, FileContent>()), null);

        Assert.Equal(expected, result.Record.Package.Tasks[0].Metadata.Language);
        Assert.Contains("the project's default decides", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prices.Gross(1);", BotLanguage.CSharp)]
    [InlineData("print(Prices.Gross(1));", BotLanguage.Python)]
    public async Task The_name_of_a_dependency_is_resolved_in_every_language(string code, BotLanguage language)
    {
        var result = await Optimise(
            new TaskInfo { Name = "Prices", Code = "x", Metadata = new() { Language = BotLanguage.Shell, Purpose = "p" } },
            new TaskInfo { Name = "a", Code = code, Dependencies = ["Prices"], Metadata = new() { Purpose = "p", Functions = ["run"] } });

        Assert.Equal(language, result.Record.Package.Tasks[1].Metadata.Language);
    }

    [Fact]
    public async Task Code_that_parses_in_no_language_is_an_error_with_the_reason_of_each()
    {
        var finding = await SingleError(new TaskInfo { Name = "a", Code = "if ( then }", Metadata = new() { Purpose = "p", Functions = ["run"] } });

        Assert.Equal("MENACE3002", finding.Rule.Id);
        Assert.Matches("C#: .+; Python: .+; sh: .+", finding.Message);
    }

    [Theory]
    [InlineData(BotLanguage.Python, "\"\"\"Adds numbers.\"\"\"\n\ndef add(a, b):\n    return a + b\n\ndef _hidden():\n    pass\n", "Adds numbers.", "add")]
    [InlineData(BotLanguage.Python, "def add(a, b):\n    \"\"\"Adds numbers.\"\"\"\n    return a + b\n", "Adds numbers.", "add")]
    [InlineData(BotLanguage.CSharp, "/// <summary>Adds numbers.</summary>\npublic static int Add(int a, int b) => a + b;", "Adds numbers.", "Add")]
    [InlineData(BotLanguage.CSharp, "namespace N;\n/// <summary>Adds numbers.</summary>\npublic static class Adder { public static int Add(int a, int b) => a + b; private static void No() { } }", "Adds numbers.", "Add")]
    [InlineData(BotLanguage.Shell, "#!/bin/sh\n# Adds numbers.\n\nadd() {\n    echo $(($1 + $2))\n}\n", "Adds numbers.", "add")]
    public async Task Purpose_and_functions_are_inferred_where_the_code_says_them(BotLanguage language, string code, string purpose, string functions)
    {
        var result = await Optimise(new TaskInfo { Name = "a", Code = code, Metadata = new() { Language = language } });

        Assert.Empty(result.Diagnostics);
        var spec = Assert.Single(result.Record.Bots);
        Assert.Equal(purpose, spec.Purpose);
        Assert.Equal(functions.Split(',').Order(), spec.Functions.Order());
    }

    [Theory]
    [InlineData(BotLanguage.Python)]
    [InlineData(BotLanguage.CSharp)]
    [InlineData(BotLanguage.Shell)]
    public async Task Missing_code_is_filled_from_the_template(BotLanguage language)
    {
        var result = await Optimise(new TaskInfo { Name = "a", Metadata = new() { Language = language, Purpose = "says it's \"there\"", Functions = ["first", "second"] } });

        Assert.Equal(Rules.Stub, Assert.Single(result.Diagnostics).Rule);
        Assert.Equal(["first", "second"], Assert.Single(result.Record.Bots).Functions);
        Assert.Equal(["first", "second"], result.Record.Bots[0].StubFunctions);
        Assert.NotEmpty(result.Record.Package.Tasks[0].Code);
    }

    [Theory]
    [InlineData(BotLanguage.Python)]
    [InlineData(BotLanguage.CSharp)]
    [InlineData(BotLanguage.Shell)]
    public async Task Name_alone_gives_a_stub_without_an_invented_purpose(BotLanguage language)
    {
        var result = await Optimise(new TaskInfo { Name = "TaskA", Metadata = new() { Language = language } });

        var bot = Assert.Single(result.Record.Bots);
        Assert.Equal(BotSpec.UnknownPurpose, bot.Purpose);
        Assert.Equal(bot.Functions, bot.StubFunctions);
        Assert.Equal(
            "Bot 'TaskA' is a stub: the task has no code and no purpose, so its code comes from a template. Add code, or set MenaceStubs to Allow",
            Assert.Single(result.Diagnostics).Message);
    }

    [Fact]
    public async Task Listed_function_that_statements_leave_to_the_template_makes_a_stub()
    {
        var result = await Optimise(new TaskInfo
        {
            Name = "a",
            Code = "print('x')",
            Dependencies = [],
            Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["first", "second"] },
        });

        Assert.Equal(["second"], Assert.Single(result.Record.Bots).StubFunctions);
        Assert.Contains("no code for 'second'", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StubPolicy.Allow, 2, "")]
    [InlineData(StubPolicy.Warn, 2, "MENACE3050")]
    [InlineData(StubPolicy.Error, 0, "MENACE3051 MENACE3006")]
    public async Task Stubs_are_allowed_warned_of_or_refused_with_what_depends_on_them(StubPolicy policy, int bots, string findings)
    {
        var stub = new TaskInfo { Name = "low", Metadata = new() { Language = BotLanguage.Python, Purpose = "p" } };
        var user = new TaskInfo { Name = "high", Dependencies = ["low"], Code = "def f():\n    return 1\n", Metadata = new() { Language = BotLanguage.Python, Purpose = "p" } };

        var result = await new ImplementationOptimiserBot(new BotDevConfig { Stubs = policy })
            .OptimiseAsync(new HandoffRecord(1, new TaskPackage([stub, user]), "", new Dictionary<string, FileContent>()), null);

        Assert.Equal(bots, result.Record.Bots.Count);
        Assert.Equal(findings, string.Join(' ', result.Diagnostics.Select(finding => finding.Rule.Id)));
    }

    [Theory]
    [InlineData("def a():\n    return 1\n\ndef b():\n    return 1\n", "purpose is missing")]
    [InlineData("\"\"\"Says something.\"\"\"\n\ndef _a():\n    pass\n", "functions are missing")]
    [InlineData("def _a():\n    pass\n", "purpose and functions are missing")]
    public async Task What_stays_missing_is_named(string code, string message)
    {
        var finding = await SingleError(new TaskInfo { Name = "Vague", Code = code, Metadata = new() { Language = BotLanguage.Python } });

        Assert.Equal("MENACE3001", finding.Rule.Id);
        Assert.Contains($"Bot 'Vague' cannot be built: {message}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listed_function_that_the_code_lacks_is_named_with_what_it_has()
    {
        var finding = await SingleError(new TaskInfo { Name = "a", Code = "def add():\n    pass\n", Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["sub"] } });

        Assert.Equal("MENACE3005", finding.Rule.Id);
        Assert.Contains("'sub', but its code defines 'add'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_function_gets_the_nearest_that_the_code_defines()
    {
        var finding = await SingleError(new TaskInfo { Name = "a", Code = "def total(): pass\ndef other(): pass\n", Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["totla", "other"] } });

        Assert.EndsWith("correct metadata; did you mean 'total'?", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_syntax_error_has_its_place_in_the_code()
    {
        const string Code = "public static int Add(int a) => a + ;";
        var finding = await SingleError(new TaskInfo { Name = "a", Code = Code, Metadata = new() { Language = BotLanguage.CSharp, Purpose = "p", Functions = ["Add"] } });

        Assert.Equal(("MENACE1701", "code", Code.IndexOf(';', StringComparison.Ordinal)), (finding.Rule.Id, finding.Anchor!.Property, finding.Anchor.Offset));
        Assert.Contains("CS1525", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_fails_takes_only_its_dependents_along()
    {
        var result = await Optimise(
            Python("top", ["middle"]), Python("middle", ["base"]), Python("base", []) with { Code = "def (" }, Python("alone", []));

        Assert.Equal(["alone"], result.Record.Bots.Select(bot => bot.Name));
        Assert.Equal(["top:MENACE3006", "middle:MENACE3006", "base:MENACE1701"], result.Diagnostics.Select(finding => $"{finding.Bot}:{finding.Rule.Id}"));
    }

    [Fact]
    public async Task A_dependency_in_another_language_is_accepted()
    {
        var result = await Optimise(Python("a", ["b"]), Task("b", BotLanguage.Shell, "#!/bin/bash\ndo-it() {\n    echo b\n}\nfrom() {\n    echo b\n}\n"));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["a", "b"], result.Record.Bots.Select(bot => bot.Name));
    }

    [Fact]
    public async Task A_dependency_that_an_earlier_run_completed_is_still_checked_for_a_new_caller()
    {
        var dependency = Task("b", BotLanguage.CSharp, "public record B(int X);");
        var before = await Optimise(dependency);
        Assert.Contains("b", before.Record.Keys.Keys);

        var result = await new ImplementationOptimiserBot(new BotDevConfig()).OptimiseAsync(Handoff(Python("a", ["b"]), dependency), before.Record);

        Assert.Equal(["MENACE3007"], result.Diagnostics.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData("b", BotLanguage.CSharp, "public record B(int X);", "its command has no function that JSON arguments can call")]
    [InlineData("b", BotLanguage.Shell, "#!/bin/bash\ndo-it() {\n    echo b\n}\ndo_it() {\n    echo b\n}\n", "its functions 'do-it' and 'do_it' would both be 'do_it' there. Rename one of them")]
    [InlineData("json", BotLanguage.Shell, "run() {\n    echo b\n}\n", "'json' is a module of Python's standard library. Rename it, for example to 'json_bot'")]
    [InlineData("class", BotLanguage.Shell, "run() {\n    echo b\n}\n", "'class' is a keyword of Python. Rename it, for example to 'class_bot'")]
    public async Task A_dependency_in_another_language_that_cannot_be_called_is_refused(string name, BotLanguage language, string code, string reason)
    {
        var finding = Assert.Single((await Optimise(Python("a", [name]), Task(name, language, code))).Diagnostics);

        Assert.Equal(("MENACE3007", "a", "dependencies"), (finding.Rule.Id, finding.Bot, finding.Anchor?.Property));
        Assert.EndsWith(": " + reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capabilities_are_made_comparable()
    {
        var task = Python("a", []) with { Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Capabilities = ["Network IO", "network io", "!!", "E-mail", "ML 2"] } };

        Assert.Equal(["network_io", "email", "ml_2"], (await Optimise(task)).Record.Bots[0].Capabilities);
    }

    [Fact]
    public async Task Code_beside_a_code_file_is_an_error_and_smoke_names_must_be_defined()
    {
        var task = Task("A", BotLanguage.Python, "def run():\n    return 1\n");
        var twice = task with { Metadata = task.Metadata with { CodeFile = "a.py" } };
        var handoff = Handoff(twice) with { Files = new Dictionary<string, FileContent> { ["a.py"] = new("def run():\n    return 2\n"u8.ToArray()) } };
        var smoke = task with { Metadata = task.Metadata with { Smoke = ["rum"] } };

        var first = Assert.Single((await new ImplementationOptimiserBot(new BotDevConfig()).OptimiseAsync(handoff, null)).Diagnostics, d => d.IsError);
        var second = Assert.Single((await Optimise(smoke)).Diagnostics, d => d.IsError);

        Assert.Equal(("MENACE1615", "metadata.code_file"), (first.Rule.Id, first.Anchor!.Property));
        Assert.Equal(("MENACE3005", "metadata.smoke"), (second.Rule.Id, second.Anchor!.Property));
        Assert.Contains("did you mean 'run'?", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_names_of_one_CSharp_bot_is_that_bots_error_at_its_place()
    {
        var good = Task("Good", BotLanguage.CSharp, "public static int Twice(int n) => n * 2;");
        var caller = Task("Caller", BotLanguage.CSharp, "public static int Run() => Good.Twice(2);") with { Dependencies = ["Good"] };
        var bad = Task("Bad", BotLanguage.CSharp, "public static int Run() => Good.Twice(2) + missing;") with { Dependencies = ["Good"] };
        var packaged = Task("Packaged", BotLanguage.CSharp, "public static int Run() => Some.Thing() + 1;");
        packaged = packaged with { Metadata = packaged.Metadata with { Packages = ["Some.Package@1.0.0"] } };
        var first = await Optimise(good, caller, bad, packaged);

        var finding = Assert.Single(first.Diagnostics, d => d.IsError);
        Assert.Equal(("Bad", "MENACE1701", "CS0103"), (finding.Bot, finding.Rule.Id, finding.Arguments[1]));
        Assert.Equal(new TaskAnchor("code", 43, 7), finding.Anchor);
        Assert.Equal(["Caller", "Good", "Packaged"], first.Record.Bots.Select(b => b.Name).Order());

        var second = await new ImplementationOptimiserBot(new BotDevConfig()).OptimiseAsync(Handoff(good, caller, bad, packaged), first.Record);
        Assert.Equal(finding.Message, Assert.Single(second.Diagnostics, d => d.IsError).Message);
    }

    private static TaskInfo Task(string name, BotLanguage language, string code) =>
        new() { Name = name, Code = code, Metadata = new() { Language = language, Purpose = "p" } };

    private static TaskInfo Python(string name, string[] dependencies) => new()
    {
        Name = name,
        Dependencies = dependencies,
        Code = "def run():\n    return 1\n",
        Metadata = new() { Language = BotLanguage.Python, Purpose = "p" },
    };

    private static Task<StageResult<OptimiseRecord>> Optimise(params TaskInfo[] tasks) =>
        new ImplementationOptimiserBot(new BotDevConfig()).OptimiseAsync(Handoff(tasks), null);

    private static HandoffRecord Handoff(params TaskInfo[] tasks) => new(1, new TaskPackage(tasks), "", new Dictionary<string, FileContent>());

    private static async Task<PipelineDiagnostic> SingleError(TaskInfo task) =>
        Assert.Single((await Optimise(task)).Diagnostics, finding => finding.IsError);
}
