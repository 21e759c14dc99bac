using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Deletes the stamps of the stages that created and tested the repositories if one of them was deleted.</summary>
public sealed class FindMissingRepositories : Microsoft.Build.Utilities.Task
{
    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>The stamps.</summary>
    [Required]
    public string[] Stamps { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (RepositoryList.Read(Path.Combine(StageDirectory, RepositoryList.FileName))
            .Any(repository => !Path.Exists(Path.Combine(repository.Path, ".git"))))
        {
            foreach (var stamp in Stamps)
            {
                File.Delete(stamp);
            }
        }

        return true;
    }
}
