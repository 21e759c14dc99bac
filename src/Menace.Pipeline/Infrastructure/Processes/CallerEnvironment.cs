using System.Collections;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// The one table of the caller's variables that started processes see. A setup sees all variables except those that MSBuild, .NET, Python,
/// pytest, bats, git and shells read as settings; a test run sees only a short list (docs/verification.md).
/// </summary>
internal static class CallerEnvironment
{
    /// <summary>
    /// Names of variables that change the behaviour of tools. MSBuild reads every variable as a property; listed are those that decide the
    /// outputs and the built targets. The nested build sets the same properties on its command line.
    /// </summary>
    private static readonly HashSet<string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        // MSBuild and the .NET command line
        "DOTNET_CLI_CONTEXT_VERBOSE", "DOTNET_HOST_PATH", "DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE",
        "ArtifactsPath", "AssemblyName", "BaseIntermediateOutputPath", "BaseOutputPath", "Configuration", "CustomAfterMicrosoftCommonProps",
        "CustomAfterMicrosoftCommonTargets", "CustomBeforeMicrosoftCommonProps", "CustomBeforeMicrosoftCommonTargets", "DefineConstants",
        "DirectoryBuildPropsPath", "DirectoryBuildTargetsPath", "DirectoryPackagesPropsPath", "GenerateAssemblyInfo", "ImplicitUsings",
        "IntermediateOutputPath",
        "LangVersion", "ManagePackageVersionsCentrally", "NoWarn", "Nullable", "OutDir", "OutputPath", "OutputType", "Platform",
        "PlatformTarget",
        "PublishAot", "PublishDir", "PublishSingleFile", "PublishTrimmed", "RestoreLockedMode", "RestorePackagesWithLockFile",
        "RestoreSources", "RootNamespace",
        "RuntimeIdentifier", "RuntimeIdentifiers", "SelfContained", "TargetFramework", "TargetFrameworks", "TargetName",
        "TreatWarningsAsErrors",
        "UseArtifactsOutput", "UseAppHost", "Version", "VersionPrefix", "VersionSuffix", "WarningLevel", "WarningsAsErrors",
        "WarningsNotAsErrors",

        // shells
        "ENV", "BASH_ENV", "BASHOPTS", "SHELLOPTS", "BASH_COMPAT", "BASH_XTRACEFD", "CDPATH", "FUNCNEST", "GLOBIGNORE", "GREP_OPTIONS",
            "IFS", "POSIXLY_CORRECT",
        "PS4", "ZDOTDIR",
    };

    private static readonly string[] SettingPrefixes = [
        "MSBUILD", "PYTHON", "PYTEST_", "BATS_", "GIT_", "BASH_FUNC_", "XUNIT_", "COR_", "CORECLR_"];

    /// <summary>
    /// Exceptions from the prefixes: how a setup reaches a repository of packages, and where the user's own packages are.
    /// </summary>
    private static readonly string[] NoSettings = [
        "PYTHONUSERBASE", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT"];

    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "LANG", "LANGUAGE", "TZ", "TZDIR", "PYTHONUSERBASE",
        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",

        // Without these Windows starts no process.
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    };

    private static readonly string[] AllowedPrefixes = ["LC_", "DOTNET_", "PIP_"];

    /// <summary>
    /// Set by the .NET command line and MSBuild for their own children: some with new values in each build, some only if it restores or
    /// hosts tasks in another process.
    /// </summary>
    private static readonly string[] OfCommandLine = ["DOTNET_CLI_", "DOTNET_NUGET_", "DOTNET_MSBUILD_", "DOTNET_ROOT"];

    /// <summary>True if a process that is started here must not see the variable.</summary>
    public static bool IsSetting(string name) =>
        Settings.Contains(name)
        || (SettingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            && !NoSettings.Contains(name, StringComparer.Ordinal));

    /// <summary>The variables of this process that a test run sees; its own HOME and TMPDIR come on top.</summary>
    /// <param name="named">Names that the project lets through, whatever they are.</param>
    public static IReadOnlyDictionary<string, string> ForTests(IReadOnlyList<string> named)
    {
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (named.Contains(name, StringComparer.Ordinal) || IsAllowed(name))
            {
                seen[name] = (string?)variable.Value ?? "";
            }
        }

        return seen;
    }

    private static bool IsAllowed(string name) =>
        (Allowed.Contains(name) || AllowedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        && !OfCommandLine.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        && !IsSetting(name);
}
