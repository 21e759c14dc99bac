using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages;

/// <summary>A copy of a tested tree for changed code.</summary>
/// <param name="Tested">The tree whose tests passed; it stays as it is.</param>
/// <param name="Copy">The copy, with a work directory of its own.</param>
internal sealed record MutantTree(TestRequest Tested, TestRequest Copy)
{
    /// <summary>Writes the main file, changed by <paramref name="change"/>, into the copy.</summary>
    /// <param name="mainFile">Path of the main file inside the tree.</param>
    /// <param name="change">Changes the text; null if that is not possible.</param>
    /// <returns>False if the text was not changed.</returns>
    public bool WriteMain(string mainFile, Func<string, string?> change)
    {
        if (change(File.ReadAllText(Path.Combine(Tested.RepositoryPath, mainFile))) is not { } mutated)
        {
            return false;
        }

        File.WriteAllText(Path.Combine(Copy.RepositoryPath, mainFile), mutated, new UTF8Encoding(false));
        return true;
    }
}

/// <summary>Texts with mutants in them.</summary>
internal static class MutatedText
{
    /// <summary><paramref name="code"/> with <paramref name="mutants"/>, which are in the order of their places.</summary>
    public static string Of(string code, IEnumerable<Mutant> mutants) =>
        TextEdits.Apply(code, mutants.Select(mutant => (mutant.Offset, mutant.Length, mutant.Replacement)));

    /// <summary>
    /// The main file <paramref name="file"/> of <paramref name="code"/> with <paramref name="mutants"/>. Where the file has more than the
    /// code, a change within one line is made in the line that has the same text, if there is only one; null if that fails.
    /// </summary>
    public static string? OfFile(string file, string code, IReadOnlyList<Mutant> mutants)
    {
        if (file == code)
        {
            return Of(code, mutants);
        }

        List<Mutant> moved = [];
        foreach (var mutant in mutants)
        {
            var start = mutant.Offset == 0 ? 0 : code.LastIndexOf('\n', mutant.Offset - 1) + 1;
            var end = code.IndexOf('\n', start) is var found and >= 0 ? found : code.Length;
            var line = code[start..end].TrimEnd();
            var at = line.Trim().Length == 0 ? -1 : LineOf(file, line);
            if (at < 0 || mutant.Offset + mutant.Length > start + line.Length)
            {
                return null;
            }

            moved.Add(mutant with { Offset = at + mutant.Offset - start });
        }

        return Of(file, moved.OrderBy(mutant => mutant.Offset));
    }

    /// <summary>Where <paramref name="line"/> starts in the one line that ends with it behind blanks only; -1 if that is not one.</summary>
    private static int LineOf(string file, string line)
    {
        var (found, start) = (-1, 0);
        foreach (var other in file.Split('\n'))
        {
            var text = other.TrimEnd();
            if (text.EndsWith(line, StringComparison.Ordinal) && text[..^line.Length].Trim().Length == 0)
            {
                if (found >= 0)
                {
                    return -1;
                }

                found = start + text.Length - line.Length;
            }

            start += other.Length + 1;
        }

        return found;
    }
}
