namespace Menace.Pipeline.Documentation;

/// <summary>A page about bots.</summary>
/// <param name="Path">Path relative to the project, with <c>/</c>. <c>.csv</c> is a table, everything else is Markdown.</param>
/// <param name="Text">Its text.</param>
internal sealed record DocumentationPage(string Path, string Text);
