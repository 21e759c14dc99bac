using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Templating;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Menace.Pipeline.Development;

/// <summary>
/// Applies the template of a bot to the files that Menace generates: it replaces those that have the path of one of its files, and adds
/// those that its template.json adds.
/// </summary>
internal sealed class TemplateFiles
{
    private const string Generated = "generated";

    private static readonly LexerOptions Expression = new() { Mode = ScriptMode.ScriptOnly };

    private readonly BotSpec _spec;
    private readonly BotTemplate _template;
    private readonly ScriptObject _variables;
    private readonly IReadOnlyDictionary<string, FileContent> _contents;
    private readonly TemplateParts _parts;
    private readonly CancellationToken _cancellationToken;

    /// <param name="spec">The bot, which has a template.</param>
    /// <param name="variables">The variables of its template.</param>
    /// <param name="contents">The files of templates, by their path beside tasks.json.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public TemplateFiles(
        BotSpec spec, ScriptObject variables, IReadOnlyDictionary<string, FileContent> contents, CancellationToken cancellationToken)
    {
        _spec = spec;
        _template = spec.Template!;
        _variables = variables;
        _contents = contents;
        _parts = new(_template, contents);
        _cancellationToken = cancellationToken;
    }

    /// <summary>The files with those of the template.</summary>
    /// <param name="generated">The files that Menace generates.</param>
    /// <param name="kept">Those of them that hold what the task says, and are not replaced.</param>
    /// <param name="optional">Paths that other repositories of the language have.</param>
    /// <exception cref="OutputException">A file of the template cannot be used.</exception>
    public IReadOnlyList<RepositoryFile> Apply(
        IReadOnlyList<RepositoryFile> generated, IReadOnlyList<string> kept, IReadOnlyList<string> optional)
    {
        var files = generated.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, file) in _template.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (path.StartsWith(TemplateDefinition.PartsFolder, StringComparison.Ordinal) || !IsUsed(file))
            {
                continue;
            }

            var written = TemplateSet.TargetOf(path);
            var target = written.Contains("{{", StringComparison.Ordinal) ? Render(file.Source, written) : written;
            Check(file, target, kept, own);
            own.Add(target, file.Source);
            var replaced = files.GetValueOrDefault(target);
            if (replaced is null && !file.IsAdded)
            {
                if (optional.Contains(target, StringComparer.Ordinal))
                {
                    continue;
                }

                throw Fail(Rules.TemplateReplacesNothing, file.Source, 1, 1, file.Source, _spec.Language.ToName(), target,
                    Nearest.Hint(target, generated.Select(one => one.Path).Concat(optional)), written);
            }

            files[target] = Write(file, path, target, replaced);
        }

        CheckCase(files.Values, own);
        return [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>The files that versions of the template renamed, at their paths in the repository.</summary>
    /// <exception cref="OutputException">The path of one cannot be rendered.</exception>
    public IReadOnlyList<TemplateRename> Renames() => [.. _template.Renames.Select(rename => rename with
    {
        From = PathOf(rename, rename.From),
        To = PathOf(rename, rename.To),
    })];

    private string PathOf(TemplateRename rename, string path)
    {
        if (!path.Contains("{{", StringComparison.Ordinal))
        {
            return path;
        }

        _variables[Generated] = "";
        var source = TaskTemplates.FolderOf(rename.Template) + TemplateDefinition.FileName;
        var (result, mistake) = Run(path, source);
        return mistake is null ? result : throw Fail(Rules.TemplateFileFailed, source, rename.Line, rename.Column, source,
            $"{rename.Line}", $"{rename.Column}", $"the path '{Display.Of(path)}': {mistake.Message}");
    }

    private RepositoryFile Write(TemplateFile file, string path, string target, RepositoryFile? replaced)
    {
        var content = _contents[file.Source];
        var isExecutable = file.IsExecutable || replaced?.IsExecutable == true;
        if (!TemplateSet.IsRendered(path))
        {
            return new(target, content.Bytes, isExecutable);
        }

        _variables[Generated] = replaced is null ? "" : new FileContent(replaced.Content).Text;
        return RepositoryFile.FromText(target, Render(file.Source, content.Text), isExecutable);
    }

    private bool IsUsed(TemplateFile file)
    {
        if (file.Condition is not { } condition)
        {
            return true;
        }

        object? value = null;
        _variables[Generated] = "";
        var (_, mistake) = TemplateSandbox.Run(
            token =>
            {
                value = Template.Parse(condition.Expression, condition.Source, lexerOptions: Expression).Evaluate(
                    TemplateSandbox.StrictContext(_variables, _parts, token));
                return "";
            },
            TemplateSandbox.TimeLimit, _cancellationToken);
        var found = value is null ? "nothing" : $"'{Display.Of($"{value}")}'";
        var message = mistake?.Message ?? (value is bool ? null : $"it gives {found}, but a condition is true or false");
        return message is null ? (bool)value! : throw Fail(Rules.TemplateFileFailed, condition.Source, condition.Line, condition.Column,
            condition.Source, $"{condition.Line}", $"{condition.Column}", $"the condition '{Display.Of(condition.Expression)}': {message}");
    }

    private string Render(string source, string text)
    {
        var (result, mistake) = Run(text, source);
        if (mistake is null)
        {
            return result;
        }

        var file = mistake.File ?? source;
        throw Fail(
            Rules.TemplateFileFailed, file, mistake.Line, mistake.Column, file, $"{mistake.Line}", $"{mistake.Column}", mistake.Message);
    }

    private (string Text, TemplateMistake? Mistake) Run(string text, string source)
    {
        var parsed = Template.Parse(text, source);
        return TemplateMistake.In(parsed) is { } mistake ? ("", mistake) : TemplateSandbox.Run(
            token => parsed.Render(TemplateSandbox.StrictContext(_variables, _parts, token)), TemplateSandbox.TimeLimit,
            _cancellationToken);
    }

    private void Check(TemplateFile file, string target, IReadOnlyList<string> kept, Dictionary<string, string> own)
    {
        var reason = TemplatePath.ReasonAgainst(target)
            ?? (own.TryGetValue(target, out var other) ? $"is also that of '{other}'. Give one of them a condition or another path"
                : target == RepositoryComposer.LockFileName ? "is that of Menace's own record. Choose another path"
                : kept.Contains(target, StringComparer.Ordinal) ? "is that of a file of the task. Choose another path, or change the task"
                : null);
        if (reason is not null)
        {
            throw Unusable(file.Source, target, reason);
        }
    }

    /// <summary>
    /// Case and the Unicode form are ignored, because the file systems of macOS and Windows do; and no file is a folder of another one.
    /// </summary>
    private void CheckCase(IReadOnlyCollection<RepositoryFile> files, Dictionary<string, string> own)
    {
        var taken = files.GroupBy(file => PathFold.Key(file.Path), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(file => file.Path).ToArray(), StringComparer.Ordinal);
        foreach (var paths in taken.Values.Where(paths => paths.Length > 1 && paths.Any(own.ContainsKey)))
        {
            var target = paths.First(own.ContainsKey);
            throw Unusable(own[target], target,
                $"differs from '{paths.First(one => one != target)}' only in case or in the form of its characters. Give it the same name");
        }

        foreach (var file in files)
        {
            foreach (var folder in PathFold.Folders(file.Path))
            {
                if (taken.TryGetValue(PathFold.Key(folder), out var parent) && (own.ContainsKey(file.Path) || own.ContainsKey(parent[0])))
                {
                    throw own.TryGetValue(file.Path, out var source)
                        ? Unusable(source, file.Path, $"is below '{parent[0]}', which is a file. Choose another path")
                        : Unusable(own[parent[0]], parent[0], $"is a folder, of '{file.Path}'. Choose another path");
                }
            }
        }
    }

    private OutputException Unusable(string source, string target, string reason) =>
        Fail(Rules.TemplatePathUnusable, source, 1, 1, source, Display.Of(target), reason);

    private OutputException Fail(RuleDescriptor rule, string file, int line, int column, params IEnumerable<string> arguments) =>
        new(new PipelineDiagnostic(rule, [_spec.Name, .. arguments])
        {
            Bot = _spec.Name,
            Page = new(file, line) { Column = column },
        });
}

/// <summary>Gives <c>include</c> the files of a template in its folder parts/, and no other.</summary>
internal sealed class TemplateParts(BotTemplate template, IReadOnlyDictionary<string, FileContent> contents) : ITemplateLoader
{
    /// <inheritdoc/>
    public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName)
    {
        var path = TemplateDefinition.PartsFolder + templateName;
        string[] known = [.. template.Files.Keys.Where(one => one.StartsWith(TemplateDefinition.PartsFolder, StringComparison.Ordinal))
            .Select(one => one[TemplateDefinition.PartsFolder.Length..])];
        return template.Files.TryGetValue(path, out var file) ? file.Source : throw new Scriban.Syntax.ScriptRuntimeException(callerSpan,
            $"the folder parts/ of the template has no file '{Display.Of(templateName)}'"
            + (known.Length == 0 ? "" : $"; it has {Display.List(known)}") + Nearest.Hint(templateName, known));
    }

    /// <inheritdoc/>
    public string Load(TemplateContext context, SourceSpan callerSpan, string templatePath) => contents[templatePath].Text;

    /// <inheritdoc/>
    public ValueTask<string?> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
        new(Load(context, callerSpan, templatePath));
}
