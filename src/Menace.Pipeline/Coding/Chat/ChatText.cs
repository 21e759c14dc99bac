using System.Text.RegularExpressions;
using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>What an answer says: its code, or the reason why there is none.</summary>
/// <param name="Codes">The pieces of code, in their order.</param>
/// <param name="Reason">The reason, as the end of a sentence; null if there is code.</param>
internal sealed partial record ChatText(IReadOnlyList<string> Codes, string? Reason)
{
    /// <summary>Blocks that are tried: a model that lists alternatives is not followed for ever.</summary>
    private const int MostBlocks = 4;

    private const int LongestTag = 20;

    /// <summary>Reads <paramref name="answer"/>.</summary>
    /// <param name="answer">The text of the answer.</param>
    /// <param name="language">The language that was asked for.</param>
    /// <param name="denials">Phrases by which a model refuses.</param>
    public static ChatText Read(string answer, BotLanguage language, IReadOnlyList<string> denials)
    {
        var text = Thoughts().Replace(answer.ReplaceLineEndings("\n"), "").Trim();
        if (text.Length == 0)
        {
            return new([], "it is empty");
        }

        var (blocks, outside, isOpen) = Blocks(text);
        var spoken = outside.Replace('’', '\'');
        if (denials.FirstOrDefault(phrase => phrase.Length > 0
            && spoken.Contains(phrase, StringComparison.OrdinalIgnoreCase)) is { } denial)
        {
            return new([], $"it refuses: '{denial}'");
        }

        if (isOpen)
        {
            return new([], "it ends inside of its code");
        }

        if (blocks.Count == 0)
        {
            return new([text + "\n"], null);
        }

        string[] codes = [.. blocks.Where(block => block.Tag.Length == 0 || BotLanguages.Parse(block.Tag) == language)
            .Select(block => block.Code).Where(code => code.Trim().Length > 0).Take(MostBlocks)];
        if (codes.Length > 0)
        {
            return new(codes, null);
        }

        var other = blocks.Select(block => block.Tag).FirstOrDefault(tag => tag.Length > 0 && BotLanguages.Parse(tag) != language);
        return new([], other is null ? "its block of code is empty"
            : $"its code is for '{(other.Length > LongestTag ? other[..LongestTag] : other)}', not for {language.Profile().Title}");
    }

    private static (List<(string Tag, string Code)> Blocks, string Outside, bool IsOpen) Blocks(string text)
    {
        List<(string, string)> blocks = [];
        List<string> outside = [], inside = [];
        string? fence = null;
        var tag = "";
        foreach (var line in text.Split('\n'))
        {
            if (fence is null && Fence().Match(line) is { Success: true } opening)
            {
                (fence, tag) = (opening.Groups[1].Value, opening.Groups[2].Value.ToLowerInvariant());
                inside.Clear();
            }
            else if (fence is not null && line.Trim() is var end && end.Length >= fence.Length && end.All(c => c == fence[0]))
            {
                blocks.Add((tag, string.Join('\n', inside) + "\n"));
                fence = null;
            }
            else
            {
                (fence is null ? outside : inside).Add(line);
            }
        }

        return (blocks, string.Join('\n', outside), fence is not null);
    }

    /// <summary>What models that reason write in front of their answer.</summary>
    [GeneratedRegex(@"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Thoughts();

    [GeneratedRegex(@"\A {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*\z")]
    private static partial Regex Fence();
}
