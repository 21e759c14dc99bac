using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Menace.Code;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;

namespace Menace.Analyzers.Code;

/// <summary>The readings of the last run over one file.</summary>
/// <param name="References">The references of the binding.</param>
/// <param name="Readings">Reading by task: a task that an edit left alone is the same object.</param>
internal sealed record CodeSnapshot(ImmutableArray<MetadataReference> References, Dictionary<TaskInfo, CodeReading> Readings);

/// <summary>Tells tasks apart as objects: comparing what they say would take as long as reading them.</summary>
internal sealed class TaskIdentity : IEqualityComparer<TaskInfo>
{
    public static readonly TaskIdentity Comparer = new();

    public bool Equals(TaskInfo? x, TaskInfo? y) => ReferenceEquals(x, y);

    public int GetHashCode(TaskInfo obj) => RuntimeHelpers.GetHashCode(obj);
}
