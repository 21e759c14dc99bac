using System.Text.RegularExpressions;

namespace Menace.Code;

/// <summary>The packages of a C# bot, as editor and build judge them.</summary>
internal static class NuGetPackage
{
    private const int LongestId = 100;

    /// <summary>NuGet's own grammar (PackageIdValidator).</summary>
    private static readonly Regex Id = new(@"\A[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z", RegexOptions.CultureInvariant);

    /// <summary>SemVer 2, or up to four numbers.</summary>
    private static readonly Regex Version = new(
        @"\A\d{1,9}(\.\d{1,9}){0,3}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z",
        RegexOptions.CultureInvariant);

    /// <summary>
    /// Why <paramref name="package"/> cannot be restored, or null: a range of versions, or none, would be another package tomorrow.
    /// </summary>
    public static string? MistakeIn(BotPackage package) => package switch
    {
        _ when package.Name.Length > LongestId || !Id.IsMatch(package.Name) =>
            "is not a NuGet package id: letters, digits and '_', with single '.' or '-' between, at most 100 characters",
        { Version: null } => $"has no version. Write name@version, for example '{package.Name}@1.2.3', so that every build gets the " +
            $"same package",
        _ when !Version.IsMatch(package.Version) =>
            $"has '{package.Version}' where an exact NuGet version must be, for example 1.2.3 or 1.2.3-beta.1",
        _ => null,
    };
}
