using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages.Shell;

public sealed class ShellProofTests
{
    /// <summary>Bash scripts whose function <c>f</c> changes or starts something outside its shell, or may do anything.</summary>
    public static TheoryData<string> Harmful { get; } =
    [
        "f() { rm -rf \"$HOME\"; }",
        "f() { echo x > file; }",
        "f() { echo x >> file; }",
        "f() { : > file; }",
        "f() { { echo x; } > file; }",
        "f() { echo x; } > file",
        "f() { echo x &> file; }",
        "f() { cat < /dev/tcp/localhost/80; }",
        "f() { cat <> file; }",
        "f() { echo x >| file; }",
        "f() { echo x >&3; }",
        "f() { echo x > \"/dev/null$1\"; }",
        "f() { curl https://example.com; }",
        "f() { echo $(rm x); }",
        "f() { echo \"$(echo \"$(rm x)\")\"; }",
        "f() { echo `rm x`; }",
        "f() { local x=$(rm x); }",
        "f() { local x=${1:-$(rm x)}; }",
        "f() { local a=([0]=$(rm x)); }",
        "f() { cat <<END\n$(rm x)\nEND\n}",
        "f() { cat <(rm x); }",
        "f() { echo x | tee file; }",
        "f() { echo x | xargs rm; }",
        "f() { echo x & }",
        "f() { eval 'rm x'; }",
        "f() { source lib.sh; }",
        "f() { . ./lib.sh; }",
        "f() { exec rm x; }",
        "f() { trap 'rm x' EXIT; }",
        "f() { kill $PPID; }",
        "f() { command rm x; }",
        "f() { builtin eval 'rm x'; }",
        "f() { env rm x; }",
        "f() { \"rm\" x; }",
        "f() { \\rm x; }",
        "f() { r''m x; }",
        "f() { /bin/rm x; }",
        "f() { local c=rm; $c x; }",
        "f() { true && \\\nrm x; }",
        "f() { if rm x; then :; fi; }",
        "f() { while rm x; do :; done; }",
        "f() { for i in $(rm x); do :; done; }",
        "f() { case x in x) rm x ;; esac; }",
        "f() { case x in (a | x) rm x; esac; }",
        "f() { ! rm x; }",
        "f() { (rm x); }",
        "f() { { rm x; }; }",
        "f() { time rm x; }",
        "f() { coproc rm x; }",
        "f() { X=1 rm x; }",
        "f() { 2>/dev/null rm x; }",
        "f() { g; }\ng() { h; }\nh() { rm x; }",
        "f() { g() { rm x; }; g; }",
        "f() { echo x; }\necho() { rm x; }",
        "alias echo=rm\nf() { echo x; }",
        "if true; then\necho() { rm x; }\nfi\nf() { echo x; }",
        "X=$(rm x)\nf() { echo x; }",
        ". ./lib.sh\nf() { echo x; }",
        "f() { f | f; }",
        "f() { g; }\ng() { f; }",
        "f() { while true; do :; done; }",
        "f() { PATH=/tmp; grep x; }",
        "f() { local BASH_ENV=x; }",
        "f() { for PATH in /tmp; do grep x; done; }",
        "f() { read -r PATH; grep x; }",
        "f() { : \"${PATH:=/tmp}\"; }",
        "f() { sed -i s/a/b/ file; }",
        "f() { sed 's/a/b/w file'; }",
        "f() { sed 's/a/rm x/e'; }",
        "f() { sed 'w file'; }",
        "f() { sed -n '1e rm x'; }",
        "f() { sed \"$script\"; }",
        "f() { sort -o file; }",
        "f() { sort --compress-program=rm; }",
        "f() { sort $options; }",
        "f() { uniq a b; }",
        "f() { tail -f file; }",
        "f() { date -s tomorrow; }",
        "f() { awk 'BEGIN { system(\"rm x\") }'; }",
        "f() { printf -v PATH x; }",
        "f() { printf \"$format\" x; }",
        "f() { x='a[$(rm x)]'; echo $((x)); }",
        "f() { x='a[$(rm x)]'; (( x )); }",
        "f() { x='a[$(rm x)]'; [[ x -eq 1 ]]; }",
        "f() { x='a[$(rm x)]'; echo \"${!x}\"; }",
        "f() { x='a[$(rm x)]'; echo \"${b[x]}\"; }",
        "f() { x='a[$(rm x)]'; echo \"${b:x}\"; }",
        "f() { x='a[$(rm x)]'; [[ -v $x ]]; }",
        "f() { x='a[$(rm x)]'; test -v \"$x\"; }",
        "f() { echo $(( $1 )); }",
        "f() { x='$(rm x)'; echo \"${x@P}\"; }",
        "f() { echo \"${x:-'}'}\"; rm x; }",
        "f() { x=$(# it's\necho a)\nrm x # it's\n}",
        "f() { x=$(cat <<END\nit's\nEND\n)\nrm x # it's\n}",
        "f() { echo $'it\\'s'; rm 'x'; }",
        "f() { [[ $x =~ (#) ]]; rm x; }",
        "f() { echo [[ =~ ;rm x; }",
        "f() { declare -n x=PATH; x=/tmp; }",
        "f() { unset -f grep; }",
        "grep() { :; }\nf() { unset grep; }",
        "f() { mapfile -C rm -c 1 a; }",
        "f() { select x in a; do rm x; done; }",
        "f() { find . -delete; }",
        "f() { git push; }",
        "f() { wait; sleep 5; }",
        "f() { command reboot; }",
        "f() { a=-v; [ \"$a\" 'a[$(rm z)]' \"$b\" = \"$c\" = \"$d\" ]; }",
        "f() { set -- -v 'a[$(rm z)]'; [ \"$@\" ]; }",
        "f() { x='= -o -v a[$(rm z)]'; [ \"a\"$x\"b\" ]; }",
        "f() { [ * ]; }",
        "f() { x='a[$(rm z)]'; b=([x]=1); }",
        "f() { x='a[$(rm z)]'; local b=(0 [x]+=1); }",
        "f() { b=( <(rm z) ); }",
        "f() { [[ -f <(rm z) ]]; }",
        "f() { b=( x # '\n)\nrm z\nb=( # '\n)\n}",
        "f() { x='a[$(rm z)]'; echo $( (( x )) ); }",
        "f() { x='a[$(rm z)]'; echo $(for (( x; 0; )); do :; done); }",
        "f() { x='$(rm z)'; echo \"$\\\n{x@P}\"; }",
        "f() { echo \"$\\\n(rm z)\"; }",
        "f() { cat <<END\n$\\\n(rm z)\nEND\n}",
        "END() { :; }\nf() {\ncat <<END\nfoo\\\nEND\necho '$(rm z)'\nEND\n}",
        "END() { :; }\nf() {\ncat <<END\nEN\\\nD\nrm z\n: <<END\nEND\n}",
        "f() {\ncat <<$'END'\nEND\nrm z\n$END\n}",
        "f() {\ncat <<$\"END\"\nEND\nrm z\n$END\n}",
        "f() {\necho \r#'\necho '; rm z; echo '\n#'\n}",
        "f() { rm=1 z=1 cat=1; ((rm z); (cat)); }",
        "f() { rm=1 z=1 cat=1; echo $((rm z); (cat)); }",
        "g() { :; } && rm z\nf() { :; }",
        "g() { :; } | rm z\nf() { :; }",
        "g() { x=1 {\n}\nrm z\nx=1 }\nf() { :; }",
        "g() { [[ a && { ]]\n}\nrm z\n[[ a && } ]]\nf() { :; }",
        "f() { case x\nin x) rm z;; esac; }",
        "f() { x=1; set -- 'a[$(rm z)]'; for x; do echo $((x)); done; }",
        "f() { x=1; read -r \\\n x <<< 'a[$(rm z)]'; echo $((x)); }",
        "f() { REPLY=1; read <<< 'a[$(rm z)]'; echo $((REPLY)); }",
        "f() { _=1; true 'a[$(rm z)]'; echo $((_)); }",
        "f() { OPTARG=1; getopts a: o -a 'a[$(rm z)]'; echo $((OPTARG)); }",
        "f() { (( BASH_REMATCH = 1 )); [[ 'a[$(rm z)]' =~ .* ]]; echo $((BASH_REMATCH)); }",
        "f() { y=2; x=1; xy=1; x2='a[$(rm z)]'; echo $((x$y)); }",
        "f() { y=2; x=1; xy=1; x2='a[$(rm z)]'; echo $((x${y})); }",
        "f() { x=1; y=1; xy='a[$(rm z)]'; echo $((x\\\ny)); }",
        "f() { b=(1); x=2; echo ${b['x']}; }",
        "f() { x=1; (( \\x )); }",
        "touch() { :; }\nf() { unset \"touch\"; touch z; }",
        "f() { echo [[ <<< =~ ;rm z\n}",
        "f() { echo [[; cat='a[$(rm z)]'; ((cat)); }",
        "f() { echo {PATH}>&1; grep x; }",
        "f() { echo {b[x]}>&1; }",
        "f() { printf 'abcd%n' PATH; grep x; }",
        "f() { printf 'abcd%5ln' PATH; grep x; }",
        "f() { getopts b PATH -b; grep x; }",
        "f() { getopts b \"$x\" -b; }",
        "f() { (( PATH = 4 )); grep x; }",
        "f() { for (( PATH = 4; PATH < 5; PATH++ )); do grep x; done; }",
        "f() { set -k; grep x PATH=./e; }",
        "f() { set -o keyword; grep x PATH=./e; }",
        "set -o history -o histexpand\nf() { echo '!-1'; }",
        "shopt -so histexpand\nf() { echo '!-1'; }",
        "f() { TEXTDOMAIN=x; TEXTDOMAINDIR=.; echo $\"hi\"; }",
        "f() { GCONV_PATH=. grep x; }",
        "shopt -s extglob\nf() { sort !(x); }",
        "f() { cat /dev/watchdog; }",
        "f() { d=/dev; cat \"$d/watchdog\"; }",
        "f() { printf '%s' x > '/dev/null/../x'; }",
        "f() { echo x &>> file; }",
        "f() { exec {fd}> file; }",
        "f() { mapfile -t a; enable -f ./x.so x; }",
        "f() { hash -p ./x grep; grep x; }",
        "f() { compgen -C 'rm z'; }",
        "f() { complete -C rm x; }",
        "f() { fc -s rm; }",
        "f() { history -w file; }",
        "f() { ulimit -f 0; }",
        "f() { let 'a[$(rm z)]=1'; }",
        "f() { wait -p PATH; }",
        "f() { {rm,z}; }",
        "f() { $'\\x72m' z; }",
        "f() { echo \"${x:=$(rm z)}\"; }",
        "f() { echo ${ rm z; }; }",
        "f() { declare -i x='a[$(rm z)]'; }",
        "f() { local -n x=PATH; x=/tmp; grep x; }",
        "f() { awk '{ print > \"f\" }'; }",
        "f() { sed -s -i p file; }",
        "f() { sed --expression='w f'; }",
        "f() { sort \"$o\"; }",
        "f() { coproc { rm z; }; }",
    ];

