using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding;

/// <summary>Proposes the code that a generator wrote before the task was changed: what still passes stays.</summary>
/// <param name="pin">The pin of the code.</param>
internal sealed class FormerCode(CompletedField pin) : ICodeGenerator
{
    /// <inheritdoc/>
    public string Name => pin.Source.Place;

    /// <inheritdoc/>
    public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken) => Task.FromResult(
        new CodeAnswer([new(pin.Value.Text) { Evidence = ["it was found before the task was changed, and still holds"] }]));
}
