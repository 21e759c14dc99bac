using CsCheck;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>A file of a random tree. No line is in two files, but for a few that many files have.</summary>
internal sealed record RandomFile(IReadOnlyList<string> Lines, bool IsExecutable, bool IsCrLf, bool IsEnded)
{
    public string Text => string.Join(IsCrLf ? "\r\n" : "\n", Lines) + (IsEnded, IsCrLf) switch { (false, _) => "", (_, true) => "\r\n", _ => "\n" };
}

/// <summary>What people and generators do to files; the numbers choose the file, the place and the text.</summary>
internal readonly record struct RandomEdit(EditKind Kind, int File, int Place, int Number);

internal enum EditKind
{
    InsertLine,
    ReplaceLine,
    RemoveLines,
    Rename,
    AddFile,
    RemoveFile,
    ChangeMode,
    ConvertLineEndings,
    ChangeLastLineEnd,
}

/// <summary>Three random trees: a base, and two descendants with edits of their own and with edits in common.</summary>
internal sealed record RandomTrees(MergeTree Base, MergeTree Ours, MergeTree Theirs)
{
    private static readonly string[] Paths = ["a.cs", "src/b.cs", "src/c.py", "docs/d.md", "lib/e.sh", "f", "src/deep/g.json"];
    private static readonly string[] NewPaths = ["h.cs", "lib/b.cs", "src/i.py", "docs/j/k.md", "l"];
    private static readonly string[] CommonLines = ["", "}", "    return 0;"];

    private static readonly Gen<RandomEdit> Edit = Gen.Select(
        Gen.Frequency(
            (5, Gen.Const(EditKind.InsertLine)), (5, Gen.Const(EditKind.ReplaceLine)), (4, Gen.Const(EditKind.RemoveLines)), (3, Gen.Const(EditKind.Rename)),
            (2, Gen.Const(EditKind.AddFile)), (1, Gen.Const(EditKind.RemoveFile)), (1, Gen.Const(EditKind.ChangeMode)),
            (1, Gen.Const(EditKind.ConvertLineEndings)), (1, Gen.Const(EditKind.ChangeLastLineEnd))),
        Gen.Int[0, 6], Gen.Int[0, 30], Gen.Int[0, 20],
        (kind, file, place, number) => new RandomEdit(kind, file, place, number));

    private static readonly Gen<Dictionary<string, RandomFile>> Files =
        Gen.Select(Gen.Int[0, 30].Array[1, 25], Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[0, 7]))).Array[1, Paths.Length].Select(files =>
            files.Select((file, index) => (Path: Paths[index], File: new RandomFile(
                [.. file.Item1.Select((number, line) => LineOf(number, $"base {index}.{line}"))],
                (file.Item2 & 1) != 0, (file.Item2 & 2) != 0, (file.Item2 & 4) == 0))).ToDictionary(file => file.Path, file => file.File));

    public static readonly Gen<RandomTrees> Any = Gen.Select(Files, Edit.Array[0, 3], Edit.Array[0, 8], Edit.Array[0, 8], (files, both, mine, others) =>
    {
        var common = Apply(files, both, "both");
        return new RandomTrees(TreeOf(files), TreeOf(Apply(common, mine, "ours")), TreeOf(Apply(common, others, "theirs")));
    });

    private static string LineOf(int number, string text) => number < CommonLines.Length ? CommonLines[number] : $"{text} of the file";

    private static MergeTree TreeOf(Dictionary<string, RandomFile> files) =>
        Trees.OfModes([.. files.Select(file => (file.Key, file.Value.Text, file.Value.IsExecutable ? Trees.Executable : Trees.Plain))]);

    private static Dictionary<string, RandomFile> Apply(Dictionary<string, RandomFile> files, RandomEdit[] edits, string side)
    {
        var edited = new Dictionary<string, RandomFile>(files);
        for (var at = 0; at < edits.Length && edited.Count > 0; at++)
        {
            var edit = edits[at];
            var path = edited.Keys.Order(StringComparer.Ordinal).ElementAt(edit.File % edited.Count);
            var file = edited[path];
            var place = edit.Place % file.Lines.Count;
            var line = LineOf(edit.Number, $"{side} {at}");
            var newPath = NewPaths[edit.Number % NewPaths.Length];
            switch (edit.Kind)
            {
                case EditKind.InsertLine:
                    edited[path] = file with { Lines = [.. file.Lines.Take(place), line, .. file.Lines.Skip(place)] };
                    break;
                case EditKind.ReplaceLine:
                    edited[path] = file with { Lines = [.. file.Lines.Take(place), line, .. file.Lines.Skip(place + 1)] };
                    break;
                case EditKind.RemoveLines when place > 0:
                    edited[path] = file with { Lines = [.. file.Lines.Take(place), .. file.Lines.Skip(place + 1 + (edit.Number % 4))] };
                    break;
                case EditKind.Rename when !edited.ContainsKey(newPath):
                    edited.Remove(path);
                    // Git before 2.44 does not count a last line without an end, and finds fewer renames.
                    edited.Add(newPath, file with { IsEnded = true });
                    break;
                case EditKind.AddFile when !edited.ContainsKey(newPath):
                    edited.Add(newPath, new([.. Enumerable.Range(0, 1 + edit.Place).Select(row => $"{side} {at}.{row}, a new file")], false, false, true));
                    break;
                case EditKind.RemoveFile:
                    edited.Remove(path);
                    break;
                case EditKind.ChangeMode:
                    edited[path] = file with { IsExecutable = !file.IsExecutable };
                    break;
                case EditKind.ConvertLineEndings:
                    edited[path] = file with { IsCrLf = !file.IsCrLf };
                    break;
                case EditKind.ChangeLastLineEnd when !NewPaths.Contains(path):
                    edited[path] = file with { IsEnded = !file.IsEnded };
                    break;
                default:
                    break;
            }
        }

        // A file with one empty line and no end is an empty file, of which git follows no rename and reports no conflict.
        return edited.Where(file => file.Value.Text.Length > 0).ToDictionary();
    }
}
