public class TimeoutTests
{
    [Fact(Timeout = 50)]
    public async Task Too_slow() => await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    [Fact(Timeout = 20_000)]
    public async Task Fast_enough() => await Task.Delay(1, TestContext.Current.CancellationToken);
}
