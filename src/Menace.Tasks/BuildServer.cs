using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;

namespace Menace.Tasks;

/// <summary>
/// The build server that runs the build. GitHub Actions and Azure Pipelines read commands in the log, among them one that shows a finding
/// at its line in a change; and they would obey commands in what a bot printed too.
/// </summary>
internal sealed partial class BuildServer
{
    /// <summary>GitHub shows ten annotations of a kind for each step.</summary>
    private const int MostAnnotations = 10;

    private readonly Func<string, string?> _variable;
    private readonly Dictionary<RuleSeverity, int> _written = [];

    /// <summary>The server by the variables that it sets.</summary>
    /// <param name="variable">Returns the value of an environment variable, or null.</param>
    public BuildServer(Func<string, string?> variable) => _variable = variable;

    /// <summary>Gets whether the build runs on a build server, whose log is read afterwards.</summary>
    public bool IsAny => IsGitHub || IsAzure || IsGitLab
        || (_variable("CI") is { Length: > 0 } value && !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase))
        || _variable("JENKINS_URL") is { Length: > 0 } || _variable("TEAMCITY_VERSION") is { Length: > 0 };

    /// <summary>Gets whether the server is GitLab, which reads findings from a file.</summary>
    public bool IsGitLab => _variable("GITLAB_CI") == "true";

    private bool IsGitHub => _variable("GITHUB_ACTIONS") == "true";

    private bool IsAzure => string.Equals(_variable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <paramref name="text"/>, in which no line is a command of GitHub Actions, Azure Pipelines or TeamCity: a blank takes its marker
    /// apart.
    /// </summary>
    public static string WithoutCommands(string text) =>
        text.Contains("::", StringComparison.Ordinal) || text.Contains("##", StringComparison.Ordinal)
            ? Marker().Replace(text, "$1 ") : text;

    /// <summary>
    /// The command that shows a finding at its place; null on other servers, for information, and for the eleventh of a kind.
    /// </summary>
    /// <param name="rule">Its rule.</param>
    /// <param name="message">Its message.</param>
    /// <param name="file">Absolute path of the file, or null.</param>
    /// <param name="line">The line, counted from 1; 0: the file as a whole.</param>
    /// <param name="column">The column, counted from 1.</param>
    public string? Annotation(RuleDescriptor rule, string message, string? file, int line, int column)
    {
        if (rule.Severity is not (RuleSeverity.Error or RuleSeverity.Warning) || !(IsGitHub || IsAzure)
            || (_written[rule.Severity] = _written.GetValueOrDefault(rule.Severity) + 1) > MostAnnotations)
        {
            return null;
        }

        var kind = rule.Severity == RuleSeverity.Error ? "error" : "warning";
        (string Name, string Value)[] place = IsGitHub
            ? [("file", InRepository(file, "GITHUB_WORKSPACE")), ("line", Number(line)), ("col", Number(column)), ("title", rule.Id)]
            : [("sourcepath", InRepository(file, "BUILD_SOURCESDIRECTORY")), ("linenumber", Number(line)), ("columnnumber", Number(column)),
                ("code", rule.Id)];
        place = [.. place.Where(part => part.Value.Length > 0)];
        return IsGitHub
            ? $"::{kind} {string.Join(',', place.Select(part => $"{part.Name}={GitHubValue(part.Value)}"))}::{GitHubText(message)}"
            : $"##vso[task.logissue type={kind};{string.Join(';', place.Select(part => $"{part.Name}={AzureValue(part.Value)}"))}]"
                + AzureText(message);
    }

    /// <summary>
    /// The entry of a finding in GitLab's code quality report; null on other servers, for information, and for a finding without a file in
    /// the checkout.
    /// </summary>
    public CodeQualityEntry? QualityEntry(RuleDescriptor rule, string message, string? file, int line) =>
        IsGitLab && rule.Severity is (RuleSeverity.Error or RuleSeverity.Warning)
            && InRepository(file, "CI_PROJECT_DIR") is { Length: > 0 } path && !Path.IsPathRooted(path)
            ? CodeQualityReport.Entry(rule, message, path, line) : null;

    private static string Number(int number) => number > 0 ? number.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Relative to the checkout, with forward slashes, if it is in it.</summary>
    private string InRepository(string? file, string variable) =>
        file is null ? ""
        : _variable(variable) is { Length: > 0 } root && Path.GetRelativePath(root, file) is var relative
            && !relative.StartsWith("..", StringComparison.Ordinal) ? relative.Replace('\\', '/') : file;

    private static string GitHubText(string text) => Replace(text, ("%", "%25"), ("\r", "%0D"), ("\n", "%0A"));

    private static string GitHubValue(string text) => Replace(GitHubText(text), (":", "%3A"), (",", "%2C"));

    private static string AzureText(string text) => Replace(text, ("%", "%AZP25"), ("\r", "%0D"), ("\n", "%0A"));

    private static string AzureValue(string text) => Replace(AzureText(text), (";", "%3B"), ("]", "%5D"));

    private static string Replace(string text, params ReadOnlySpan<(string From, string To)> pairs)
    {
        foreach (var (from, to) in pairs)
        {
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The first character of a marker: GitHub's at the beginning of a line, those of the others anywhere.</summary>
    [GeneratedRegex(@"(?m)((?<=^\s*):(?=:[A-Za-z])|#(?=#(?:vso|teamcity)?\[))")]
    private static partial Regex Marker();
}
