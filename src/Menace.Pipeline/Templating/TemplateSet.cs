using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Scriban;

namespace Menace.Pipeline.Templating;

/// <summary>The templates of a project, with what they extend.</summary>
internal sealed class TemplateSet
{
    private readonly IReadOnlyDictionary<string, FileContent> _files;
    private readonly Dictionary<string, TemplateDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResolvedTemplate> _resolved = new(StringComparer.Ordinal);
    private readonly List<PipelineDiagnostic> _findings = [];

    private TemplateSet(IReadOnlyDictionary<string, FileContent> files) => _files = files;

    /// <summary>Gets the mistakes in the templates that were read, each once.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings => _findings;

    /// <summary>Reads the templates among <paramref name="files"/>, whose paths are beside tasks.json.</summary>
    public static TemplateSet Read(IReadOnlyDictionary<string, FileContent> files)
    {
        var set = new TemplateSet(files);
        foreach (var name in TaskTemplates.Among(files.Keys))
        {
            set.ReadDefinition(name);
        }

        foreach (var name in set._definitions.Keys)
        {
            set._resolved[name] = set.Resolve(name);
        }

        set.CheckSyntax();
        return set;
    }

    /// <summary>The template <paramref name="name"/>, or null if it has no file.</summary>
    public ResolvedTemplate? Find(string name) => _resolved.GetValueOrDefault(name);

