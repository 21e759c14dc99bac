namespace Menace.Pipeline.Languages;

/// <summary>
/// The files through which examples are run. The program reads <see cref="Calls"/>, a JSON array of <c>{"index": 3, "function": "gross",
/// "args": [100, 19]}</c>,
/// makes the calls in order, and after each appends one line of JSON to <see cref="Results"/>:
/// <c>{"index": 3, "returns": 119, "prints": ""}</c>, or <c>{"index": 3, "raises": ["ValueError", "Exception"], "message": "no rate",
/// "prints": ""}</c>, or
/// <c>{"index": 3, "error": "a set cannot be written as JSON", "prints": ""}</c> if JSON cannot carry the result. <c>raises</c> lists the
/// exception's type and its base types by
/// their simple names; <c>prints</c> is what the call wrote to standard output. A program that ends early is started again with the calls
/// behind the one that ended it. The
/// expected outcomes are never given to it.
/// </summary>
/// <param name="Calls">Absolute path of the file of calls.</param>
/// <param name="Results">Absolute path of the file of results; it exists and is empty.</param>
internal sealed record ExampleFiles(string Calls, string Results);
