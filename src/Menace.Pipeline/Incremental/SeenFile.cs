using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental;

/// <summary>A file, and its identity when it was read or written (<see cref="FileIdentity"/>).</summary>
/// <param name="Path">Its path.</param>
/// <param name="Identity">Differs if the file does; empty if there was none.</param>
internal sealed record SeenFile(string Path, string Identity)
{
    /// <summary>
    /// A file system's clock advances in steps of up to ten milliseconds: changes within one step can be distinguished only after it.
    /// </summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>The file at <paramref name="path"/> as it is now.</summary>
    /// <param name="path">Its path; in <paramref name="folder"/> if it is relative.</param>
    /// <param name="folder">An absolute folder.</param>
    public static SeenFile Now(string path, string folder) => new(path, Look(path, folder)?.Text ?? "");

    /// <summary>
    /// A file of the user, before it is read. If it was written within the last step of the clock it counts as changed when
    /// it is looked at again, because a later write can have the same time.
    /// </summary>
    public static SeenFile BeforeReading(string path) =>
        Look(path, "") is not { } file ? new(path, "")
            : DateTime.UtcNow - file.Changed is var age && age < Tick && age > -Tick ? new(path, "just written")
            : new(path, file.Text);

    /// <summary>False if the file was changed, replaced or deleted since.</summary>
    public bool IsUnchanged(string folder = "") => (Look(Path, folder)?.Text ?? "") == Identity;

    private static FileIdentityText? Look(string path, string folder) =>
        FileIdentity.Of(System.IO.Path.Combine(folder, path), followsLinks: true);
}
