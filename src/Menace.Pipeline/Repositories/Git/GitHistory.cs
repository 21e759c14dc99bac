namespace Menace.Pipeline.Repositories.Git;

/// <summary>A commit with all that it needs, as a pack that is complete and was checked.</summary>
/// <param name="Commit">Id of the commit.</param>
/// <param name="Pack">Path of the pack; its index is beside it.</param>
internal sealed record GitHistory(string Commit, string Pack)
{
    /// <summary>Moves pack and index into the repository at <paramref name="repository"/>, which need not exist yet.</summary>
    public void MoveInto(string repository)
    {
        var folder = Directory.CreateDirectory(Path.Combine(repository, ".git", "objects", "pack")).FullName;
        foreach (var file in (string[])[Pack, Path.ChangeExtension(Pack, ".idx")])
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}
