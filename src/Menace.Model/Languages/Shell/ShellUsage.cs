using System.Text.RegularExpressions;

namespace Menace.Model.Languages.Shell;

/// <summary>
/// What a line of documentation such as <c>inserts &lt;table&gt; &lt;csv&gt;</c> says of a function's arguments: <c>[name]</c> may be left
/// out, and <c>...</c> behind the last one allows any number of it.
/// </summary>
internal sealed class ShellUsage
{
    private static readonly Regex Parameter = new(
        @"\G\s+(?:<(?<name>[^<>\n]+)>|\[\s*(?:<(?<optional>[^<>\n]+)>|(?<optional>[^\[\]<>\n]+?))(?<many>\s*\.\.\.)?\s*\])"
        + @"(?<many>\s*\.\.\.)?",
        RegexOptions.CultureInvariant);

    private static readonly Regex Identifier = new("^[A-Za-z_][A-Za-z0-9_-]*$", RegexOptions.CultureInvariant);

    private static readonly Regex Capital = new("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.CultureInvariant);

    private static readonly Regex Detail = new(@"\s*[,;:(""].*$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex NoName = new("[^a-z0-9]+", RegexOptions.CultureInvariant);

    private ShellUsage(IReadOnlyList<ShellParameter> parameters, string remark)
    {
        Parameters = parameters;
        Remark = remark;
    }

    /// <summary>Gets the parameters in their order, each with a name of its own.</summary>
    public IReadOnlyList<ShellParameter> Parameters { get; }

    /// <summary>Gets what the line says behind a colon.</summary>
    public string Remark { get; }

    /// <summary>Reads the line of documentation, without its <c>#</c>, or returns null if it is no usage of the function.</summary>
    public static ShellUsage? Read(string line, string function)
    {
        var text = line.Trim();
        text = text.StartsWith("Usage:", StringComparison.OrdinalIgnoreCase) ? text.Substring("Usage:".Length).TrimStart() : text;
        if (!text.StartsWith(function, StringComparison.Ordinal))
        {
            return null;
        }

        List<ShellParameter> parameters = [];
        var end = function.Length;
        for (var match = Parameter.Match(text, end); match.Success; match = Parameter.Match(text, end))
        {
            var isOptional = match.Groups["optional"].Success;
            parameters.Add(new(
                NameOf((isOptional ? match.Groups["optional"] : match.Groups["name"]).Value), isOptional, match.Groups["many"].Success));
            end = match.Index + match.Length;
        }

        var rest = text.Substring(end).TrimStart();
        return parameters.Count > 0 && (rest.Length == 0 || rest[0] == ':') && IsCallable(parameters)
            ? new(parameters, rest.TrimStart(':').Trim()) : null;
    }

    /// <summary>Values have places: what may be left out is behind what may not, and only the last can be many.</summary>
    private static bool IsCallable(List<ShellParameter> parameters) =>
        parameters.TrueForAll(parameter => parameter.Name.Length > 0)
        && parameters.Select(parameter => parameter.Name).Distinct().Count() == parameters.Count
        && parameters.Take(parameters.Count - 1).All(parameter => !parameter.IsMany)
        && parameters.SkipWhile(parameter => !parameter.IsOptional).All(parameter => parameter.IsOptional);

    /// <summary>A name, or words before a comma, in lower case with hyphens.</summary>
    private static string NameOf(string text) => NoName.Replace(
        (Identifier.IsMatch(text) ? Capital.Replace(text, "-") : Detail.Replace(text.Trim(), "")).ToLowerInvariant(), "-").Trim('-');
}

/// <summary>A parameter of a shell function, as its documentation names it.</summary>
internal sealed class ShellParameter(string name, bool isOptional, bool isMany)
{
    /// <summary>Gets the name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets whether a call may leave it out.</summary>
    public bool IsOptional { get; } = isOptional;

    /// <summary>Gets whether it takes any number of values.</summary>
    public bool IsMany { get; } = isMany;

    /// <summary>Returns the parameter as the command line shows it.</summary>
    public override string ToString() => (IsOptional ? $"[<{Name}>]" : $"<{Name}>") + (IsMany ? "..." : "");
}
