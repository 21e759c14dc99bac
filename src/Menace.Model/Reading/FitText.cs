
namespace Menace.Model.Reading;

/// <summary>
/// The characters that a JSON string can write and nothing behind it can carry: half a surrogate pair has no UTF-8 (Unicode, D92), and
/// U+0000 ends the arguments, paths and commit messages of every operating system.
/// </summary>
internal static class FitText
{
    /// <summary>The offset of the first such character, or -1.</summary>
    public static int IndexOfUnfit(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || (char.IsSurrogate(c) && !char.IsSurrogatePair(text, i)))
            {
                return i;
            }

            i += char.IsSurrogate(c) ? 1 : 0;
        }

        return -1;
    }

    /// <summary>Describes the character and the remedy.</summary>
    public static (string Found, string Advice) Describe(char unfit) => unfit == '\0'
        ? ("U+0000", "remove it, or write what it stands for in the bot's own language")
        : ("U+" + Display.Hex(unfit) + ", one half of a surrogate pair", "write both halves, for example \\ud83d\\ude00, or remove it");
}
