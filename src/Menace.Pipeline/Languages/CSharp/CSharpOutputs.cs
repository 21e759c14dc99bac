namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// MSBuild makes every variable of the environment a property, and a build server sets many. Those that decide where outputs are, and what
/// they are called, are
/// taken back before any project reads them: a project can set them, the environment cannot. They are not global properties, which would be
/// the same for all projects of a build and could not be set by any.
/// </summary>
internal static class CSharpOutputs
{
    private static readonly string[] Properties =
    [
        "AppendPlatformToOutputPath", "AppendRuntimeIdentifierToOutputPath", "AppendTargetFrameworkToOutputPath", "ArtifactsBinOutputName",
        "ArtifactsPivots",
        "ArtifactsProjectName", "AssemblyName", "BaseIntermediateOutputPath", "BaseOutputPath", "BuildProjectReferences",
        "DirectoryBuildTargetsPath", "GenerateDependencyFile", "GenerateRuntimeConfigurationFiles",
        "IncludeProjectNameInArtifactsPaths", "IntermediateOutputPath", "MSBuildProjectExtensionsPath", "OutDir", "OutputPath",
        "OutputType", "Platform",
        "PlatformName", "PlatformTarget", "ProjectName", "PublishDir", "RuntimeIdentifier", "RuntimeIdentifiers", "SelfContained",
        "TargetDir", "TargetExt",
        "TargetFramework", "TargetFrameworks", "TargetName", "TargetPath", "UseAppHost", "UseArtifactsIntermediateOutput",
        "UseArtifactsOutput",
        "UseCommonOutputDirectory",
    ];

    /// <summary>Writes the file into <paramref name="folder"/>.</summary>
    /// <returns>The option of <c>dotnet build</c> that makes every project begin with it.</returns>
    public static string Pin(string folder)
    {
        var path = Path.Combine(folder, "outputs.props");
        var lines = string.Concat(Properties.Select(name => $"    <{name} />\n"));
        File.WriteAllText(path, $"<Project>\n  <PropertyGroup>\n{lines}  </PropertyGroup>\n</Project>\n");
        return $"-p:CustomBeforeDirectoryBuildProps={MSBuildText.Escape(path)}";
    }
}
