using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>The content of a file of the user's, which may be large.</summary>
internal static class WorkingFile
{
    /// <summary>A larger file is not read for its line endings: git converts text only.</summary>
    private const int LongestText = 8_000_000;

    /// <summary>The id of the file's content as a blob; the file is never in memory as a whole.</summary>
    public static string IdOf(string path)
    {
        using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return Convert.ToHexStringLower(GitObject.IdOfBlob(content));
    }

    /// <summary>The id of <paramref name="content"/> as a blob.</summary>
    public static string IdOf(byte[] content) => Convert.ToHexStringLower(GitObject.IdOf(GitObjectKind.Blob, content));

    /// <summary>
    /// The text of a file whose lines end with a carriage return and a line feed, with line feeds alone; null for any other file.
    /// </summary>
    public static byte[]? WithLineFeeds(string path)
    {
        if (new FileInfo(path).Length > LongestText)
        {
            return null;
        }

        var content = File.ReadAllBytes(path);
        if (content.AsSpan().IndexOf("\r\n"u8) < 0 || content.AsSpan().IndexOf((byte)0) >= 0)
        {
            return null;
        }

        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '\r' || i + 1 == content.Length || content[i + 1] != '\n')
            {
                content[length++] = content[i];
            }
        }

        return content[..length];
    }
}
