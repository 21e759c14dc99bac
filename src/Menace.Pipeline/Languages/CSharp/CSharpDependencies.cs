using Menace.Model.Languages;
using Menace.Model.Tasks;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Makes <c>&lt;Dep&gt;.&lt;function&gt;(…)</c> mean the dependency: a class that calls the command of a bot of another language, and an
/// alias where the name alone is something else.
/// </summary>
internal static class CSharpDependencies
{
    private const string Sibling = $"global::{CSharpRuntime.Namespace}.SiblingBot";

    /// <summary>The file of aliases and classes, or null if none is needed.</summary>
    public static string? Write(CSharpBot bot, IReadOnlyList<EmitDependency> dependencies)
    {
        var commands = dependencies.Where(d => d.Analysis is not CSharpAnalysis).Select(BotCommand.Of).ToList();
        var aliases = dependencies
            .Select(d => (Name: d.Spec.Identifier, Target: Target(d)))
            .Where(a => a.Target is not null && NeedsAlias(bot, a.Name, a.Target))
            .Select(a => $"global using {CSharpNames.Escape(a.Name)} = global::{a.Target};")
            .ToList();
        return aliases.Count == 0 && commands.Count == 0 ? null : Templates.Render("csharp/Dependencies.cs.scriban", new ScriptObject
        {
            ["aliases"] = aliases,
            ["namespace"] = CSharpNames.Namespace,
            ["shims"] = dependencies.Where(d => d.Analysis is not CSharpAnalysis).Select(Shim).ToList(),
        });
    }

    /// <summary>The type that holds a dependency's functions; of a dependency that exposes types only, their namespace.</summary>
    private static string? Target(EmitDependency dependency)
    {
        if (dependency.Analysis is not CSharpAnalysis)
        {
            return $"{CSharpNames.Namespace}.{CSharpNames.Escape(ClassName(BotCommand.Of(dependency)))}";
        }

        var bot = CSharpBot.From(new EmitRequest(dependency.Spec, dependency.Analysis, []));
        if (bot.Analysis.Shape != CodeShape.File)
        {
            return $"{CSharpNames.Namespace}.{CSharpNames.Escape(bot.Analysis.ClassName)}";
        }

        var function = bot.Functions.FirstOrDefault(f => f.Kind is CSharpFunctionKind.Static or CSharpFunctionKind.Instance);
        return function is not null
            ? function.Container
            : bot.Analysis.Namespaces.FirstOrDefault(n => n.Length > 0);
    }

    /// <summary>
    /// A name in the global namespace, or in the code's own, needs no alias; an alias beside the former would clash with it.
    /// </summary>
    private static bool NeedsAlias(CSharpBot bot, string name, string target)
    {
        var escaped = CSharpNames.Escape(name);
        var isInBotsNamespace = bot.Analysis.Shape != CodeShape.File
            || (bot.Analysis.Namespaces.Count == 1 && bot.Analysis.Namespaces[0] == CSharpNames.Namespace);
        return target != escaped && !CSharpNames.CannotBeAlias(name)
            && !(isInBotsNamespace && target == $"{CSharpNames.Namespace}.{escaped}");
    }

    private static string ClassName(BotCommand command) => CSharpNames.ClassName(command.Spec.Identifier, command.Functions.Select(Member));

    private static string Member(string function) => BotLanguage.CSharp.Profile().CallerName(function);

    private static ScriptObject Shim(EmitDependency dependency)
    {
        var command = BotCommand.Of(dependency);
        return new ScriptObject
        {
            ["name"] = command.Spec.Name,
            ["class"] = CSharpNames.Escape(ClassName(command)),
            ["language"] = command.Spec.Language.ToName(),
            ["command"] = Construction(command),
            ["is_program"] = command.IsProgram,
            ["functions"] = command.Functions.Select(function => new ScriptObject
            {
                ["documentation"] = Documentation(dependency, function),
                ["member"] = CSharpNames.Escape(Member(function)),
                ["name"] = CSharpLiterals.String(function),
            }).ToList(),
        };
    }

    /// <summary>What the function does, and its parameters, which the method does not have.</summary>
    private static string Documentation(EmitDependency dependency, string function)
    {
        var signature = dependency.Analysis.Functions.FirstOrDefault(known => known.Name == function);
        var text = dependency.Spec.FunctionDocs.GetValueOrDefault(function) ?? signature?.Documentation ?? function;
        var parameters = signature is { Parameters.Count: > 0 }
            ? $"\nTakes {string.Join(", ", signature.Parameters.Select(parameter => parameter.Name))}." : "";
        return CSharpDocs.Comment("summary", text + parameters, "        ").TrimEnd('\n');
    }

    private static string Construction(BotCommand command)
    {
        var words = command.Words.Select(word => Expression(command.Spec.Name, word)).Prepend(CSharpLiterals.String(command.Spec.Name));
        return $"{Sibling}({string.Join(", ", words)})";
    }

    private static string Expression(string bot, CommandWord word) => word switch
    {
        CommandWord.Text text => CSharpLiterals.String(text.Value),
        CommandWord.InRepository file => $"{Sibling}.Sibling({CSharpLiterals.String(file.At(bot))})",
        CommandWord.Program program =>
            $"{Sibling}.Program({CSharpLiterals.String(program.Variable)}, {CSharpLiterals.String(program.Default)})",
        _ => throw new ArgumentException($"{word.GetType().Name} is not a word that C# can write.", nameof(word)),
    };
}
