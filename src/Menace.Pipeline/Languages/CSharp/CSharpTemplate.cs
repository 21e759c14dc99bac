using Menace.Model.Tasks;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Functions for bots, or listed names, that came without code.</summary>
internal static class CSharpTemplate
{
    /// <summary>Members that define every listed function of <paramref name="task"/>, or <c>Run</c>.</summary>
    public static string Members(TaskInfo task)
    {
        IReadOnlyList<string> functions = task.Metadata.Functions.Count > 0 ? task.Metadata.Functions : ["Run"];
        return string.Join('\n', functions.Distinct(StringComparer.Ordinal).Select(name =>
            Function(task.Name, name, task.Metadata.Purpose ?? "", task.Metadata.FunctionDocs.GetValueOrDefault(name))));
    }

    /// <summary>One function that logs and returns the purpose, ended by a newline.</summary>
    public static string Function(string bot, string name, string purpose, string? documentation) =>
        Templates.Render("csharp/logging.cs.scriban", new ScriptObject
        {
            ["documentation"] = CSharpDocs.Comment("summary", documentation ?? (purpose.Length == 0 ? name : purpose), ""),
            ["function"] = CSharpNames.Escape(name),
            ["log_name"] = $"{bot}.{name}",
            ["purpose"] = CSharpLiterals.String(purpose),
        });

    /// <summary>What <see cref="Function"/> defines.</summary>
    public static CSharpFunction Describe(string className, string name, string purpose) =>
        new(name, CSharpFunctionKind.Static, $"{CSharpNames.Namespace}.{CSharpNames.Escape(className)}")
        {
            Return = CSharpType.String,
            DeclaredReturn = "string",
            ReturnedLiteral = CSharpLiterals.String(purpose),
        };
}
