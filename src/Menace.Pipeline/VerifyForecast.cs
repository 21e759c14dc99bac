using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Previews;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting.Explanations;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline;

/// <summary>
/// Which bots a build would test: those whose key has another ingredient than that of the last verdict, with the files that the develop
/// stage would write in place of those in the repository.
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="last">The records of the last build.</param>
/// <param name="decisions">The last decisions of the stage.</param>
internal sealed class VerifyForecast(BotDevConfig config, LanguageTable languages, LastBuild last, StageDecisions decisions)
{
    private const int Executable = 0b111_101_101;
    private const int Plain = 0b110_100_100;

    /// <summary>A step for each bot that has a repository after <paramref name="build"/>.</summary>
    public IReadOnlyDictionary<string, ExplainedStep> Steps(PreviewedBuild build)
    {
        if (!config.VerifyEnabled)
        {
            return new Dictionary<string, ExplainedStep>();
        }

        var specs = build.Bots.ToDictionary(bot => bot.Name, StringComparer.Ordinal);
        var repositories = build.Repositories.Where(repository => specs.ContainsKey(repository.Name) && WouldBeThere(repository.Action))
            .ToDictionary(repository => repository.Name, StringComparer.Ordinal);
        var onDisk = (last.Built?.Repositories ?? []).Where(known => repositories.ContainsKey(known.Spec.Name)
                && repositories[known.Spec.Name].Action != PreviewAction.Create && Directory.Exists(known.Path))
            .ToDictionary(known => known.Spec.Name, known => known with { Spec = specs[known.Spec.Name] }, StringComparer.Ordinal);
        var keys = new BotKeys(config, languages, onDisk, new Dictionary<string, LaidOutTree>());
        keys.Take();
        Dictionary<string, ExplainedStep> steps = new(StringComparer.Ordinal);
        foreach (var name in DependencyOrder.TopologicalOrder(
            [.. repositories.Keys], name => specs.GetValueOrDefault(name)?.Dependencies ?? []))
        {
            steps[name] = StepOf(
                repositories[name], keys.Ingredients.GetValueOrDefault(name),
                specs[name].Dependencies.Where(dependency => steps.GetValueOrDefault(dependency) is { Changes.Count: > 0 }));
        }

        return steps;
    }

    private static bool WouldBeThere(PreviewAction action) => action is PreviewAction.Create or PreviewAction.Update or PreviewAction.Wait
        or PreviewAction.HoldBack or PreviewAction.Unchanged;

    private ExplainedStep StepOf(PreviewedRepository repository, KeyIngredients? onDisk, IEnumerable<string> changedDependencies)
    {
        var recorded = decisions.Bots.GetValueOrDefault(repository.Name);
        if (recorded is null || onDisk is null)
        {
            return Step("test", "no earlier decision is recorded", []);
        }

        var before = decisions.IngredientsOf(recorded.Groups).Where(one => !IsDependency(one.Key))
            .ToDictionary(StringComparer.Ordinal);
        var after = IngredientChange.All(onDisk.Groups).Where(one => !IsDependency(one.Key)).ToDictionary(StringComparer.Ordinal);
        Write(repository, before, after);
        IngredientChange[] changes =
        [
            .. changedDependencies.Select(name => new IngredientChange(VerdictKey.Dependency + name)),
            .. IngredientChange.Between(before, after),
        ];
        return changes.Length > 0 ? Step("test", "", changes)
            : last.Red.Contains(repository.Name) ? Step("test", "its last verdict was not green", [])
            : Step(BotDecision.Reuse, "", []);
    }

    /// <summary>Puts the files that the develop stage would write in place of those that are there.</summary>
    private static void Write(
        PreviewedRepository repository, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        if (repository.Changes.Count == 0)
        {
            return;
        }

        // Documents count only when the user changed them.
        var documents = after.Keys.Where(IsUntouchedDocument).ToArray();
        foreach (var name in documents)
        {
            after.Remove(name);
        }

        foreach (var change in repository.Changes)
        {
            var name = KeyIngredients.NameOf(change.Path);
            if (IsUntouchedDocument(name))
            {
                continue;
            }

            after.Remove(name);
            if (change.After is { } version)
            {
                var ingredients = new KeyIngredients();
                var permissions = version.Mode == "100755" ? Executable : Plain;
                ingredients.AddFile(change.Path, permissions.ToString("x", CultureInfo.InvariantCulture), version.Content.Span);
                after[name] = IngredientChange.All(ingredients.Groups)[name];
            }
        }

        bool IsUntouchedDocument(string name) => !before.ContainsKey(name)
            && name.StartsWith(KeyIngredients.NameOf(""), StringComparison.Ordinal)
            && TestedFiles.IsDocument(name[KeyIngredients.NameOf("").Length..]);
    }

    private static bool IsDependency(string name) => name.StartsWith(VerdictKey.Dependency, StringComparison.Ordinal);

    private static ExplainedStep Step(string action, string because, IReadOnlyList<IngredientChange> changes) =>
        new(PipelineStage.Verify, action, because, changes);
}
