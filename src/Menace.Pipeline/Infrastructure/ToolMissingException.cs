namespace Menace.Pipeline.Infrastructure;

/// <summary>A program that the work needs is not on this machine (MENACE5001).</summary>
/// <param name="tool">The program, for example <c>pytest</c>.</param>
/// <param name="looked">The searched places, with the reason for each.</param>
/// <param name="remedy">The command that installs it.</param>
public sealed class ToolMissingException(string tool, string looked, string remedy)
    : Exception($"{tool} is missing: {looked}. {remedy}")
{
    /// <summary>The program.</summary>
    public string Tool { get; } = tool;

    /// <summary>Gets the searched places, with the reason for each.</summary>
    public string Looked { get; } = looked;

    /// <summary>The command that installs it.</summary>
    public string Remedy { get; } = remedy;
}
