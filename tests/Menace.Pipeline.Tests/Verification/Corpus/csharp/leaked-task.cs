public class LeakedTaskTests
{
    [Fact]
    public void Leaves_a_task()
    {
        _ = Task.Run(async () =>
        {
            while (true)
            {
                await Task.Delay(5);
            }
        });
        Assert.True(true);
    }
}