    /// <summary>
    /// The templates that <paramref name="template"/> extends, from the nearest; <paramref name="definitionOf"/> gives null for one that
    /// does not exist.
    /// </summary>
    public static IEnumerable<string> ExtendedBy(string template, Func<string, TemplateDefinition?> definitionOf)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { template };
        for (var next = definitionOf(template)?.Extends?.Value; next is not null && seen.Add(next);
            next = definitionOf(next)?.Extends?.Value)
        {
            yield return next;
        }
    }

    private void ReadDefinition(string name)
    {
        var (definition, findings) = _files.TryGetValue(TaskTemplates.FolderOf(name) + TemplateDefinition.FileName, out var json)
            ? TemplateReader.Read(name, json.Text) : (new TemplateDefinition(name), []);
        _definitions.Add(name, definition);
        _findings.AddRange(findings);
    }

    private ResolvedTemplate Resolve(string name)
    {
        var own = _definitions[name];
        string[] extended = [.. ExtendedBy(name, _definitions.GetValueOrDefault)];
        TemplateDefinition[] chain = [own, .. extended.Where(_definitions.ContainsKey).Select(extends => _definitions[extends])];
        CheckExtends(own);
        CheckCycle(own, chain);
        CheckLanguage(own, chain);
        var sources = FilesOf(chain);
        CheckFiles(own, sources.Keys);
        return new(
            new BotTemplate(name)
            {
                Version = own.Version,
                Test = chain.Select(template => template.Test).FirstOrDefault(test => test is not null),
                Versions = chain.ToDictionary(template => template.Name, template => template.Version, StringComparer.Ordinal),
                Files = sources.Where(file => file.Key != TaskTemplates.CodeFile).ToDictionary(
                    file => file.Key, file => FileOf(file.Key, file.Value, chain), StringComparer.Ordinal),
                Renames = [.. chain.SelectMany(template => template.Renames)],
            },
            sources.GetValueOrDefault(TaskTemplates.CodeFile))
        {
            Language = chain.Select(template => template.Language?.Value).FirstOrDefault(language => language is not null),
            BuiltIn = extended.FirstOrDefault(TaskTemplates.BuiltIn.Contains),
            Variables = chain.Reverse().SelectMany(template => template.Variables).GroupBy(variable => variable.Key)
                .ToDictionary(group => group.Key, group => group.Last().Value.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>The file in each place of the template, by its path there; the nearest template wins.</summary>
    private Dictionary<string, string> FilesOf(IEnumerable<TemplateDefinition> chain)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var template in chain)
        {
            var folder = TaskTemplates.FolderOf(template.Name);
            string[] paths = [.. _files.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal))
                .Select(path => path[folder.Length..]).Where(path => path != TemplateDefinition.FileName)
                .Order(StringComparer.Ordinal)];
            foreach (var path in paths.Where(path => !targets.Contains(TargetOf(path))))
            {
                result.Add(path, folder + path);
            }

            targets.UnionWith(paths.Select(TargetOf));
        }

        return result;
    }

    private TemplateFile FileOf(string path, string source, IEnumerable<TemplateDefinition> chain)
    {
        var settings = chain.Select(template => template.Files.GetValueOrDefault(TargetOf(path))?.Value)
            .FirstOrDefault(settings => settings is not null);
        return new(source, _files[source].Hash(), _files[source].IsExecutable)
        {
            IsAdded = settings?.IsAdded ?? false,
            Condition = settings?.Condition,
        };
    }

    /// <summary>The path of a file of a template without the ending of those that are rendered.</summary>
    public static string TargetOf(string path) => IsRendered(path) ? path[..^TemplateDefinition.Rendered.Length] : path;

    /// <summary>True for a file that is rendered; others are copied.</summary>
    public static bool IsRendered(string path) => path.EndsWith(TemplateDefinition.Rendered, StringComparison.Ordinal)
        && path.Length > TemplateDefinition.Rendered.Length;

    private void CheckExtends(TemplateDefinition own)
    {
        if (own.Extends is { } extends && !_definitions.ContainsKey(extends.Value) && !TaskTemplates.BuiltIn.Contains(extends.Value))
        {
            string[] known = [.. TaskTemplates.BuiltIn, .. _definitions.Keys.Where(name => name != own.Name)];
            Report(own, extends.Line, extends.Column, $"unknown template '{Display.Of(extends.Value)}'; allowed are {Display.List(known)}"
                + Nearest.Hint(extends.Value, known));
        }
    }

    private void CheckCycle(TemplateDefinition own, IReadOnlyList<TemplateDefinition> chain)
    {
        if (own.Extends is { } extends && chain[^1].Extends?.Value == own.Name)
        {
            Report(own, extends.Line, extends.Column, "the template extends itself: "
                + string.Join(" -> ", chain.Select(template => template.Name).Append(own.Name)));
        }
    }

    private void CheckLanguage(TemplateDefinition own, IEnumerable<TemplateDefinition> chain)
    {
        if (own.Language is { } language
            && chain.FirstOrDefault(template => template.Language is { } other && other.Value != language.Value) is { } different)
        {
            Report(own, language.Line, language.Column, $"the language is {language.Value.ToName()}, but '{different.Name}', which the "
                + $"template extends, is for {different.Language!.Value.ToName()}");
        }
    }

    private void CheckFiles(TemplateDefinition own, IEnumerable<string> paths)
    {
        string[] targets = [.. paths.Select(TargetOf)];
        foreach (var (path, settings) in own.Files.Where(file => !targets.Contains(file.Key, StringComparer.Ordinal)))
        {
            Report(own, settings.Line, settings.Column, $"the template has no file '{Display.Of(path)}'{Nearest.Hint(path, targets)}");
        }

        foreach (var twice in paths.GroupBy(TargetOf, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Report(own, 0, 0, $"two files give '{twice.Key}': {Display.List([.. twice])}");
        }
    }

    /// <summary>
    /// Each path, and each file that is rendered or included, parses; the file that writes code is checked with the tasks that use it.
    /// </summary>
    private void CheckSyntax()
    {
        foreach (var (path, content) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (TaskTemplates.NameIn(path) is not { } name)
            {
                continue;
            }

            var own = path[TaskTemplates.FolderOf(name).Length..];
            var isPart = own.StartsWith(TemplateDefinition.PartsFolder, StringComparison.Ordinal);
            if (own.Any(char.IsControl))
            {
                _findings.Add(TemplateReader.Finding(path, 0, 0, "its path has a control character. Rename the file"));
            }
            else if (TemplateMistake.In(Template.Parse(own)) is { } inPath)
            {
                _findings.Add(TemplateReader.Finding(path, 0, 0, $"its path: {inPath.Message}"));
            }

            if ((isPart || IsRendered(path)) && !IsText(content.Bytes.Span))
            {
                _findings.Add(TemplateReader.Finding(path, 0, 0, "the file is not UTF-8. Save it as UTF-8"
                    + (isPart ? "" : $", or copy it: remove '{TemplateDefinition.Rendered}' from its name")));
            }
            else if ((isPart || IsRendered(path)) && path != TaskTemplates.PathOf(name)
                && TemplateMistake.In(Template.Parse(content.Text)) is { } mistake)
            {
                _findings.Add(TemplateReader.Finding(path, mistake.Line, mistake.Column, mistake.Message));
            }
        }
    }

    /// <summary>True for UTF-8, and for UTF-16 with a byte order mark (<see cref="FileContent.Text"/>).</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes) =>
        bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] || System.Text.Unicode.Utf8.IsValid(bytes);

    private void Report(TemplateDefinition template, int line, int column, string message) => _findings.Add(
        TemplateReader.Finding(TaskTemplates.FolderOf(template.Name) + TemplateDefinition.FileName, line, column, message));
}

/// <summary>A template with all that it takes from those that it extends.</summary>
/// <param name="Template">The template of a bot that gives no values.</param>
/// <param name="CodeFile">Path beside tasks.json of the file that writes code, or null.</param>
internal sealed record ResolvedTemplate(BotTemplate Template, string? CodeFile)
{
    /// <summary>Gets the language of the bots that it is for, or null.</summary>
    public BotLanguage? Language { get; init; }

    /// <summary>Gets the template of Menace that it extends, or null.</summary>
    public string? BuiltIn { get; init; }

    /// <summary>Gets the variables by name.</summary>
    public IReadOnlyDictionary<string, TemplateVariable> Variables { get; init; } = new Dictionary<string, TemplateVariable>();
}
