namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Runs bats as the literal way does, without the checks of scripts/setup_tests.sh. Nothing of bats can be kept warm: each test runs in a
/// bash of its own, which is what a run costs (docs/performance.md).
/// </summary>
internal sealed class ShellFastTests : IFastTests
{
    /// <inheritdoc/>
    public Task<FastPlan> PlanAsync(TestRequest request, TestPlan plan, CancellationToken cancellationToken)
    {
        var setup = SetupScript.Read(request);
        return Task.FromResult(new FastPlan(setup.Kind) { Obstacle = setup.Obstacle });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
