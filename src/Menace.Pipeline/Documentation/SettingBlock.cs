namespace Menace.Pipeline.Documentation;

/// <summary>A setting of a block of YAML, TOML or JSON.</summary>
/// <param name="Key">Its key, in lower case.</param>
/// <param name="Value">Its value; blank if settings follow below it.</param>
/// <param name="IsFirst">Whether it begins an entry of a list.</param>
/// <param name="Comment">The comment behind it.</param>
internal sealed record Setting(string Key, RichText Value, bool IsFirst, string Comment = "");

/// <summary>Reads settings line by line: <c>key: value</c>, <c>- key: value</c>, <c>{a: 1, b: 2}</c>. Comments are left out.</summary>
internal static class SettingBlock
{
    /// <summary>Returns the settings of lines; null if most of them are none.</summary>
    public static IReadOnlyList<Setting>? Of(IReadOnlyList<RichText> lines)
    {
        if (lines.Any(line => line.Plain.Contains('#') && line.Plain.Contains("template", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var settings = new List<Setting>();
        var (others, written) = (0, 0);
        foreach (var line in lines)
        {
            var start = line.Plain.AsSpan().IndexOfAnyExcept(" \t");
            if (start == 0 && line.Plain.Trim() is ['[', .., ']'] header && header.AsSpan().IndexOfAny("\",=") < 0)
            {
                // The table of TOML is named by the last part of its header.
                var bare = header.Trim('[', ']');
                settings.Add(new("name", line.Part(header.IndexOf(bare, StringComparison.Ordinal) + bare.LastIndexOf('.') + 1,
                    header.IndexOf(bare, StringComparison.Ordinal) + bare.Length), true));
                continue;
            }

            if (start < 0 || line.Plain[start] is '#' or '[' or '}' or '{' || line.Plain.Trim() is "---" or "...")
            {
                continue;
            }

            written++;
            var isFirst = line.Plain.AsSpan(start).StartsWith("- ", StringComparison.Ordinal);
            if (!Add(line.From(isFirst ? start + 2 : start), isFirst))
            {
                others++;
            }
        }

        return settings.Count > 0 && others * 3 <= written ? settings : null;

        bool Add(RichText text, bool isFirst)
        {
            var at = text.Plain.AsSpan().IndexOfAny(':', '=');
            if (at is < 1 or > 40 || !text.Plain.AsSpan(0,
                at).Trim().TrimEnd('"').TrimStart('"').ToString().All(c => char.IsLetterOrDigit(c)
                || c is '_' or '-' or '.' or ' ') || (at + 1 < text.Plain.Length && !char.IsWhiteSpace(text.Plain[at + 1])
                    && text.Plain[at] == ':'))
            {
                return false;
            }

            var key = text.Plain[..at].Trim(' ', '"').ToLowerInvariant();
            var value = WithoutComment(text.From(at + 1));
            if (value.Plain is ['{', .., '}'])
            {
                settings.Add(new(key, value.Part(0, 0), isFirst));
                foreach (var part in ListParts.Of(value.Part(1, value.Plain.Length - 1)))
                {
                    Add(part, false);
                }

                return true;
            }

            settings.Add(new(key, value, isFirst, text.From(at + 1).Plain[value.Plain.Length..]));
            return true;
        }
    }

    /// <summary>Returns the items of a value in brackets, and the value without quotation marks.</summary>
    public static RichText Bare(RichText value)
    {
        value = value.Plain.EndsWith(',') ? value.Part(0, value.Plain.Length - 1) : value;
        if (value.Plain is ['[', .., ']'] && value.Plain.AsSpan().ContainsAny('"', '\''))
        {
            return RichTextBuilder.Decoded("", value.Plain[1..^1].Replace("\"", "", StringComparison.Ordinal).Replace("'", "",
                StringComparison.Ordinal),
                0).At(value.Place);
        }

        return value.Plain is ['[', .., ']'] || (value.Plain.Length > 1 && value.Plain[0] is '"' or '\''
            && value.Plain[^1] == value.Plain[0])
            ? value.Part(1, value.Plain.Length - 1) : value;
    }

    private static RichText WithoutComment(RichText value)
    {
        var quote = value.Plain.Length > 0 && value.Plain[0] is '"' or '\'' ? value.Plain.IndexOf(value.Plain[0], 1) : 0;
        var comment = value.Plain.IndexOf(" #", Math.Max(0, quote), StringComparison.Ordinal);
        return comment >= 0 ? value.Part(0, comment) : value;
    }
}
