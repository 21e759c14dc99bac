#pragma warning disable
public class NoDataTests
{
    public static IEnumerable<object[]> Nothing => [];

    [Theory]
    [MemberData(nameof(Nothing))]
    public void Rows(int number) => Assert.Equal(1, number);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Nothing))]
    public void Skipped(int number) => Assert.Equal(1, number);
}
