public class FinalizerTests
{
    private static int s_finalized;

    [Fact]
    public void Runs()
    {
        Create();
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(s_finalized > 0);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Create() => _ = new Finalized();

    private sealed class Finalized
    {
        ~Finalized() => s_finalized++;
    }
}
