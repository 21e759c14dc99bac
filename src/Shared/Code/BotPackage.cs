namespace Menace.Code;

/// <summary>A third-party package as a task names it: <c>name</c> or <c>name@version</c>.</summary>
/// <param name="Name">The part before the '@'.</param>
/// <param name="Version">The part behind it, or null.</param>
internal sealed record BotPackage(string Name, string? Version)
{
    /// <summary>Reads <paramref name="text"/>, whatever it holds; its language judges both parts.</summary>
    public static BotPackage Parse(string text) =>
        text.LastIndexOf('@') is var at and >= 0 ? new(text.Substring(0, at).Trim(), text.Substring(at + 1).Trim())
            : new(text.Trim(), null);
}
