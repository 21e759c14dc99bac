namespace Menace.Model.Text;

/// <summary>A place in a text as editors show it, but counted from zero.</summary>
/// <param name="Line">Zero-based line.</param>
/// <param name="Column">Zero-based column in UTF-16 units.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
readonly record struct LinePosition(int Line, int Column);
