using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>How names of the task list become names in C#.</summary>
internal static class CSharpNames
{
    /// <summary>The namespace of generated classes.</summary>
    public const string Namespace = DraftNames.OfBots;

    /// <summary>
    /// Names that a class in <see cref="Namespace"/> would hide from the bot's code or its generated tests (a bot called Task could
    /// not be asynchronous), or that are namespaces there.
    /// </summary>
    private static readonly HashSet<string> Hiding = new(StringComparer.Ordinal)
    {
        "System", "Console", "Task", "Exception", "Xunit", "Tests", "Assert", "Fact", "Collection", "Record", "Func", "StringWriter",
        "JsonNode", "BotJson", Namespace,
    };

    /// <summary><paramref name="name"/> as C# writes it: keywords, contextual ones too, get an '@'.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>
    /// The class around members or statements: the bot's identifier, with "Bot" where a member or a well-known name is the same.
    /// </summary>
    public static string ClassName(string identifier, IEnumerable<string> members) =>
        Hiding.Contains(identifier) || members.Contains(identifier, StringComparer.Ordinal) ? identifier + "Bot" : identifier;

    /// <summary>
    /// True if an alias of this name would take a framework type away from the code that has it. A dependency called Console is
    /// reached as <c>ConsoleBot</c>.
    /// </summary>
    public static bool CannotBeAlias(string identifier) => identifier != "Tests" && Hiding.Contains(identifier);

    /// <summary>A function by its full name, as code outside its namespace calls it.</summary>
    public static string Call(CSharpFunction function) =>
        function.Kind == CSharpFunctionKind.Instance
            ? $"new {function.Container}().{Escape(function.Name)}"
            : $"{function.Container}.{Escape(function.Name)}";
}
