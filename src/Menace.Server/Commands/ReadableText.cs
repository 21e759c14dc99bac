using System.Text;

namespace Menace.Server.Commands;

/// <summary>Text from other machines, made safe for a terminal.</summary>
internal static class ReadableText
{
    /// <summary>The text in <paramref name="content"/>, or null if it is none that a terminal may show.</summary>
    public static string? Of(ReadOnlySpan<byte> content)
    {
        foreach (var value in content)
        {
            if (value is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(content);
    }

    /// <summary><paramref name="text"/> in one line, without control characters.</summary>
    public static string Line(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