    /// <summary>Scripts for <c>sh</c>, which reads the syntax of bash differently, and scripts that choose their shell in another way.</summary>
    public static TheoryData<string> HarmfulOutsideBash { get; } =
    [
        "#!/bin/sh\nf() { :; }\ng() { echo $'\\'; }\nf() { rm z; }\nh() { echo ''; }",
        "#!/bin/sh\ng() { [[ a =~ ;}; f() { rm z; }; h() { : ]]; }\nf() { :; }",
        "#!/bin/sh\nf() { echo \"$\\\n(rm z)\"; }",
        "#!/bin/sh\nf() { getopts b PATH -b; grep x; }",
        "#!/bin/bash -c reboot\nf() { :; }",
        "#!/bin/bash --rcfile x -i\nf() { :; }",
        "#!/usr/bin/env -S PATH=. bash\nf() { :; }",
        "#!./bash\nf() { :; }",
        "#!/tmp/bash\nf() { :; }",
    ];

    /// <summary>Bash scripts whose function <c>f</c> computes, prints or reads.</summary>
    public static TheoryData<string> Harmless { get; } =
    [
        "f() { echo hello; }",
        "f() { printf '%s\\n' \"${1:-you}\" >&2; }",
        "set -euo pipefail\nreadonly NAME='a b'\nf() { local x=${NAME%b}; echo \"${#x} ${x^^} ${x//a/b} ${x:0:1}\"; }",
        "f() { if [ -z \"${1:-}\" ]; then echo none; elif [[ $1 == a* ]]; then echo a; else return 3; fi; }",
        "f() { for i in 1 2 3; do echo \"$i\"; done | sort -rn | head -n 1; }",
        "f() { local i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo \"$i\"; done; }",
        "f() { local n=0; for (( i = 0; i < 3; i++ )); do (( n += i )); done; echo \"$n\"; }",
        "f() { case \"${1:-a}\" in a | b) echo one ;; *) echo other ;; esac; }",
        "f() { g \"$@\"; }\ng() { echo \"$(h)\"; }\nh() { echo x | tr a-z A-Z; }",
        "f() { cat <<'END'\nrm -rf / > file `x` $(x)\nEND\n}",
        "f() { cat <<END\n$(g) \\$(rm) it's \"quoted\n${x:-y}\nEND\n}\ng() { :; }",
        "f() { command -v rm >/dev/null 2>&1 || { echo 'no rm' >&2; return 1; }; }",
        "f() { echo 'rm -rf / > file' \"; rm x\" # rm x\n}",
        "f() { while IFS= read -r line; do echo \"$line\"; done; }",
        "f() { echo \"a,b\" | cut -d , -f 2 | sed -e 's/b/c/g' -e '/x/d' | grep -q c; }",
        "f() { sed -n '2,$p;/a/,/b/!s|x|y|gp'; }",
        "f() { date -u +%Y; basename \"$0\"; expr 1 + 2; seq 1 3; }",
        "f() { [[ $1 =~ ^(#|//)[a-z]+$ ]]; }",
        "f() { [[ ${1:-} == @(#*|b) ]] && echo \"${BASH_REMATCH[0]}\"; }",
        "f() ( cd / && pwd )",
        "function f { local -a parts=(a \"b )\" c); echo \"${parts[@]}\" \"${#parts[@]}\" \"${parts[1]}\"; }",
        "f() { set -- b a; echo \"$#\" \"$*\"; shift; }",
        "f() { echo $'it\\'s'; }",
        "f() {\n    echo a | \\\n        tr a b\n}",
        "f() { ! false; [ -n \"$x\" ] && [ \"$x\" = y ]; }",
        "f() { echo x; }\n_unused() { :; }\npurge() { rm -rf x; }",
        "f() { local x='a b'; [ \"$(g \"$x\")\" = 'a b' ] && [ \"${x:-}\" != \"\" ] && [ \"$x-$1\" = c ]; }\ng() { echo \"$1\"; }",
        "f() { local n=3; [ $n -gt 2 ] && [ \"$#\" -eq 0 ] && [ ${#n} -lt 4 ]; }",
        "f() { echo \"one \\\n  two\"; cat <<END\ndocker run \\\n  image\nEND\n}",
        "f() { local -a a=(\n  one # the 'first'\n  two\n); echo \"${a[0]} ${#a[@]}\"; }",
        "f() { local -a a=([0]=x [1]=y); echo \"${a[*]}\"; }",
        "f() { head -c 8 /dev/urandom | od -A n -t x1; cat /dev/null; }",
        "f() { while getopts 'ab:' option; do case $option in a) echo a ;; *) return 2 ;; esac; done; }",
        "f() { printf '%s %5d%%\\n' a 1; }",
        "f() { set -euo pipefail; set +x; set -- a b; echo \"$2\"; }",
        "f() { [[ -n ${x:-} && ( a == b || c == d ) ]] || echo no; }",
        "f() { local i; for (( i = 0; i < 3; i++ )); do echo \"$((i * 2)) $(( (i + 1) * 2 ))\"; done; }",
        "f() { case ${1:-x} in [a-z]*) echo lower ;; esac; }\ng() { return 0; } 2>/dev/null",
    ];

