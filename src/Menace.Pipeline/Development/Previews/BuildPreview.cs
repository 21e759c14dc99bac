using Menace.Pipeline.Incremental;

namespace Menace.Pipeline.Development.Previews;

/// <summary>What a build would do (docs/preview.md).</summary>
/// <param name="Repositories">The repositories: those of the tasks in their order, then those without a task.</param>
/// <param name="Notes">What the preview does not know: sentences.</param>
internal sealed record BuildPreview(IReadOnlyList<PreviewedRepository> Repositories, IReadOnlyList<string> Notes)
{
    /// <summary>The new version of Menace that the build would be the first one of, or null.</summary>
    public VersionChange? Upgrade { get; init; }
}
