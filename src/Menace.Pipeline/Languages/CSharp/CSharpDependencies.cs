using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Makes <c>&lt;Dep&gt;.&lt;function&gt;(…)</c> mean the dependency where the name alone does not.</summary>
internal static class CSharpDependencies
{
    /// <summary>The file of aliases, or null where none is needed.</summary>
    public static string? Write(CSharpBot bot, IReadOnlyList<EmitDependency> dependencies)
    {
        var aliases = dependencies
            .Where(d => d.Analysis is CSharpAnalysis)
            .Select(d => (Name: d.Spec.Identifier, Target: Target(CSharpBot.From(new EmitRequest(d.Spec, d.Analysis, [])))))
            .Where(a => a.Target is not null && NeedsAlias(bot, a.Name, a.Target))
            .Select(a => $"global using {CSharpNames.Escape(a.Name)} = global::{a.Target};")
            .ToList();
        return aliases.Count == 0 ? null : Templates.Render("csharp/Dependencies.cs.scriban", new ScriptObject { ["aliases"] = aliases });
    }

    /// <summary>The type that holds a dependency's functions; of a dependency that exposes types only, their namespace.</summary>
    private static string? Target(CSharpBot dependency)
    {
        if (dependency.Analysis.Shape != CodeShape.File)
        {
            return $"{CSharpNames.Namespace}.{CSharpNames.Escape(dependency.Analysis.ClassName)}";
        }

        var function = dependency.Functions.FirstOrDefault(f => f.Kind is CSharpFunctionKind.Static or CSharpFunctionKind.Instance);
        return function is not null
            ? function.Container
            : dependency.Analysis.Namespaces.FirstOrDefault(n => n.Length > 0);
    }

    /// <summary>A name in the global namespace, or in the code's own, needs no alias; an alias beside the former would clash with it.</summary>
    private static bool NeedsAlias(CSharpBot bot, string name, string target)
    {
        var escaped = CSharpNames.Escape(name);
        var isInBotsNamespace = bot.Analysis.Shape != CodeShape.File || (bot.Analysis.Namespaces.Count == 1 && bot.Analysis.Namespaces[0] == CSharpNames.Namespace);
        return target != escaped && !CSharpNames.CannotBeAlias(name) && !(isInBotsNamespace && target == $"{CSharpNames.Namespace}.{escaped}");
    }
}
