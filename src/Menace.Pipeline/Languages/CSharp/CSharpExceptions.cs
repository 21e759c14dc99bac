namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Finds the types of exceptions that examples name.</summary>
internal static class CSharpExceptions
{
    /// <summary>The namespaces that each project of the SDK uses without naming them.</summary>
    private static readonly string[] Implicit = ["System", "System.Collections.Generic", "System.IO", "System.Threading"];

    /// <summary>
    /// How a test writes the type of the exception <paramref name="name"/>, or null if that is not certain: a type of the framework that
    /// tests see by its name alone, and that nothing of the bot, or of one that it calls, is called like.
    /// </summary>
    public static string? TypeOf(CSharpBot bot, string name)
    {
        var simple = name.StartsWith("System.", StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..] : name;
        var isOther = bot.Analysis.TypeNames.Append(bot.Analysis.ClassName)
            .Concat(bot.Request.Dependencies.Select(dependency => dependency.Spec.Identifier)).Contains(simple, StringComparer.Ordinal)
            || bot.Analysis.Shape == CodeShape.File;
        return isOther ? null : Implicit
            .Where(space => name == simple || name == $"{space}.{simple}")
            .Select(space => typeof(object).Assembly.GetType($"{space}.{simple}"))
            .FirstOrDefault(type => type is { IsPublic: true, IsGenericType: false } && type.IsAssignableTo(typeof(Exception)))?.Name;
    }
}
