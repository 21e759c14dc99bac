using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>
/// The tasks of a file that are read apart from it: each once, as long as its text, the defaults and the options are the same.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="options">The settings of the project.</param>
internal sealed class SlicedTasks(SlicedText text, TaskFileOptions options)
{
    private readonly PlacedSlices _slices = new(text.Tasks);
    private string _defaults = "";
    private bool _defaultsTooLong;
    private int _skipped;
    private int _bound;

    /// <summary>
    /// False if a task was passed over that is then none of the list, and where the defaults are too long to be repeated: then the file is
    /// to be read as a whole.
    /// </summary>
    public bool IsSound => _skipped == _bound && !_defaultsTooLong;

    /// <summary>
    /// Returns the node for the task that begins at <paramref name="offset"/>, or null if no task is read separately there.
    /// </summary>
    public SlicedNode? At(int offset)
    {
        if (_slices.At(offset) is not { } slice)
        {
            return null;
        }

        _skipped++;
        return slice.Reading is { Source: var known } ? new(slice, offset, known.Node, known.IsBroken, known.HasSuppressions)
            : Read(slice, offset);
    }

    /// <summary>Looks at the file's tree, as far as it is not of tasks, for what decides whether their last reading still holds.</summary>
    public void Settle(JsonNode? root)
    {
        _defaults = root is { Kind: JsonKind.Object }
            ? string.Concat(root.Members.Where(m => m.Name == "defaults")
                .Select(m => text.Text.Substring(m.Value.Span.Start, m.Value.Span.Length)))
            : "";
        var list = root is { Kind: JsonKind.Object } ? root.Find("tasks")?.Value : root;
        _defaultsTooLong = (long)_defaults.Length * (list?.Items.Count ?? 0) > TaskFileLimits.Length;
    }

    /// <summary>
    /// The task that <paramref name="node"/> stands for, the <paramref name="index"/>th of the list: as it was read before if that is still
    /// valid, else to be bound.
    /// </summary>
    public TaskSource SourceOf(SlicedNode node, int index)
    {
        _bound++;
        var (slice, start) = (node.Slice, node.Span.Start);
        if (slice.Reading is { } last && ReferenceEquals(last.Options, options) && last.Defaults == _defaults
            && last.Source.IsCalled(index))
        {
            return last.Source.At(start);
        }

        var read = node.Findings is null ? Read(slice, start) : node;
        return new(read.Inner, index, slice.Text, read.Findings!) { Slice = slice, Offset = start };
    }

    /// <summary>Keeps what was read of the tasks.</summary>
    public void Keep(IReadOnlyList<TaskSource> sources)
    {
        foreach (var source in sources)
        {
            if (source.Slice is { } slice && !ReferenceEquals(slice.Reading?.Source.Findings, source.Findings))
            {
                slice.Reading = new(source, options, _defaults);
            }
        }
    }

    private SlicedNode Read(TaskSlice slice, int offset)
    {
        var findings = new FindingList(options.FindingLimit);
        var task = new JsonTreeReader(slice.Text, findings).ReadTask();
        return new(slice, offset, task, task.IsBroken, hasSuppressions: true) { Findings = findings };
    }
}
