using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Coding.Trial;

/// <summary>Candidates for the code of a bot, tried by the real languages.</summary>
public sealed class CandidateTrialTests
{
    private static readonly Dictionary<BotLanguage, (string Right, string Wrong, string Broken)> Codes = new()
    {
        [BotLanguage.Python] = (
            "def half(n):\n    if n < 0:\n        return 0\n    return n // 2\n",
            "def half(n):\n    return n + 2\n",
            "def half(n:\n"),
        [BotLanguage.CSharp] = (
            "public static int Half(int n)\n{\n    if (n < 0)\n    {\n        return 0;\n    }\n\n    return n / 2;\n}\n",
            "public static int Half(int n) => n + 2;\n",
            "public static int Half(int n) => n +;\n"),
        [BotLanguage.Shell] = (
            "half() {\n    case \"$1\" in\n        -*) echo 0 ;;\n        *) expr \"$1\" / 2 ;;\n    esac\n}\n",
            "half() {\n    case \"$1\" in\n        -2) echo 0 ;;\n        *) echo 11 ;;\n    esac\n}\n",
            "half() {\n    echo \"$1\n}\n"),
    };

    [Theory]
    [InlineData("python", false)]
    [InlineData("python", true)]
    [InlineData("csharp", false)]
    [InlineData("csharp", true)]
    [InlineData("shell", false)]
    [InlineData("shell", true)]
    public async Task Right_code_passes_with_evidence(string name, bool isIsolated)
    {
        using var project = new TrialProject { Mode = isIsolated ? VerifyMode.Isolated : VerifyMode.Fast };
        var language = Language(name);

        var verdict = await project.TryAsync(
            Half(language), new CodeCandidate(Codes[language].Right) { Evidence = ["agrees with 12 other programs on 500 inputs"] });

        Assert.Equal((null, ""), (verdict.Failure, verdict.Reason));
        Assert.True(verdict.Passed);
        Assert.Equal(3, verdict.PassedExamples);
        Assert.InRange(verdict.NoticedMutants, 1, verdict.Mutants);
        Assert.Equal(
            [
                "agrees with 12 other programs on 500 inputs", "3 examples passed",
                string.Create(CultureInfo.InvariantCulture, $"{verdict.NoticedMutants} of {verdict.Mutants} {(verdict.Mutants == 1 ? "mutant" : "mutants")} failed"),
            ],
            verdict.Evidence);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("csharp")]
    [InlineData("shell")]
    public async Task Wrong_code_fails_with_what_was_found_and_expected(string name)
    {
        using var project = new TrialProject();
        var language = Language(name);

        var verdict = await project.TryAsync(Half(language), Codes[language].Wrong);

        var function = Half(language).Functions[0].Name;
        Assert.Equal(TrialFailure.Examples, verdict.Failure);
        Assert.Equal(2, verdict.FailedExamples.Count);
        Assert.Equal(1, verdict.PassedExamples);
        Assert.StartsWith($"2 examples of 3 failed, first {function}(9): expected 4, but the call returned ", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("11", verdict.FailedExamples[0].Message, StringComparison.Ordinal);
        Assert.Empty(verdict.Evidence);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("csharp")]
    [InlineData("shell")]
    public async Task Code_that_does_not_parse_is_never_run(string name)
    {
        using var project = new TrialProject();
        var language = Language(name);

        var verdict = await project.TryAsync(Half(language), Codes[language].Broken);

        Assert.Equal(TrialFailure.Reading, verdict.Failure);
        Assert.StartsWith("Its code does not parse: ", verdict.Reason, StringComparison.Ordinal);
        project.AssertNothingRan();
    }

    [Fact]
    public async Task Code_that_does_not_compile_is_refused_with_the_error()
    {
        using var project = new TrialProject();

        var verdict = await project.TryAsync(Half(BotLanguage.CSharp), "public static int Half(int n)\n{\n    string half = n;\n    return half.Length;\n}\n");

        Assert.Equal(TrialFailure.Build, verdict.Failure);
        Assert.Contains("CS0029", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python", "def quarter(n):\n    return n // 4\n", "'half' is not defined. The code defines 'quarter'")]
    [InlineData("csharp", "public static int Quarter(int n) => n / 4;\n", "'Half' is not defined. The code defines 'Quarter'")]
    [InlineData("shell", "quarter() {\n    echo 1\n}\n", "'half' is not defined. The code defines 'quarter'")]
    [InlineData("python", "def half(n, m):\n    return n // m\n", "'half' does not take 1 argument, as an example gives it")]
    [InlineData("csharp", "public static int Half(int n, int m) => n / m;\n", "'Half' does not take 1 argument, as an example gives it")]
    [InlineData("python", "def half():\n    return 4\n", "'half' does not take 1 argument, as an example gives it")]
    [InlineData("python", " \n", "The code is empty")]
    public async Task Code_with_other_functions_is_never_run(string name, string code, string reason)
    {
        using var project = new TrialProject();

        var verdict = await project.TryAsync(Half(Language(name)), code);

        Assert.Equal((TrialFailure.Reading, reason), (verdict.Failure, verdict.Reason));
        project.AssertNothingRan();
    }

    [Theory]
    [InlineData("python", "KEY = 'AKIAIOSFODNN7EXAMPLE'\n\n\ndef half(n):\n    return n // 2\n", null, "has a secret")]
    [InlineData("csharp", "private const string Password = \"password=hunter2hunter2\";\npublic static int Half(int n) => n / 2;\n", null, "has a secret")]
    [InlineData("python", "def half(n):\n    return n // 2\n", "GPL-3.0-only", "'GPL-3.0-only'")]
    public async Task Code_with_a_secret_or_a_licence_of_others_is_never_run(string name, string code, string? license, string reason)
    {
        using var project = new TrialProject();

        var verdict = await project.TryAsync(Half(Language(name)), new CodeCandidate(code) { License = license });

        Assert.Equal(TrialFailure.Reading, verdict.Failure);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", verdict.Reason, StringComparison.Ordinal);
        project.AssertNothingRan();
    }

    [Theory]
    [InlineData("python", "def note(n):\n    print('noted')\n")]
    [InlineData("csharp", "public static object? Note(int n)\n{\n    Console.Error.WriteLine(n);\n    return null;\n}\n")]
    public async Task Code_whose_mutants_all_survive_is_refused(string name, string code)
    {
        using var project = new TrialProject();
        var language = Language(name);
        var request = TrialProject.Request(language, (language == BotLanguage.CSharp ? "Note" : "note", [1], JsonValue.Null));

        var verdict = await project.TryAsync(request, code);

        Assert.Equal(TrialFailure.Mutants, verdict.Failure);
        Assert.StartsWith("The examples of '", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("pass with each change of it: it returns", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(0, verdict.NoticedMutants);
        Assert.Empty(verdict.Evidence);
    }

    [Fact]
    public async Task Each_function_has_to_be_proved()
    {
        using var project = new TrialProject();
        var request = TrialProject.Request(BotLanguage.Python, ("half", [9], 4), ("note", [1], JsonValue.Null));

        var verdict = await project.TryAsync(request, "def half(n):\n    return n // 2\n\n\ndef note(n):\n    print('noted')\n");
        var without = await project.TryAsync(
            request with { Functions = [request.Functions[0], request.Functions[1] with { Examples = [] }] }, Codes[BotLanguage.Python].Right);

        Assert.Equal(TrialFailure.Mutants, verdict.Failure);
        Assert.StartsWith("The examples of 'note'", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal((TrialFailure.NotTried, "'note' has no example, so nothing can prove its code"), (without.Failure, without.Reason));
    }

    [Fact]
    public async Task Missing_program_says_nothing_about_the_code()
    {
        using var project = new TrialProject();

        var verdict = await project.TryAsync(Half(BotLanguage.Shell), "#!/usr/bin/env no-such-shell\nhalf() {\n    echo \"$(($1 / 2))\"\n}\n");

        Assert.Equal(TrialFailure.NotTried, verdict.Failure);
    }

    private static BotLanguage Language(string name) => name switch
    {
        "python" => BotLanguage.Python,
        "csharp" => BotLanguage.CSharp,
        _ => BotLanguage.Shell,
    };

    private static CodeRequest Half(BotLanguage language)
    {
        var function = language == BotLanguage.CSharp ? "Half" : "half";
        return TrialProject.Request(language, (function, [9], 4), (function, [-3], 0), (function, [-2], 0));
    }
}
