using Menace.Model.Languages.Shell;
using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>The shells that scripts can be written for.</summary>
internal static class ShellInterpreter
{
    /// <summary>What is missing to run scripts for <paramref name="name"/>, or null.</summary>
    public static ToolMissingException? Missing(string name) => name == "sh" || Tools.Find(name) is not null ? null
        : new ToolMissingException(
            name, "it is not on PATH", ShellProfile.Shells.Contains(name) ? $"Install it: apt-get install {name}"
            : $"Write the script for one of {Names}, whose scripts can be tested");

    /// <summary>True for a shell whose scripts can be read and tested.</summary>
    public static bool IsKnown(string name) => ShellProfile.Shells.Contains(name);

    /// <summary>The shells, for messages.</summary>
    public static string Names => string.Join(", ", ShellProfile.Shells.Order(StringComparer.Ordinal));
}
