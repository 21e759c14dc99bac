using System.Collections.Concurrent;
using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// What the generated commit of a bot depends on: the completed bot with its template of the project, the trees of its dependencies, the
/// deployment targets, the templates of its language, and the version of Menace. The key is in the trailer <c>Menace-Input</c> of the
/// commit.
/// </summary>
internal static class RepositoryKey
{
    private static readonly ConcurrentDictionary<BotLanguage, KeyPart> TemplatesByLanguage = new();

    private static readonly Lazy<KeyPart> DeploymentTemplates = new(() => PartOf(Templates.Under("deploy")));

    private static readonly Dictionary<string, TemplateFile> NoFiles = [];

    private static readonly Dictionary<string, string> NoVersions = [];

    private static KeyPart TemplatesOf(BotLanguage language) => TemplatesByLanguage.GetOrAdd(
        language, language => PartOf(Templates.Under(language.ToName()).Concat(Templates.Under("common"))));

    /// <summary>The templates of Menace as one text, each of them an ingredient.</summary>
    internal static KeyPart PartOf(IEnumerable<(string Path, string Text)> templates)
    {
        var (text, ingredients) = (new StringBuilder(), new KeyIngredients());
        foreach (var template in templates)
        {
            text.Append(template.Path).Append('\n').Append(template.Text);
            ingredients.Add("template " + template.Path, template.Text);
        }

        return new(text.ToString(), ingredients);
    }

    /// <summary>The hash, lower-case hexadecimal SHA-256.</summary>
    /// <param name="spec">The bot.</param>
    /// <param name="dependencyTrees">Tree ids of its dependencies, by name.</param>
    /// <param name="targets">The deployment targets; without any, the hash is that of versions without targets.</param>
    /// <param name="version">The version of Menace; null: this one.</param>
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string Of(
        BotSpec spec, IReadOnlyDictionary<string, string> dependencyTrees, IReadOnlyList<DeploymentTarget> targets, string? version = null,
        KeyIngredients? ingredients = null)
    {
        using var key = new KeyBuilder(ingredients);
        key.Add("Menace version", version ?? ProductVersion.Text).AddPart(TemplatesOf(spec.Language)).AddRecord(spec with
        {
            Mutants = [],
            ExamplePlaces = null,
            Tidied = null,
            Lineage = WithoutBundle(spec.Lineage),
            Template = WithoutPlaces(spec.Template),
        });
        foreach (var (name, tree) in dependencyTrees.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            key.AddNamed("dependency", name, tree);
        }

        if (targets.Count > 0)
        {
            key.Add("MenaceEmit", string.Join(';', targets.Select(target => target.ToName()))).AddPart(DeploymentTemplates.Value);
        }

        return key.ToHex();
    }

    /// <summary>
    /// The parts of an input; the arguments are those of <see cref="Of"/>.
    /// </summary>
    public static InputParts PartsOf(
        BotSpec spec, IReadOnlyDictionary<string, string> dependencyTrees, IReadOnlyList<DeploymentTarget> targets)
    {
        var defaults = new BotSpec { Name = spec.Name, Language = spec.Language, Code = "", Purpose = "", Functions = [] };
        var rest = spec with
        {
            Code = "",
            Tests = defaults.Tests,
            Examples = [],
            ExamplePlaces = null,
            Files = defaults.Files,
            Packages = [],
            Schedule = defaults.Schedule,
            Run = null,
            Resources = defaults.Resources,
            Dependencies = [],
            Mutants = [],
            Tidied = null,
            Lineage = null,
            Origin = null,
            Template = null,
        };
        List<KeyValuePair<string, string>> parts = [new(InputParts.Code, InputParts.Hash(spec.Language.ToString(), spec.Code))];
        Add("tests", defaults with { Tests = spec.Tests });
        Add("examples", defaults with { Examples = spec.Examples });
        Add("files", defaults with { Files = spec.Files });
        Add("packages", defaults with { Packages = spec.Packages });
        Add("schedule", defaults with { Schedule = spec.Schedule });
        Add("run", defaults with { Run = spec.Run });
        Add("resources", defaults with { Resources = spec.Resources });
        Add("lineage", defaults with { Lineage = WithoutBundle(spec.Lineage) });
        Add("generator", defaults with { Origin = spec.Origin });
        Add(InputParts.Metadata, rest);
        if (WithoutPlaces(spec.Template) is { } template)
        {
            Add("template", defaults with { Template = template with { Files = NoFiles } });
            parts.AddRange(template.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new KeyValuePair<string, string>(
                InputParts.Template(file.Key), InputParts.Hash(file.Value.ToString()))));
        }

        if (targets.Count > 0)
        {
            parts.Add(new("MenaceEmit", InputParts.Hash(string.Join(';', targets.Select(target => target.ToName())))));
        }

        parts.AddRange(dependencyTrees.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new KeyValuePair<string, string>(InputParts.Dependency + pair.Key, InputParts.PinOf(pair.Value))));
        parts.Add(new(InputParts.Version, InputParts.Hash(
            ProductVersion.Text + "\n" + TemplatesOf(spec.Language).Key + (targets.Count > 0 ? DeploymentTemplates.Value.Key : ""))));
        return new(parts);

        void Add(string name, BotSpec part)
        {
            var text = StageFile.Text(part);
            if (text != StageFile.Text(defaults))
            {
                parts.Add(new(name, InputParts.Hash(text)));
            }
        }
    }

    /// <summary>Neither where a file stands, nor what a merge needs, changes a byte of a repository.</summary>
    private static BotTemplate? WithoutPlaces(BotTemplate? template) => template is null ? null : template with
    {
        Files = template.Files.OrderBy(file => file.Key, StringComparer.Ordinal).ToDictionary(
            file => file.Key,
            file => file.Value with
            {
                Source = "",
                Condition = file.Value.Condition is { } condition ? new(condition.Expression, "", 0, 0) : null,
            },
            StringComparer.Ordinal),
        Versions = NoVersions,
        Renames = [],
    };

    /// <summary>The commit is what a repository begins with, wherever its bundle is.</summary>
    private static BotLineage? WithoutBundle(BotLineage? lineage) => lineage is null ? null : lineage with { Bundle = "" };
}
