namespace Menace.Server.Tests.Rig;

/// <summary>Waits for what other processes do.</summary>
internal static class Eventually
{
    /// <summary>Waits until something is so, and fails where that takes too long.</summary>
    public static async Task IsSoAsync(Func<Task<bool>> isSo, double minutes = 1.5)
    {
        for (var waited = 0; waited < minutes * 600; waited++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"It did not come to be within {minutes} minutes.");
    }

    /// <inheritdoc cref="IsSoAsync(Func{Task{bool}}, double)"/>
    public static Task IsSoAsync(Func<bool> isSo, double minutes = 1.5) => IsSoAsync(() => Task.FromResult(isSo()), minutes);
}
