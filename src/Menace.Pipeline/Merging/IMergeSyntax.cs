namespace Menace.Pipeline.Merging;

/// <summary>Reads the files of one format as parts.</summary>
internal interface IMergeSyntax
{
    /// <summary>True for the paths whose files have this format.</summary>
    bool Handles(string path);

    /// <summary>
    /// Returns the file as one part, or null if the text has errors or something that cannot be cut into parts.
    /// </summary>
    /// <param name="text">The file without byte order mark; a line ends with a line feed, the last one too.</param>
    MergePart? Parse(string text);
}
