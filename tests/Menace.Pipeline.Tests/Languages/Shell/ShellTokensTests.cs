using System.Diagnostics;
using System.Text.RegularExpressions;
using Menace.Model.Languages;
using Menace.Model.Languages.Shell;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>The tokens that every reader of shell code shares.</summary>
public sealed partial class ShellTokensTests
{
    private static readonly string[] Pieces =
    [
        " ", "\n", "\t", ";", "&&", "|", "(", ")", "((", "))", "{", "}", "<", ">", "2>", "<<E", "<<-'E'", "\nE\n", "<<<", "\\", "\\\n", "'", "\"",
        "`", "$", "$(", "${", "$((", "$'", "#", "a", "f()", "function", "if", "then", "fi", "case", "in", "esac", "[[", "]]", "=~", "a=(", "é",
    ];

    private static readonly string[] Scripts =
    [
        "f() { :; }\nfunction g { :; }\nfunction h() ( : )\nif :; then k() { l() { :; }; }; fi; m() { :; }\n",
        "cat <<E\nit's\nE\nf() { :; }\ncat <<'E'\ng() { :; }\nE\n",
        "cat <<-E\n\th() { :; }\n\tE\necho '\nk() { :; }\n' \"\nl() { :; }\n\" # m() { :; }\nx-y() { :; }\n",
        "case x in f) g() { :; } ;; (h) : ;; esac; a=(\nk\n); echo function l $((1 + 2))\n",
    ];

    [Fact]
    public void Spans_of_random_scripts_are_ordered_and_leave_out_only_what_is_no_token()
    {
        var random = new Random(12);
        for (var run = 0; run < 20_000; run++)
        {
            var code = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var tokens = ShellTokens.Read(code);
            var expanded = tokens.Expanded;
            var end = 0;
            foreach (var token in tokens.All.Append(new(ShellTokenKind.NewLine, "", code.Length, code.Length)))
            {
                Assert.True(end <= token.Start && token.Start <= token.End && token.End <= code.Length, code);
                Assert.Equal(code[token.Start..token.End], token.Text);
                for (var i = end; i < token.Start; i++)
                {
                    var isHeredoc = tokens.Fixed.Exists(range => range.Start < i && i <= range.End);
                    Assert.True(isHeredoc || char.IsWhiteSpace(expanded[i]), code);
                }

                end = token.End;
            }

            Assert.Equal(code.Length, expanded.Length);
            Assert.Equal(code.Split('\n').Select(line => line.Length), expanded.Split('\n').Select(line => line.Length));
        }
    }

    [Fact]
    public void Function_in_a_here_document_is_not_defined()
    {
        var shell = BotLanguage.Shell.Profile();
        var code = "cat <<E\nit's\nf() { :; }\nE\ng() {\n:\n}\n";

        Assert.Equal(["g"], shell.Definitions(code)!.Names);
        Assert.False(shell.PlainlyDefines(code, "f"));
        Assert.False(shell.Definitions(code)!.Holds("f"));
    }

    [Theory]
    [InlineData(". \"$lib\"\n", true)]
    [InlineData("command . ./lib.sh\n", true)]
    [InlineData("eval \"$code\"\n", true)]
    [InlineData("find . -name x\n", false)]
    [InlineData("cat <<E\neval x\nE\n", false)]
    public void Definitions_are_open_when_other_code_may_define_more(string before, bool isOpen) =>
        Assert.Equal(isOpen, BotLanguage.Shell.Profile().Definitions(before + "f() { :; }\n")!.IsOpen);

    /// <summary>Bash prints scripts with <c>--pretty-print</c> as it has parsed them, and executes nothing.</summary>
    [Fact]
    public async Task Functions_are_those_that_bash_parses()
    {
        string[] corpus = [.. Scripts, .. Texts(ShellProofTests.Harmful), .. Texts(ShellProofTests.Harmless)];
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            for (var i = 0; i < corpus.Length; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{i:d4}"), corpus[i] + "\n");
            }

            var printed = await PrintAsync(folder.FullName);
            var compared = 0;
            foreach (var (code, text) in corpus.Zip(printed))
            {
                var tokens = ShellTokens.Read(code);
                if (!text.Contains("@refused", StringComparison.Ordinal) && tokens.IsClosed && !tokens.IsAmbiguous)
                {
                    var names = Parsed().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
                    Assert.Equal([.. names], ShellDefinitions.Of(tokens).Names);
                    compared++;
                }
            }

            Assert.InRange(compared, corpus.Length * 3 / 4, corpus.Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<object[]> rows) => rows.Select(row => (string)row[0]);

    private static async Task<string[]> PrintAsync(string folder)
    {
        const string Loop = "for f in \"$1\"/*; do \"$BASH\" --pretty-print \"$f\" 2>&1 || echo @refused; printf '\\001'; done";
        var start = new ProcessStartInfo("bash", ["-c", Loop, "bash", folder]) { RedirectStandardOutput = true };
        start.Environment.Remove("BASH_ENV");
        using var bash = Process.Start(start)!;
        var printed = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return printed.Split('\u0001');
    }

    [GeneratedRegex(@"(?:^|[\s;{(|&])([^\s;(){}|&]+) \(\) $", RegexOptions.Multiline)]
    private static partial Regex Parsed();
}
