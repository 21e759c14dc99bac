using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>NuGet packages of a C# bot.</summary>
internal static partial class CSharpPackages
{
    private const int LongestId = 100;

    /// <summary>The id by NuGet's own grammar (PackageIdValidator), and an exact version: a range, or none, is another package tomorrow.</summary>
    public static PackageMistake? Check(BotPackage package) => package switch
    {
        _ when package.Name.Length > LongestId || !Id().IsMatch(package.Name) =>
            new("is no NuGet package id: letters, digits and '_', with single '.' or '-' between, at most 100 characters"),
        { Version: null } => new($"has no version. Write name@version, for example '{package.Name}@1.2.3', so that every build gets the same package"),
        _ when !Version().IsMatch(package.Version) => new($"has '{package.Version}' where an exact NuGet version must be, for example 1.2.3 or 1.2.3-beta.1"),
        _ => null,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z")]
    private static partial Regex Id();

    /// <summary>SemVer 2, or up to four numbers.</summary>
    [GeneratedRegex(@"\A\d{1,9}(\.\d{1,9}){0,3}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z")]
    private static partial Regex Version();
}
