namespace Menace.Code;

/// <summary>How a piece of code becomes a source file (format page, "From code to bot").</summary>
internal enum CodeShape
{
    /// <summary>A whole file, kept as it is.</summary>
    File,

    /// <summary>Class members (C# only).</summary>
    Members,

    /// <summary>Plain statements: the body of the first listed function.</summary>
    Statements,
}
