namespace Menace.Pipeline.Storage;

/// <summary>The workflow database cannot be used (MENACE2002).</summary>
/// <param name="path">Path of the file.</param>
/// <param name="reason">The problem and the remedy.</param>
/// <param name="inner">The failure of the store, or null.</param>
public sealed class WorkflowDbException(string path, string reason, Exception? inner = null)
    : Exception($"The workflow database '{path}' cannot be used: {reason}", inner)
{
    /// <summary>Path of the file.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the problem and the remedy.</summary>
    public string Reason { get; } = reason;

    /// <summary>True if another version of Menace, or another program, made the tables.</summary>
    internal bool IsForeign { get; init; }
}
