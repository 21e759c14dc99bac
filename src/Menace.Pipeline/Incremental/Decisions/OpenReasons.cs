namespace Menace.Pipeline.Incremental.Decisions;

/// <summary>Receives why stages are open. In a build that has nothing to do it receives nothing.</summary>
/// <param name="folder">Absolute folder of the project: files below it are named by their path there.</param>
internal sealed class OpenReasons(string folder)
{
    private Dictionary<string, IReadOnlyList<IngredientChange>>? _byStage;

    /// <summary>The reasons by stage.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IngredientChange>> ByStage =>
        _byStage ?? new Dictionary<string, IReadOnlyList<IngredientChange>>();

    /// <summary>True if the manifest is about another <see cref="ProjectKey"/>.</summary>
    public bool IsOtherProject { get; set; }

    /// <summary>True if the repositories or the conditions of their tests are not those of the last test run.</summary>
    public bool IsOtherState { get; set; }

    /// <summary>Adds something that is not as it was.</summary>
    public void Add(string stage, string name) => Add(stage, new IngredientChange(name));

    /// <summary>Adds a file that is not as it was.</summary>
    public void AddFile(string stage, string path) => Add(stage, KeyIngredients.NameOf(
        path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetRelativePath(folder, path) : path));

    /// <summary>Adds a reason that is no ingredient.</summary>
    public void Tell(string stage, string statement) => Add(stage, new IngredientChange(statement) { IsStatement = true });

    private void Add(string stage, IngredientChange reason)
    {
        _byStage ??= new(StringComparer.Ordinal);
        _byStage[stage] = [.. _byStage.GetValueOrDefault(stage, []), reason];
    }
}
