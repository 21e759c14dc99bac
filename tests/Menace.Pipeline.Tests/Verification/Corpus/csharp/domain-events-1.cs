public class DomainEventTests
{
    private static int s_seen;

    [Fact]
    public void Listens()
    {
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => s_seen++;
        AppDomain.CurrentDomain.AssemblyLoad += (_, _) => s_seen++;
        AppDomain.CurrentDomain.AssemblyResolve += (_, _) => null;
        TaskScheduler.UnobservedTaskException += (_, unobserved) => unobserved.SetObserved();
        Assert.Throws<InvalidOperationException>(Throw);
        Assert.True(s_seen > 0);
    }

    private static void Throw() => throw new InvalidOperationException("x");
}
