using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>The tasks of a file that are read apart from it: each once, as long as its text, the defaults and the options are the same.</summary>
internal sealed class SlicedTasks
{
    private readonly SlicedText _text;
    private readonly TaskFile? _last;
    private readonly int _findingLimit;
    private readonly Dictionary<TaskSlice, TaskSource> _known = [];
    private readonly bool _sameOptions;
    private bool _same;
    private bool _defaultsTooLong;
    private int _skipped;
    private int _bound;

    /// <param name="text">The file.</param>
    /// <param name="options">What the reader is told of the project.</param>
    /// <param name="last">What was read of the file before an edit, or null.</param>
    public SlicedTasks(SlicedText text, TaskFileOptions options, TaskFile? last)
    {
        _text = text;
        _last = last;
        _findingLimit = options.FindingLimit;
        _sameOptions = ReferenceEquals(last?.Options, options);
        foreach (var source in last?.Tasks ?? [])
        {
            if (source.Slice is { } slice)
            {
                _known[slice] = source;
            }
        }
    }

    /// <summary>
    /// False where a task was passed over that is then none of the list, and where the defaults are too long to be repeated: then the file is to be
    /// read as a whole.
    /// </summary>
    public bool IsSound => _skipped == _bound && !_defaultsTooLong;

    /// <summary>What stands in the tree of the file for the task that begins at <paramref name="offset"/>; null where none is read apart there.</summary>
    public SlicedNode? At(int offset)
    {
        if (_text.At(offset) is not { } slice)
        {
            return null;
        }

        _skipped++;
        return _known.TryGetValue(slice, out var known)
            ? new(slice, offset, known.Node.IsBroken) { Inner = known.Node }
            : Read(slice, offset);
    }

    /// <summary>Looks at the file's tree, as far as it is not of tasks, for what decides whether their last reading still holds.</summary>
    public void Settle(JsonNode? root)
    {
        var defaults = DefaultsOf(root, _text.Text);
        _same = _sameOptions && defaults == DefaultsOf(_last!.Root, _last.Text);
        var list = root is { Kind: JsonKind.Object } ? root.Find("tasks")?.Value : root;
        _defaultsTooLong = (long)defaults.Length * (list?.Items.Count ?? 0) > TaskFileLimits.Length;
    }

    /// <summary>What was read of the task before; null where that does not hold any more. A task without a name is called by its number.</summary>
    public TaskSource? KnownOf(SlicedNode node, string label)
    {
        _bound++;
        return _same && _known.TryGetValue(node.Slice, out var known) && known.Label == label ? known.At(node.Span.Start) : null;
    }

    /// <summary>What is to be read of it anew.</summary>
    public TaskSource SourceOf(SlicedNode node, string label)
    {
        var read = node.Findings is null ? Read(node.Slice, node.Span.Start) : node;
        return new(read.Inner!, label, node.Slice.Text, read.Findings!) { Slice = node.Slice, Offset = node.Span.Start };
    }

    private SlicedNode Read(TaskSlice slice, int offset)
    {
        var findings = new FindingList(_findingLimit);
        var task = new JsonTreeReader(slice.Text, findings).ReadTask();
        return new(slice, offset, task.IsBroken) { Inner = task, Findings = findings };
    }

    private static string DefaultsOf(JsonNode? root, string text) => root is { Kind: JsonKind.Object }
        ? string.Concat(root.Members.Where(m => m.Name == "defaults").Select(m => text.Substring(m.Value.Span.Start, m.Value.Span.Length)))
        : "";
}
