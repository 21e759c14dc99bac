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
            Function(task.Name, name, task.Metadata.Purpose
                ?? "", task.Metadata.FunctionDocs.GetValueOrDefault(name), task.Metadata.Template)));
    }

    /// <summary>
    /// One function, ended by a newline. <c>logging</c>: it logs and returns the purpose. <c>minimal</c>: it takes any arguments, logs the
    /// purpose and returns true, false if that fails.
    /// </summary>
    public static string Function(string bot, string name, string purpose, string? documentation, string? template = null) =>
        Templates.Render($"csharp/{(template == TaskTemplates.Minimal ? "minimal" : "logging")}.cs.scriban", new ScriptObject
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
