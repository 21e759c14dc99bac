public class AsyncDataTests
{
    public static async IAsyncEnumerable<TheoryDataRow<int>> Stream()
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return new TheoryDataRow<int>(i);
        }
    }

    public static async Task<IEnumerable<object[]>> Later()
    {
        await Task.Delay(2);
        return [[1], [2]];
    }

    [Theory]
    [MemberData(nameof(Stream))]
    public void From_a_stream(int number) => Assert.NotEqual(2, number);

    [Theory]
    [MemberData(nameof(Later))]
    public async Task From_a_task(int number)
    {
        await Task.Yield();
        Assert.Equal(1, number);
    }
}
