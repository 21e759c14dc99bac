namespace Menace.Pipeline.Contracts;

/// <summary>A warning of a linter.</summary>
/// <param name="File">Path inside the repository, with '/' as separator.</param>
/// <param name="Line">Line, from 1; 0 if it is about the whole file.</param>
/// <param name="Column">Column, from 1; 0 if it is about the whole line.</param>
/// <param name="Id">The linter's own code, such as CS0168, SyntaxWarning or SC2086.</param>
/// <param name="Message">The linter's own message.</param>
public sealed record LintWarning(string File, int Line, int Column, string Id, string Message);
