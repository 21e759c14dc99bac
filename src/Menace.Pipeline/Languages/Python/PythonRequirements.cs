using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Packages of a Python bot: the lines of its requirements.txt.</summary>
internal static partial class PythonRequirements
{
    /// <summary>A name by PEP 508, with extras or not, and a version by PEP 440. Without a version pip chooses one.</summary>
    public static PackageMistake? Check(BotPackage package) => package switch
    {
        _ when !Name().IsMatch(package.Name) =>
            new("is not a valid package name: letters, digits, '-', '_' and '.', first and last a letter or digit, then a version as in " +
                "'requests@2.32.3' or none"),
        { Version: { } version } when !Version().IsMatch(version) => new($"has '{version}' where a version must be, for example 2.32.3"),
        _ => null,
    };

    /// <summary>The text of requirements.txt.</summary>
    public static string Write(IEnumerable<string> packages) => string.Concat(Of(packages).Select(line => line + "\n"));

    /// <summary>The packages as PEP 508 has them.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> packages) => packages.Select(BotPackage.Parse)
        .Select(package => package.Name + (package.Version is { } version ? "==" + version : ""));

    [GeneratedRegex(@"\A[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?(\[[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?(,[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?)*\])?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    /// <summary>PEP 440, appendix B.</summary>
    [GeneratedRegex(@"\Av?(\d+!)?\d+(\.\d+)*([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(-\d+|[-_.]?(post|rev|r)[-_.]?\d*)?" +
        @"([-_.]?dev[-_.]?\d*)?(\+[a-z0-9]+([-_.][a-z0-9]+)*)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
