using System.Text;

namespace Menace.Pipeline.Contracts;

/// <summary>One file of a repository, held in memory until all of them are known.</summary>
/// <param name="Path">Path inside the repository with '/' as separator.</param>
/// <param name="Content">The exact bytes.</param>
/// <param name="IsExecutable">True for mode 100755.</param>
public sealed record RepositoryFile(string Path, ReadOnlyMemory<byte> Content, bool IsExecutable = false)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A text file: UTF-8 without byte order mark, the text exactly as given.</summary>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair, for which UTF-8 has no bytes.</exception>
    public static RepositoryFile FromText(string path, string text, bool isExecutable = false) =>
        new(path, Utf8.GetBytes(text), isExecutable);
}
