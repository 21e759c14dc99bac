using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Templating;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline;

/// <summary>
/// Renders each template of a project for sample bots, with its conditions and boolean variables on and off in pairs, and verifies the
/// repositories. The repositories of the project are not touched.
/// </summary>
/// <param name="settings">The settings of the project.</param>
/// <param name="verifies">False to render only.</param>
internal sealed class TemplateTrial(BotDevConfig settings, bool verifies)
{
    private const string Function = "run";

    private readonly BotDevConfig _config = settings with
    {
        RepositoryBase = Path.Combine(settings.StatePath, "templates", "repositories"),
        StateDirectory = Path.Combine(settings.StatePath, "templates"),
        Stubs = StubPolicy.Allow,
        Handoff = new(),
        ResultStore = null,
    };

    /// <summary>Tests all templates.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One outcome per combination, in the order of templates and languages.</returns>
    /// <exception cref="PipelineException">A template is invalid.</exception>
    public async Task<IReadOnlyList<TemplateOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        var runner = new ProcessRunner();
        var languages = LanguageTable.Create(_config, runner);
        var files = new Dictionary<string, FileContent>(StringComparer.Ordinal);
        var names = TaskFolder.Options(_config.SourceDirectory, _config.TemplateFolders).Templates ?? [];
        await TemplateFolders.ReadAsync(
            new([.. names.Select(name => new TaskInfo { Name = name, Metadata = new() { Template = name } })]), _config, files,
            cancellationToken);
        var templates = TemplateSet.Read(files);
        Sample[] samples = [.. names.SelectMany(name => SamplesOf(templates.Find(name)!, languages)).Select((sample, at) =>
            sample with { Name = $"Sample{at + 1}" })];
        BotGitRepository.DeleteTree(_config.RepositoryBasePath);

        var optimised = await new ImplementationOptimiserBot(_config, languages).OptimiseAsync(
            new HandoffRecord(0, new([.. samples.Select(sample => sample.Task)]), "", files), null, cancellationToken);
        var forced = samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var built = await new BotDevelopmentBot(_config, languages).DevelopAsync(
            optimised.Record with { Bots = [.. optimised.Record.Bots.Select(bot => forced[bot.Name].Force(bot))] }, null,
            cancellationToken);
        IReadOnlyList<PipelineDiagnostic> tested = verifies
            ? (await new BotVerifier(_config, languages, runner).VerifyAsync(built.Record, null, cancellationToken)).Diagnostics : [];
        var findings = optimised.Diagnostics.Concat(built.Diagnostics).Concat(tested).Where(finding => finding.IsError)
            .ToLookup(finding => finding.Bot);
        return [.. samples.Select(sample => new TemplateOutcome(
            sample.Template, sample.Language.ToName(), sample.Switches, [.. findings[sample.Name]]))];
    }

    private IEnumerable<Sample> SamplesOf(ResolvedTemplate template, LanguageTable languages)
    {
        // A template that writes code writes it in one language.
        var language = template.Language ?? (template.CodeFile is null ? null : _config.DefaultLanguage);
        return (language is { } one ? [one] : languages.All.Select(each => each.Id)).SelectMany(id => SamplesOf(template, id));
    }

    private static IEnumerable<Sample> SamplesOf(ResolvedTemplate template, BotLanguage language)
    {
        string[] conditions = [.. template.Template.Files.Where(file => file.Value.Condition is not null).Select(file => file.Key)
            .Order(StringComparer.Ordinal)];
        string[] variables = [.. template.Variables.Where(variable => variable.Value.Type == JsonKind.Boolean)
            .Select(variable => variable.Key).Order(StringComparer.Ordinal)];
        return PairwiseRows.Of(conditions.Length + variables.Length).Select(row => new Sample(
            template,
            language,
            [.. conditions.Select((path, at) => new KeyValuePair<string, bool>(path, row[at]))],
            [.. variables.Select((name, at) => new KeyValuePair<string, bool>(name, row[conditions.Length + at]))]));
    }

    /// <summary>One bot of the trial.</summary>
    private sealed record Sample(
        ResolvedTemplate Resolved, BotLanguage Language, IReadOnlyList<KeyValuePair<string, bool>> Conditions,
        IReadOnlyList<KeyValuePair<string, bool>> Booleans)
    {
        public string Name { get; init; } = "";

        public string Template => Resolved.Template.Name;

        public string Switches => string.Join(", ",
        [
            .. Conditions.Select(condition => $"{TemplateSet.TargetOf(condition.Key)} {(condition.Value ? "on" : "off")}"),
            .. Booleans.Select(variable => $"{variable.Key} {(variable.Value ? "true" : "false")}"),
        ]);

        public TaskInfo Task => new()
        {
            Name = Name,
            Schedule = "every 1h",
            Metadata = new()
            {
                Purpose = "Shows what the template makes of a bot.",
                Description = "It is made to test the template and does nothing else.",
                Functions = [Function],
                Tags = ["sample"],
                License = "MIT",
                Language = Language,
                Template = Template,
                TemplateVariables = Resolved.Variables.ToDictionary(variable => variable.Key, ValueOf, StringComparer.Ordinal),
            },
        };

        /// <summary>
        /// The bot with its conditions on or off. They are evaluated all the same, so that a mistake in one is found.
        /// </summary>
        public BotSpec Force(BotSpec bot) => bot.Template is not { } template ? bot : bot with
        {
            Template = template with
            {
                Files = template.Files.ToDictionary(file => file.Key, file => file.Value with { Condition = Forced(file.Key, file.Value) }),
            },
        };

        private TemplateCondition? Forced(string path, TemplateFile file) => file.Condition is not { } condition ? null : condition with
        {
            Expression = $"(({condition.Expression}) == null) {(Conditions.First(one => one.Key == path).Value ? "|| true" : "&& false")}",
        };

        private JsonValue ValueOf(KeyValuePair<string, TemplateVariable> variable) => variable.Value.Type == JsonKind.Boolean
            ? JsonValue.FromBoolean(Booleans.First(one => one.Key == variable.Key).Value)
            : variable.Value.Default ?? variable.Value.Type switch
            {
                JsonKind.Number => 1,
                JsonKind.Array => JsonValue.FromItems(["sample"]),
                _ => "sample",
            };
    }
}

/// <summary>How a template did in one combination of its switches.</summary>
/// <param name="Template">The template.</param>
/// <param name="Language">The language of the sample bot.</param>
/// <param name="Switches">The combination; empty for a template without switches.</param>
/// <param name="Findings">The errors; empty if it passed.</param>
internal sealed record TemplateOutcome(string Template, string Language, string Switches, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Template}, {Language}{(Switches.Length > 0 ? ", " : "")}{Switches}: "
        + (Findings.Count == 0 ? "passed" : $"failed ({string.Join(", ", Findings.Select(finding => finding.Rule.Id).Distinct())})");
}
