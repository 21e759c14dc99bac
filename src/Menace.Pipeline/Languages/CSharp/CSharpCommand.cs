using Menace.Model.Json;
using Menace.Pipeline.Languages.Shell;
using Microsoft.CodeAnalysis;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes Program.cs, which makes a bot a command (docs/command-line.md).</summary>
internal static class CSharpCommand
{
    /// <summary>Most characters of an example: help is read in a terminal.</summary>
    private const int LongestExample = 160;

    /// <summary>The text of Program.cs.</summary>
    public static string Write(CSharpBot bot) => Templates.Render("csharp/Program.cs.scriban", new ScriptObject
    {
        ["name"] = bot.Spec.Name,
        ["namespace"] = CSharpNames.Namespace,
        ["class"] = ClassName(bot),
        ["command"] = IsKnown(bot, CSharpRuntime.Command)
            ? $"global::{CSharpRuntime.Namespace}.{CSharpRuntime.Command}" : CSharpRuntime.Command,
        ["bot"] = CSharpLiterals.String(bot.Spec.Name),
        ["purpose"] = CSharpLiterals.String(bot.Spec.Purpose),
        ["functions"] = Functions(bot).SelectMany(function => Add(bot, function)).ToList(),
    });

    /// <summary>The functions that the command calls.</summary>
    public static IEnumerable<CSharpFunction> Functions(CSharpBot bot) =>
        bot.Functions.Where(f => f.Obstacle is null && f.Kind != CSharpFunctionKind.EntryPoint);

    /// <summary>A name that no type of the bot has.</summary>
    private static string ClassName(CSharpBot bot)
    {
        var name = "Program";
        while (IsKnown(bot, name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>True if <paramref name="name"/> may mean something of the bot, or of one that it calls.</summary>
    private static bool IsKnown(CSharpBot bot, string name) =>
        bot.Analysis.TypeNames.Append(bot.Analysis.ClassName).Concat(bot.Request.Dependencies.Select(d => d.Spec.Identifier))
            .Contains(name, StringComparer.Ordinal);

    private static IEnumerable<string> Add(CSharpBot bot, CSharpFunction function)
    {
        var type = TypeOf(bot, function);
        var documentation = bot.Spec.FunctionDocs.GetValueOrDefault(function.Name)
            ?? bot.Analysis.Functions.FirstOrDefault(known => known.Name == function.Name)?.Documentation;
        var call = $"        bot.Add(typeof({type}), nameof({type}.{CSharpNames.Escape(function.Name)})" +
            (documentation is null ? "" : $", {CSharpLiterals.String(documentation)}");
        if (Example(bot, function) is not { } example)
        {
            return [call + ");"];
        }

        var (arguments, result) = (CSharpLiterals.Readable(example.Arguments), CSharpLiterals.Readable(example.Result));
        return [call + ",", $"            example: {arguments}, result: {result});"];
    }

    /// <summary>The type as the command names it: <c>Main</c> would mean its own method.</summary>
    private static string TypeOf(CSharpBot bot, CSharpFunction function)
    {
        var prefix = CSharpNames.Namespace + ".";
        return bot.Analysis.Shape == CodeShape.File || function.Container == prefix + "Main"
            ? "global::" + function.Container : function.Container[prefix.Length..];
    }

    /// <summary>The shortest example with a result, as one types it.</summary>
    private static (string Arguments, string Result)? Example(CSharpBot bot, CSharpFunction function)
    {
        var examples = bot.Spec.Examples.Where(example => example.Function == function.Name && CommandExample.HasResult(example)
                && example.Args.Count <= Math.Max(function.Parameters.Count, function.Parameters.Any(p => p.IsParams) ? int.MaxValue : 0))
            .Select(example => (
                Arguments: string.Join(' ', example.Args.Select((value, i) =>
                    Word(value, function.Parameters[Math.Min(i, function.Parameters.Count - 1)]))),
                Result: CanonicalJson.WriteInOrder(example.Returns!)))
            .Where(example => example.Arguments.Length + example.Result.Length <= LongestExample)
            .OrderBy(example => example.Arguments.Length + example.Result.Length);
        return examples.Select(example => ((string, string)?)example).FirstOrDefault();
    }

    /// <summary>A value as a word of a shell.</summary>
    private static string Word(JsonValue value, CSharpParameter parameter)
    {
        var json = CanonicalJson.WriteInOrder(value);
        var type = parameter.Element ?? parameter.Type;
        var isText = type.Special == SpecialType.System_String;
        return isText && value.Kind != JsonKind.String ? ShellText.Quote("@json:" + json)
            : !isText || value.Text.Any(char.IsControl) || value.Text.StartsWith('"') || value.Text.StartsWith('@')
                || value.Text.StartsWith("--", StringComparison.Ordinal) ? Quoted(json)
            : Quoted(value.Text);
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-._/:+,".Contains(c, StringComparison.Ordinal))
            ? word : ShellText.Quote(word);
}
