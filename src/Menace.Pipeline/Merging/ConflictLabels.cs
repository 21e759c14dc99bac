namespace Menace.Pipeline.Merging;

/// <summary>The texts behind the markers &lt;&lt;&lt;&lt;&lt;&lt;&lt;, ||||||| and &gt;&gt;&gt;&gt;&gt;&gt;&gt;.</summary>
internal sealed record ConflictLabels(string Ours, string Base, string Theirs);
