using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>The shells that scripts can be written for.</summary>
internal static class ShellInterpreter
{
    /// <summary>The shells whose functions these rules find; each checks its own scripts with <c>-n</c>.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "sh", "bash", "dash", "ash", "ksh", "ksh93", "mksh", "yash", "zsh" };

    /// <summary>What is missing to run scripts for <paramref name="name"/>, or null.</summary>
    public static ToolMissingException? Missing(string name) => name == "sh" || Tools.Find(name) is not null ? null
        : new ToolMissingException(name, "it is not on PATH", Known.Contains(name) ? $"Install it: apt-get install {name}" : $"Write the script for one of {Names}, whose scripts can be tested");

    /// <summary>True for a shell whose scripts can be read and tested.</summary>
    public static bool IsKnown(string name) => Known.Contains(name);

    /// <summary>The shells, for messages.</summary>
    public static string Names => string.Join(", ", Known.Order(StringComparer.Ordinal));
}
