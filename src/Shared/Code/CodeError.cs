namespace Menace.Code;

/// <summary>A mistake in a piece of code.</summary>
/// <param name="Offset">Offset in UTF-16 units inside the code.</param>
/// <param name="Length">Length in UTF-16 units.</param>
/// <param name="Id">The language's own code, such as CS1525, SyntaxError, sh.</param>
/// <param name="Message">The language's own message.</param>
internal sealed record CodeError(int Offset, int Length, string Id, string Message);
