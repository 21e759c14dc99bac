using Menace.Pipeline.Languages;
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
        Assert.Equal(["count"], analysis.Functions.Where(f => !f.CallableWithoutArguments).Select(f => f.Name));
    }

    [Theory]
    [InlineData("echo \"$1\"", true)]
    [InlineData("shift; echo \"$@\"", true)]
    [InlineData("shift\necho two", true)]
    [InlineData("echo ${2}", true)]
    [InlineData("echo \"${1:?a name is missing}\"", true)]
    [InlineData("echo \"${1?}\"", true)]
    [InlineData("echo \"${1##*/}\"", true)]
    [InlineData("echo \"${#1}\"", true)]
    [InlineData("echo \"${1^^}\"", true, "bash")]
    [InlineData("echo \"${1:0:3}\"", true, "bash")]
    [InlineData("echo \"${1: -3}\"", true, "bash")]
    [InlineData("echo \"${!1}\"", true, "bash")]
    [InlineData("echo \"${@:2}\"", true, "bash")]
    [InlineData("printf '%s|' \"$@\"", true)]
    [InlineData("if [ $# -eq 0 ]; then echo usage >&2; return 2; fi; echo on", true)]
    [InlineData("[ $# -gt 0 ] || return 2\necho on", true)]
    [InlineData("if (( $# < 2 )); then\n    echo usage\n    exit 1\nfi", true, "bash")]
    [InlineData("case $# in 0) return 1 ;; esac", true)]
    [InlineData("echo \"${1:-x}\" $#", false)]
    [InlineData("echo \"${1-}\" \"${2:+y}\"", false)]
    [InlineData("for x in \"$@\"; do echo \"$x\"; done", false)]
    [InlineData("while [ $# -gt 0 ]; do\n    case $1 in -v) v=1 ;; esac\n    shift\ndone\necho on", false)]
    [InlineData("while [ $# -gt 0 ]; do shift; done\necho \"$1\"", true)]
    [InlineData("if [ $# -gt 0 ]; then echo \"$1\"; else echo none; fi", false)]
    [InlineData("if [ $# -gt 0 ]; then echo \"$1\"; else echo \"$2\"; fi", true)]
    [InlineData("[ $# -gt 0 ] && shift\necho on", false)]
    [InlineData("if [ $# -eq 0 ]; then\n    set -- a b\nfi\necho \"$1\"", false)]
    [InlineData("while getopts ab: option; do :; done\nshift $((OPTIND - 1))\necho on", false)]
    [InlineData("awk '{ print $1 }'", false)]
    [InlineData("echo \\$1 # $1", false)]
    [InlineData("cat <<'END'\n$1\nEND", false)]
    public async Task Function_needs_an_argument_as_it_behaves(string body, bool needs, string shell = "sh") =>
        Assert.Equal(needs, !(await AnalyseAsync($"#!/bin/{shell}\nrun() {{\n{body}\n}}")).Functions.Single().CallableWithoutArguments);

    [Theory]
    [InlineData("greet() { echo \"${1:-you}\"; }\nmain() { greet \"$@\"; }\nmain \"$@\"", false)]
    [InlineData("greet() { echo \"$1\"; }\nmain() { greet \"$@\"; }\nmain \"$@\"", true)]
    public async Task Arguments_that_are_passed_on_are_needed_by_the_callee(string code, bool needs) =>
        Assert.Equal(needs, !(await AnalyseAsync("#!/bin/sh\n" + code)).Functions.Single(function => function.Name == "main").CallableWithoutArguments);

    [Theory]
    [InlineData("[ -n \"$HOME\" ]", true)]
    [InlineData("test -n x", true)]
    [InlineData("[[ a == b ]]", true)]
    [InlineData("echo a | grep -q b", true)]
    [InlineData("echo x\n! false", true)]
    [InlineData("[ -n \"$X\" ] && echo yes", true)]
    [InlineData("echo a | grep b", false)]
    [InlineData("[ -n \"$X\" ]\necho yes", false)]
    [InlineData("echo '['", false)]
    public async Task Function_that_ends_with_a_test_is_a_predicate(string body, bool expected) =>
        Assert.Equal(expected, (await AnalyseAsync($"#!/bin/bash\nrun() {{\n{body}\n}}")).Predicates.Count == 1);

    [Theory]
    [InlineData("[[ $1 =~ ^(#|//) ]]")]
    [InlineData("[[ $1 =~ (#) ]]")]
    [InlineData("[[ $1 == @(#*) ]]")]
    [InlineData("echo $'it\\'s'")]
    [InlineData("x=$( # it's\n    echo a\n)")]
    [InlineData("echo \"${x:-'a b'}\"")]
    [InlineData("echo a \\\n    b")]
    public async Task Functions_behind_hard_syntax_are_seen(string body)
    {
        var analysis = await AnalyseAsync($"#!/usr/bin/env bash\nfirst() {{\n    {body}\n}}\n\nlast_one() {{\n    echo last\n}}\n");

        Assert.Empty(analysis.Errors);
        Assert.Equal(["first", "last_one"], analysis.Functions.Select(function => function.Name));
    }

    [Theory]
    [InlineData("#!/usr/bin/env bash\nshopt -s extglob\nrun() { case $1 in !(a)) echo b ;; esac; }\n")]
    [InlineData("#!/bin/bash\nshopt -s nullglob extglob\nrun() {\n    echo +([0-9])\n}\n")]
    public async Task Extended_patterns_that_are_switched_on_are_valid(string code) => Assert.Empty((await AnalyseAsync(code)).Errors);

    [Theory]
    [InlineData("#!/usr/bin/env fish\nfunction hi\n    echo hi\nend\n", "fish")]
    [InlineData("#!/usr/bin/env -S menacesh -e\nhi() {\n    echo hi\n}\n", "menacesh")]
    [InlineData("#!/opt/none/menacesh\necho hi\n", "menacesh")]
    public async Task Interpreter_that_is_not_installed_is_a_missing_tool(string code, string tool)
    {
        var analyses = await Language.AnalyseAsync([new CodeSource("a", "a", code, []), new CodeSource("b", "b", "echo hi", [])], default);

        Assert.Equal((tool, 0), (analyses[0].MissingTool?.Tool, analyses[0].Errors.Count));
        Assert.Null(analyses[1].MissingTool);
    }

    [Fact]
    public async Task Interpreter_that_is_no_shell_is_refused_by_name()
    {
        var error = Assert.Single((await AnalyseAsync("#!/usr/bin/env awk\nBEGIN { print }\n")).Errors);

        Assert.Equal((0, 18), (error.Offset, error.Length));
        Assert.StartsWith("a script for 'awk' cannot be tested. Allowed are ash, bash,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh\r\nrun() {\r\n    echo hi\r\n}\r\n", 9)]
    [InlineData("echo hi\r\n", 7)]
    [InlineData("printf '%s' 'a\r\nb'\n", -1)]
    [InlineData("cat <<END\na\r\nEND\n", -1)]
    public async Task Windows_line_breaks_are_one_located_error(string code, int offset)
    {
        var errors = (await AnalyseAsync(code)).Errors;

        Assert.Equal(offset < 0 ? [] : new[] { (offset, true) }, errors.Select(error => (error.Offset, error.Message.Contains("CRLF", StringComparison.Ordinal))));
    }

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
