namespace Menace.Pipeline.Documentation;

/// <summary>Placeholder until the reader of documentation is merged.</summary>
internal static class DocumentationReader
{
    /// <summary>Reads nothing yet.</summary>
    public static DocumentedFields Read(
        IReadOnlyList<DocumentationPage> pages, IReadOnlyList<string> tasks, CancellationToken cancellationToken) => new([], []);
}
