using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

public sealed class ShellAnalysisTests
{
    [Theory]
    [InlineData("echo hello", CodeShape.Statements, false)]
    [InlineData("#!/bin/sh\necho hello", CodeShape.File, true)]
    [InlineData("run() { echo hello; }", CodeShape.File, false)]
    [InlineData("#!/bin/bash\nfunction run { echo hello; }\nrun", CodeShape.File, true)]
    [InlineData("run ()\n{\n  echo hello\n}\n", CodeShape.File, false)]
    [InlineData("#!/bin/sh\nset -eu\nset -o pipefail 2>/dev/null || true\nX=$(date) Y=1\nexport X\n. ./lib.sh\nrun() { echo; } >&2\n", CodeShape.File, false)]
    [InlineData("run() { echo; }\nset -- a b", CodeShape.File, true)]
    [InlineData("run() { echo; }\nif [ $# -gt 0 ]; then run; fi", CodeShape.File, true)]
    [InlineData("run() { echo; }\n[ -n \"$X\" ] && run", CodeShape.File, true)]
    [InlineData("run() (\n  cd /\n)\n(run)", CodeShape.File, true)]
    [InlineData("echo 'run() { x; }'", CodeShape.Statements, false)]
    [InlineData("cat <<END\nrun() { x; }\nEND", CodeShape.Statements, false)]
    [InlineData("# run() { x; }\necho", CodeShape.Statements, false)]
    [InlineData("if true; then\n  run() { echo; }\nfi", CodeShape.Statements, false)]
    internal async Task A_function_or_a_shebang_makes_a_file_and_a_command_makes_it_act(string code, CodeShape shape, bool acts)
    {
        var analysis = await AnalyseAsync(code);
        Assert.Empty(analysis.Errors);
        Assert.Equal((shape, acts), (analysis.Shape, analysis.HasEntryPoint));
    }

    [Fact]
    public async Task Functions_are_found_around_every_kind_of_nesting()
    {
        var analysis = await AnalyseAsync("""
            #!/usr/bin/env bash
            # Works with files. Quickly.
            #
            # More.

            # Lists the files.
            list() {
                for f in a b; do case $f in
                    (a) echo "${f#\}}" '}' ;;
                    b | c) for g in 1; do helper() { :; }; done ;;
                    *) if true; then echo $(( 1 << 2 )); fi
                esac; done
                cat <<-'END' && echo }
            	}
            	END
            }

            _private() { :; }
            words=(a "b )" c)
            function count () [[ $1 =~ ^(x|y)$ ]]
            last()
            {
                (( 1 < 2 )) && { echo "$(echo ")")"; }
            } 2>/dev/null
            """);
        Assert.Equal(["list", "count", "last"], analysis.Functions.Select(f => f.Name));
        Assert.False(analysis.HasEntryPoint);
        Assert.Equal(("bash", "Works with files."), (analysis.Interpreter, analysis.Purpose));
        Assert.Equal("Lists the files.", analysis.Functions[0].Documentation);
        Assert.Equal(["count"], analysis.NeedingArguments);
    }

    [Theory]
    [InlineData("echo \"$1\"", true)]
    [InlineData("shift; echo \"$@\"", true)]
    [InlineData("echo ${2}", true)]
    [InlineData("echo \"${1:-x}\" $#", false)]
    [InlineData("awk '{ print $1 }'", false)]
    [InlineData("echo \\$1 # $1", false)]
    [InlineData("cat <<'END'\n$1\nEND", false)]
    public async Task Arguments_without_a_default_are_needed(string body, bool needs) =>
        Assert.Equal(needs, (await AnalyseAsync($"run() {{\n{body}\n}}")).NeedingArguments.Count == 1);

    [Theory]
    [InlineData("echo hello", "hello")]
    [InlineData("echo 'a  b' \"c\"", "a  b c")]
    [InlineData("printf '%s\\n' \"it's \\\"here\\\"\"\necho x", "it's \"here\"\nx")]
    [InlineData("echo $HOME", null)]
    [InlineData("echo -n x", null)]
    [InlineData("echo 'a\\nb'", null)]
    [InlineData("echo *", null)]
    [InlineData("echo a > /dev/null", null)]
    [InlineData("echo a | cat", null)]
    public async Task Code_that_prints_a_literal_is_known_by_it(string code, string? text)
    {
        Assert.Equal(text, (await AnalyseAsync(code)).Literals.GetValueOrDefault("run"));
        Assert.Equal(text, (await AnalyseAsync($"run() {{\n    {code}\n}}")).Literals.GetValueOrDefault("run"));
    }

    [Theory]
    [InlineData("echo 😀\necho (", 8, 6)]
    [InlineData("#!/bin/bash\nif true; then\n)\n", 26, 1)]
    [InlineData("echo a\0b", 6, 1)]
    [InlineData("echo a\n}", 7, 1)]
    public async Task An_error_is_placed_on_its_line(string code, int offset, int length)
    {
        var error = Assert.Single((await AnalyseAsync(code)).Errors);
        Assert.Equal((offset, length), (error.Offset, error.Length));
    }

    [Fact]
    public async Task Statements_that_close_their_function_are_refused() =>
        Assert.Contains("cannot be the body", Assert.Single((await AnalyseAsync("cat <<END\nhello")).Errors).Message, StringComparison.Ordinal);
}
