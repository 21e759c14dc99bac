using System.Runtime;

public class GarbageCollectorTests
{
    [Fact]
    public void Changes_its_mode()
    {
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        GC.AddMemoryPressure(1 << 20);
        GC.Collect();
        Assert.False(GCSettings.IsServerGC);
    }

    [Fact]
    public void Weak_references_die()
    {
        var weak = Create();
        for (var i = 0; i < 5 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(weak.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Create() => new(new object());
}
