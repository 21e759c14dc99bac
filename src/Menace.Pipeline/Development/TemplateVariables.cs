using Menace.Pipeline.Languages;
using Scriban.Runtime;

namespace Menace.Pipeline.Development;

/// <summary>The variables of the files of a project's template, which docs/templates.md lists.</summary>
internal static class TemplateVariables
{
    /// <summary>The variables.</summary>
    /// <param name="request">The bot.</param>
    /// <param name="own">The language's share of its repository.</param>
    /// <param name="readme">The variables of the README.</param>
    /// <param name="paths">The files that Menace generates.</param>
    public static ScriptObject Of(EmitRequest request, LanguageFiles own, ScriptObject readme, IEnumerable<string> paths)
    {
        var spec = request.Spec;
        var template = spec.Template!;
        var result = new ScriptObject();
        foreach (var (name, value) in readme)
        {
            result[name] = value;
        }

        result["identifier"] = spec.Identifier;
        result["language"] = spec.Language.ToName();
        result["packages"] = new ScriptArray(spec.Packages);
        result["capabilities"] = new ScriptArray(spec.Capabilities);
        result["level"] = spec.Level;
        result["io"] = spec.Io;
        result["tags"] = new ScriptArray(spec.Tags);
        result["resources"] = TemplateValues.Members(spec.Resources);
        result["extra"] = TemplateValues.Members(spec.Extra);
        result["main_file"] = own.MainFile;
        result["files"] = new ScriptArray(paths.Order(StringComparer.Ordinal));
        result["variables"] = TemplateValues.Members(template.Variables);
        result["template"] = TemplateValues.Members([new("name", template.Name), new("version", template.Version)]);
        return result;
    }
}
