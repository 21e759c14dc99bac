using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes Program.cs, which makes a bot a command (format page, "A bot is also a command").</summary>
internal static class CSharpCommand
{
    /// <summary>The text of Program.cs.</summary>
    public static string Write(CSharpBot bot)
    {
        var functions = Functions(bot).ToList();
        return Templates.Render("csharp/Program.cs.scriban", new ScriptObject
        {
            ["name"] = bot.Spec.Name,
            ["class"] = ClassName(bot),
            ["is_async"] = functions.Any(f => f.IsAsync),
            ["reads_arguments"] = functions.Any(f => f.Parameters.Count > 0),
            ["reads_rest"] = functions.Any(f => f.Parameters.Any(p => p.IsParams)),
            ["json"] = CSharpJson.Text,
            ["usage"] = functions.Select(
                f => CSharpLiterals.String("  " + string.Join(' ', f.Parameters.Select(Placeholder).Prepend(f.Name)))).ToList(),
            ["cases"] = functions.SelectMany(Cases).SelectMany(text => text.Split('\n')).ToList(),
        });
    }

    /// <summary>The functions that the command calls.</summary>
    public static IEnumerable<CSharpFunction> Functions(CSharpBot bot) =>
        bot.Functions.Where(f => f.Obstacle is null && f.Kind != CSharpFunctionKind.EntryPoint);

    /// <summary>A name that no type of the bot has.</summary>
    private static string ClassName(CSharpBot bot)
    {
        var name = "BotCommand";
        while (bot.Analysis.TypeNames.Contains(name, StringComparer.Ordinal))
        {
            name += "_";
        }

        return name;
    }

    private static string Placeholder(CSharpParameter parameter) =>
        parameter.IsParams ? $"[{parameter.Name} …]" : parameter.IsOptional ? $"[{parameter.Name}]" : $"<{parameter.Name}>";

    /// <summary>One case for every number of arguments that the function takes, and one for every other number.</summary>
    private static IEnumerable<string> Cases(CSharpFunction function)
    {
        var single = function.Parameters.Count(p => !p.IsParams);
        var name = CSharpLiterals.String(function.Name);
        for (var count = function.RequiredArguments; count <= single; count++)
        {
            var takesRest = count == single && function.Parameters.Any(p => p.IsParams);
            yield return $"case ({name}, {(takesRest ? ">= " : "")}{count}):\n{Call(function, count, takesRest)}";
        }

        if (!function.Parameters.Any(p => p.IsParams) || function.RequiredArguments > 0)
        {
            yield return $"case ({name}, _):\n    throw new UsageException($\"{{function}} does not take {{arguments.Length}} " +
                $"arguments.\");";
        }
    }

    private static string Call(CSharpFunction function, int count, bool takesRest)
    {
        var arguments = function.Parameters.Take(count).Select((p, i) => $"Argument<{p.Type.Name}>(arguments, {i})");
        if (takesRest)
        {
            arguments = arguments.Append($"Rest<{function.Parameters[^1].Element!.Name}>(arguments, {count})");
        }

        var call = $"{CSharpNames.Call(function)}({string.Join(", ", arguments)})";
        call = function.IsAwaited ? "await " + call : function.IsAsyncStream ? $"await {call}.ToListAsync()" : call;
        return function.Return.IsVoid ? $"    {call};\n    return null;" : $"    return {call};";
    }
}
