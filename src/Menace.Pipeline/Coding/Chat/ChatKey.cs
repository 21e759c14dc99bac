using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>The key of a chat model. It is read when it is used, and kept nowhere.</summary>
/// <param name="variable">The name of the environment variable, or null if there is no key.</param>
internal sealed class ChatKey(string? variable)
{
    /// <summary>A shorter value would be found in any text.</summary>
    private const int ShortestHidden = 6;

    /// <summary>Returns the key, or null if none is named.</summary>
    /// <exception cref="PipelineException">MENACE3073: the variable is not set, or its value cannot be sent.</exception>
    public string? Read() => variable is null ? null
        : Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } value
            ? throw Unusable($"the environment variable {variable}, which MenaceChatKeyVariable names, is not set")
        : value.All(c => c is > ' ' and <= '~') ? value
        : throw Unusable($"the value of the environment variable {variable} has characters that no header can have");

    /// <summary>Returns <paramref name="text"/> without secrets: the key itself is one in any form.</summary>
    public string Hide(string text) => Redaction.Redact(
        variable is not null && Environment.GetEnvironmentVariable(variable) is { Length: >= ShortestHidden } value
            ? text.Replace(value, Redaction.Mark, StringComparison.Ordinal) : text);

    /// <summary>The error that a setting cannot be used.</summary>
    public static PipelineException Unusable(string reason) =>
        new(PipelineStage.Optimise, [new(Rules.ChatUnusable, [reason])]);
}
