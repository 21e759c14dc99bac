namespace Menace.Pipeline.Languages.Python;

/// <summary>What the emitter needs to know of Python code beyond its signatures.</summary>
internal sealed record PythonAnalysis : CodeAnalysis
{
    /// <summary>Facts about each of <see cref="CodeAnalysis.Functions"/>, by name.</summary>
    public IReadOnlyDictionary<string, PythonFunction> Details { get; init; } = new Dictionary<string, PythonFunction>();

    /// <summary>Of statements: what becomes of them; null for a whole file.</summary>
    public PythonBody? Body { get; init; }
}

/// <summary>Facts about a function.</summary>
/// <param name="IsAsync">True if its result is awaited.</param>
/// <param name="NeedsKeywords">True if a keyword-only parameter has no default, so that positional arguments cannot call it.</param>
/// <param name="Literal">What it always does, where reading its body proves that.</param>
internal sealed record PythonFunction(bool IsAsync, bool NeedsKeywords, PythonLiteralResult? Literal)
{
    /// <summary>True if a call runs no line of it until its values are asked for.</summary>
    public bool IsGenerator { get; init; }

    /// <summary>False for a value that is bound to the name: an import, or the result of a call. Its parameters are unknown.</summary>
    public bool HasSignature { get; init; } = true;
}

/// <summary>What a function always does, computed from its text. At least one is set.</summary>
/// <param name="Prints">All of the printed text, or null.</param>
/// <param name="Returns">The returned value as Python source, or null.</param>
internal sealed record PythonLiteralResult(string? Prints, string? Returns);

/// <summary>Statements as the body of a function.</summary>
/// <param name="IsAsync">True if they await something.</param>
/// <param name="Imports">Import statements that belong above the function.</param>
/// <param name="Text">The lines, indented by four spaces where that does not change a string.</param>
/// <param name="IsDocumented">True if the first of them is a docstring.</param>
internal sealed record PythonBody(bool IsAsync, IReadOnlyList<string> Imports, string Text, bool IsDocumented);
