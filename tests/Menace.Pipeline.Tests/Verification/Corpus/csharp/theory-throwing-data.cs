public class ThrowingDataTests
{
    public static IEnumerable<object[]> Breaks => throw new InvalidOperationException("no data today");

    public static IEnumerable<object[]> BreaksLater()
    {
        yield return [1];
        throw new TimeoutException("the second row is late");
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void At_once(int number) => Assert.Equal(1, number);

    [Theory]
    [MemberData(nameof(BreaksLater))]
    public void After_a_row(int number) => Assert.Equal(1, number);
}
