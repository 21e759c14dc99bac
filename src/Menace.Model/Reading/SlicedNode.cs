using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>Stands in the tree of a file for a task that is read apart from it.</summary>
internal sealed class SlicedNode : JsonNode
{
    public SlicedNode(TaskSlice slice, int start, bool isBroken)
        : base(JsonKind.Object, new(start, slice.Text.Length))
    {
        Slice = slice;
        IsBroken = isBroken;
    }

    public TaskSlice Slice { get; }

    /// <summary>The task's object; its places count from its own start.</summary>
    public JsonNode? Inner { get; init; }

    /// <summary>What is wrong with its JSON, where it was read now.</summary>
    public FindingList? Findings { get; init; }
}
