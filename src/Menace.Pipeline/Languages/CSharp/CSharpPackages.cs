namespace Menace.Pipeline.Languages.CSharp;

/// <summary>NuGet packages of a C# bot.</summary>
internal static class CSharpPackages
{
    /// <summary>What keeps <paramref name="package"/> from being restored, or null.</summary>
    public static PackageMistake? Check(BotPackage package) => NuGetPackage.MistakeIn(package) is { } reason ? new(reason) : null;
}
