using System.Collections.Concurrent;
using System.Reflection;
using Scriban;
using Scriban.Functions;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages;

/// <summary>
/// The Scriban templates that ship inside this assembly, by their path under templates/. What a template is given is data: it is
/// never parsed as a template itself.
/// </summary>
internal static class Templates
{
    private static readonly ConcurrentDictionary<string, Template> Parsed = new(StringComparer.Ordinal);

    /// <summary>Only read, and so shared: a new set per file was a fifth of the develop stage.</summary>
    private static readonly BuiltinFunctions Builtins = new();

    private static readonly Assembly Assembly = typeof(Templates).Assembly;

    /// <summary>Renders templates/<paramref name="path"/> with <paramref name="values"/> as its globals.</summary>
    /// <exception cref="InvalidOperationException">The template is not shipped, does not parse, or names something it was not
    /// given.</exception>
    public static string Render(string path, ScriptObject values)
    {
        var context = new TemplateContext(Builtins)
        {
            StrictVariables = true,
            LoopLimit = int.MaxValue,
            LoopLimitQueryable = 0,
            LimitToString = 0,
            NewLine = "\n",
            MemberRenamer = static member => member.Name,
        };
        context.PushGlobal(values);
        return Parsed.GetOrAdd(path, Parse).Render(context);
    }

    /// <summary>The text of templates/<paramref name="path"/>, for files that are shipped as they are.</summary>
    /// <exception cref="InvalidOperationException">It is not shipped.</exception>
    public static string Text(string path) => Read("templates/" + path);

    /// <summary>The text of every template under templates/<paramref name="folder"/>/, sorted by path: what an input hash covers.</summary>
    public static IEnumerable<(string Path, string Text)> Under(string folder) =>
        Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"templates/{folder}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name["templates/".Length..], Read(name)));

    private static Template Parse(string path)
    {
        var template = Template.Parse(Read("templates/" + path), path);
        return template.HasErrors
            ? throw new InvalidOperationException($"Template '{path}' does not parse: {string.Join("; ", template.Messages)}")
            : template;
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Template '{resource}' is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
