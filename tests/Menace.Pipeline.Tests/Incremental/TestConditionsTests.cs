using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Incremental;

/// <summary>What decides besides the files of a repository: another tool or another environment is another verdict.</summary>
public sealed class TestConditionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_interpreter_is_another_condition()
    {
        var (first, second) = (Interpreter("a"), Interpreter("b"));

        Assert.Equal(Of(first), Of(first));
        Assert.Equal(3, new[] { Of(first), Of(second), Of("/nonexistent/python3") }.Distinct().Count());
    }

    [Fact]
    public void Another_module_of_the_interpreter_is_another_condition()
    {
        var python = Interpreter("a");
        var modules = Directory.CreateDirectory(_folder["a/lib/python3.13/site-packages"]).FullName;
        Directory.CreateDirectory(Path.Combine(modules, "pytest-8.0.dist-info"));
        var before = Of(python);

        Directory.Move(Path.Combine(modules, "pytest-8.0.dist-info"), Path.Combine(modules, "pytest-9.0.dist-info"));
        var other = Of(python);
        File.WriteAllText(Path.Combine(modules, "onlya.py"), "VALUE = 7");

        Assert.Equal(3, new[] { before, other, Of(python) }.Distinct().Count());
    }

    [Fact]
    public void Edited_module_is_another_condition_but_not_its_bytecode()
    {
        var python = Interpreter("a");
        var module = _folder.Write("a/lib/python3.13/site-packages/pytest/main.py", "VALUE = 7");
        var before = Of(python);

        _folder.Write("a/lib/python3.13/site-packages/pytest/__pycache__/main.cpython-313.pyc", "");
        var imported = Of(python);
        File.WriteAllText(module, "VALUE = 8");

        Assert.Equal(before, imported);
        Assert.NotEqual(before, Of(python));
    }

    [Fact]
    public void Tool_that_is_installed_anew_is_the_same_by_its_contents()
    {
        var python = Interpreter("a");
        var module = _folder.Write("a/lib/python3.13/site-packages/pytest/main.py", "VALUE = 7");
        var (identity, contents) = (Of(python), ByContents(python));

        File.Delete(module);
        _folder.Write("a/lib/python3.13/site-packages/pytest/main.py", "VALUE = 7");
        Assert.NotEqual(identity, Of(python));
        Assert.Equal(contents, ByContents(python));

        File.WriteAllText(module, "VALUE = 8");
        var edited = ByContents(python);
        File.WriteAllText(python, "#!/bin/bash\n");
        Assert.Equal(4, new[] { contents, edited, ByContents(python), ByContents(Interpreter("b")) }.Distinct().Count());
    }

    [Fact]
    public void Language_has_only_its_own_tools()
    {
        var (first, second) = (Look(Interpreter("a"), []), Look(Interpreter("b"), []));

        Assert.Equal(first.Of(BotLanguage.Shell), second.Of(BotLanguage.Shell));
        Assert.Equal(first.Of(BotLanguage.CSharp), second.Of(BotLanguage.CSharp));
        Assert.NotEqual(first.Of(BotLanguage.Python), first.Of(BotLanguage.CSharp));
    }

    [Fact]
    public void Variable_counts_if_tests_see_it()
    {
        const string Name = "MENACE_CONDITION_TEST";
        string[] named = [Name];
        var (unnamed, before) = (Look(null, []).ToString(), Look(null, named).ToString());
        try
        {
            Environment.SetEnvironmentVariable(Name, "secret-value");

            Assert.Equal(unnamed, Look(null, []).ToString());
            Assert.NotEqual(before, Look(null, named).ToString());
            Assert.DoesNotContain("secret-value", Look(null, named).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    [Fact]
    public void Time_limit_counts()
    {
        var languages = LanguageTable.Create(new BotDevConfig(), new ProcessRunner());

        Assert.NotEqual(
            TestConditions.Look(languages, [BotLanguage.Shell], [], TimeSpan.FromMinutes(1)).ToString(),
            TestConditions.Look(languages, [BotLanguage.Shell], [], TimeSpan.FromMinutes(2)).ToString());
    }

    private string Interpreter(string name)
    {
        var python = _folder.Write(name + "/bin/python3", "#!/bin/sh\n");
        File.SetUnixFileMode(python, (UnixFileMode)0b111_101_101);
        return python;
    }

    private static string Of(string python) => Look(python, []).Of(BotLanguage.Python);

    private static string ByContents(string python) => Look(python, [], byContents: true).Of(BotLanguage.Python);

    private static TestConditions Look(string? python, IReadOnlyList<string> named, bool byContents = false) =>
        TestConditions.Look(LanguageTable.Create(new BotDevConfig { Python = python }, new ProcessRunner()), BotLanguages.Profiles.Select(profile => profile.Id), named, TimeSpan.FromMinutes(10), byContents: byContents);
}
