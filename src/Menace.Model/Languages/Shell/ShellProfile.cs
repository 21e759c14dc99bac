using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Languages.Shell;

/// <summary>The POSIX shell, and those that understand its functions.</summary>
internal sealed class ShellProfile : LanguageProfile
{
    /// <summary>Commands that read the files they name, and input that is a file.</summary>
    private const string Openers =
        @"(?:(?<!<)<|(?<![\w./-])(?:awk|cat|cut|diff|grep|head|jq|md5sum|mapfile|nl|paste|sed|sha256sum|sort|source|tail|tr|uniq|wc|\.)\s"
        + @"(?:[^\n;|&#]*\s)?)[ \t]*";

    private static readonly Regex Sign = new(
        @"^(?:if \[\[? .*\]; then$|for \w+ in .*; do$|while .*; do$|case .* in$|set -[a-z]+\b"
        + @"|function [\w-]+ ?(?:\(\) ?)?\{|[\w-]+ ?\(\) ?\{|export \w+=|echo (?:""|'|\$))",
        RegexOptions.CultureInvariant);

    /// <summary>A path, in quotes or not, that needs no escapes in a shell and in JSON.</summary>
    private static readonly Regex PlainPath = new(
        @"^(?:\\?[""'])?(?:\./)?([A-Za-z0-9_./ -]+?)(?:\\?[""'])?$", RegexOptions.CultureInvariant);

    /// <summary>Gets the shells whose functions the rules find; each checks its own scripts with <c>-n</c>.</summary>
    public static IReadOnlyCollection<string> Shells { get; } = Words("sh bash dash ash ksh ksh93 mksh yash zsh");

    /// <inheritdoc/>
    public override BotLanguage Id => BotLanguage.Shell;

    /// <inheritdoc/>
    public override string Title => "the shell";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Aliases { get; } = ["sh", "bash"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpokenNames { get; } = ["/bin/sh", "/bin/bash", "posix", "bourne shell", "unix shell"];

    /// <inheritdoc/>
    public override bool HasPackages => false;

    /// <summary>Gets the reserved words (POSIX.1, 2.4), with those that bash adds.</summary>
    public override IReadOnlyCollection<string> Keywords { get; } = Words("""
        case do done elif else esac fi for if in then until while function select time coproc
        """);

    /// <inheritdoc/>
    public override bool RunsBareWords => true;

    /// <inheritdoc/>
    public override bool DeclaresParameters => false;

    /// <inheritdoc/>
    public override bool IsInterpreter(string program) => Shells.Contains(program) || program == "fish";

    /// <inheritdoc/>
    public override bool IsSign(string line, LanguageProfile declared) => Sign.IsMatch(line);

    /// <inheritdoc/>
    public override CodeDefinitions? Definitions(string code) =>
        CodeDefinitions.Contains(code, ")", "function") ? ShellDefinitions.Of(ShellTokens.Read(code)).OrNone() : null;

    /// <inheritdoc/>
    public override bool PlainlyDefines(string code, string name) => !CodeDefinitions.Contains(code, "<<")
        && (CodeDefinitions.Shows(code, name, "(") || CodeDefinitions.Shows(code, "function " + name, " {\n("));

    /// <inheritdoc/>
    public override CodeOutline Outline(string code, IReadOnlyList<string> listed) => ShellOutline.Of(code);

    /// <inheritdoc/>
    public override IEnumerable<Match> DataPathUses(string code, string path) =>
        Regex.Matches(code, $@"(?<={Openers})(?:{CodeMask.QuotedPath(path)}|{CodeMask.PathPattern(path)})(?=[\s;|&)]|\z)").Cast<Match>();

    /// <inheritdoc/>
    public override string DataPath(string path) => $"\"$(dirname \"$0\")/{path}\"";

    /// <inheritdoc/>
    public override DataPathJoin? JoinDataPath(string literal, string code) =>
        PlainPath.Match(literal) is { Success: true } path ? new($"\\\"$(dirname \\\"$0\\\")/{path.Groups[1].Value}\\\"") : null;
}