    [Theory]
    [MemberData(nameof(Harmful))]
    public async Task Harmful_function_has_an_obstacle(string code)
    {
        var obstacle = (await ProveAsync(code)).Obstacle;

        Assert.NotNull(obstacle);
        Assert.NotEqual("reading did not prove it harmless", obstacle);
    }

    [Theory]
    [MemberData(nameof(HarmfulOutsideBash))]
    public async Task Harmful_function_outside_bash_has_an_obstacle(string code)
    {
        var analysis = await ShellBots.AnalyseAsync(code, "f");

        Assert.Equal([], analysis.Errors.Select(error => error.Message));
        Assert.NotNull((analysis.Functions.SingleOrDefault(function => function.Name == "main") ?? analysis.Functions.Single(function => function.Name == "f")).Obstacle);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task Harmless_function_is_proved(string code) => Assert.Null((await ProveAsync(code)).Obstacle);

    [Theory]
    [InlineData("f() { rm x; }", "runs 'rm', which reading cannot prove harmless")]
    [InlineData("f() { $x; }", "runs '$x', whose name reading cannot resolve")]
    [InlineData("f() { echo x > file; }", "redirects by '>' to 'file'")]
    [InlineData("f() { sort -o x; }", "runs 'sort' with arguments that reading cannot prove harmless")]
    [InlineData("f() { echo x & }", "starts a process in the background")]
    public async Task Obstacle_names_what_was_found(string code, string expected) => Assert.Equal(expected, (await ProveAsync(code)).Obstacle);

    [Theory]
    [InlineData("[[ a =~ b;rm -rf x ]]")]
    [InlineData("((rm x))")]
    [InlineData("echo $'a'")]
    public async Task Syntax_of_bash_is_an_obstacle_in_sh(string body) =>
        Assert.NotNull((await ShellBots.AnalyseAsync($"f() {{\n{body}\n}}")).Functions.SingleOrDefault()?.Obstacle);

    [Theory]
    [InlineData("f() { shop_1_price tea; }", "shop_1")]
    [InlineData("f() { g; }\ng() { echo \"$(shop_1_price tea)\"; }", "shop_1")]
    [InlineData("f() { shop_1_price() { :; }; }", "")]
    [InlineData("f() { echo shop_1_price; }", "")]
    public async Task Used_dependencies_are_named(string code, string expected) =>
        Assert.Equal(expected, string.Join(' ', (await ProveAsync(code)).UsedDependencies));

    [Theory]
    [InlineData("echo hello", null)]
    [InlineData("rm x", "runs 'rm', which reading cannot prove harmless")]
    public async Task Statements_are_proved_like_a_function(string code, string? expected) =>
        Assert.Equal(expected, (await ShellBots.AnalyseAsync(code)).Functions.Single().Obstacle);

    [Fact]
    public async Task Script_with_commands_is_proved_as_a_whole_and_its_functions_are_not_called()
    {
        var analysis = await ShellBots.AnalyseAsync("#!/bin/sh\ngreet() { echo hello; }\ngreet");

        Assert.Equal([("greet", false), ("main", true)], analysis.Functions.Select(function => (function.Name, function.Obstacle is null && function.Unexercisable is null)));
        Assert.Contains("'rm'", (await ShellBots.AnalyseAsync("#!/bin/sh\ngreet() { rm x; }\ngreet")).Functions.Single(function => function.Name == "main").Obstacle, StringComparison.Ordinal);
        Assert.Equal("calls 'greet' before its definition", (await ShellBots.AnalyseAsync("#!/bin/sh\ngreet\ngreet() { echo hello; }")).Functions.Single(function => function.Name == "main").Obstacle);
    }

    [Fact]
    public void Table_of_harmless_commands_is_on_the_page()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "verification.md"));
        var section = page[page.IndexOf("## What reading proves harmless in shell", StringComparison.Ordinal)..];
        section = section.IndexOf("\n## ", 3, StringComparison.Ordinal) is var end and >= 0 ? section[..end] : section;
        var rows = ShellHarmlessCommands.Rows.Select(row => $"| {string.Join(", ", row.Commands.Split(' ').Select(name => $"`{name}`"))} | {row.Arguments} |");

        Assert.Equal(rows, section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    private static async Task<FunctionSignature> ProveAsync(string code)
    {
        var analyses = await ShellBots.Language.AnalyseAsync([new CodeSource("Demo", "Demo", "#!/bin/bash\n" + code, ["f"]) { Dependencies = ["shop_1"] }], default);
        Assert.Equal([], analyses[0].Errors.Select(error => error.Message));
        return analyses[0].Functions.SingleOrDefault(function => function.Name == "f" && !analyses[0].HasEntryPoint)
            ?? analyses[0].Functions.Single(function => function.Name == "main");
    }
}
