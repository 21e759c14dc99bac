namespace Menace.Model.Reading;

/// <summary>
/// The text of one task, brackets included, apart from its file. As long as an edit leaves the text alone it is the same object, so that
/// what was
/// read of it is kept with it.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="values">How many values it holds, itself counted.</param>
internal sealed class TaskSlice(string text, int values)
{
    public string Text => text;

    public int Values => values;

    /// <summary>The immutable result of the last reading; null before. If two threads read at once, either result may be kept.</summary>
    public SliceReading? Reading { get; set; }
}

/// <summary>The content of a slice, and the settings that it depends on besides its text.</summary>
/// <param name="Source">The task.</param>
/// <param name="Options">The settings of the project.</param>
/// <param name="Defaults">The text of the file's defaults.</param>
internal sealed record SliceReading(TaskSource Source, TaskFileOptions Options, string Defaults);

/// <summary>A slice and where it begins in its file.</summary>
internal readonly record struct PlacedSlice(TaskSlice Slice, int Start)
{
    public int End => Start + Slice.Text.Length;
}
