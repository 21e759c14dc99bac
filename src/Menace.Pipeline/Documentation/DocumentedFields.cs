using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Documentation;

/// <summary>What the pages of a project say about its bots (docs/documentation.md).</summary>
/// <param name="Fields">The fields that the pages clearly state, in the order of the tasks.</param>
/// <param name="Skipped">The pages that were not read.</param>
internal sealed record DocumentedFields(IReadOnlyList<CompletedField> Fields, IReadOnlyList<SkippedPage> Skipped);

/// <summary>A page that was not read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Reason">Why, as a part of a sentence: <c>it is longer than 16,000,000 characters</c>.</param>
internal sealed record SkippedPage(string Path, string Reason);
