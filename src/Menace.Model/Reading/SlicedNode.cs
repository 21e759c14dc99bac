using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>Stands in the tree of a file for a task that is read apart from it.</summary>
internal sealed class SlicedNode : JsonNode
{
    /// <param name="slice">The task.</param>
    /// <param name="start">Where it begins in the file.</param>
    /// <param name="inner">Its object; the places count from its own start.</param>
    /// <param name="isBroken">Whether a syntax error lies inside.</param>
    /// <param name="hasSuppressions">Whether it may hold <c>$suppress</c>.</param>
    public SlicedNode(TaskSlice slice, int start, JsonNode inner, bool isBroken, bool hasSuppressions)
        : base(JsonKind.Object, new(start, slice.Text.Length))
    {
        Slice = slice;
        Inner = inner;
        HasSuppressions = hasSuppressions;
        IsBroken = isBroken;
    }

    public TaskSlice Slice { get; }

    public JsonNode Inner { get; }

    public bool HasSuppressions { get; }

    /// <summary>The errors of its JSON, if it was read now.</summary>
    public FindingList? Findings { get; init; }
}
