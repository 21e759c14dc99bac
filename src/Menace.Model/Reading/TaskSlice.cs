namespace Menace.Model.Reading;

/// <summary>
/// The text of one task, brackets included, apart from its file. As long as an edit leaves the text alone it is the same object, so that what was
/// found out about it can be kept beside it.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="values">How many values it holds, itself counted.</param>
internal sealed class TaskSlice(string text, int values)
{
    public string Text => text;

    public int Values => values;
}

/// <summary>A slice and where it begins in its file.</summary>
internal readonly record struct PlacedSlice(TaskSlice Slice, int Start)
{
    public int End => Start + Slice.Text.Length;
}
