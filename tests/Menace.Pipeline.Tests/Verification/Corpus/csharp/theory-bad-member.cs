#pragma warning disable
public class BadMemberTests
{
    [Theory]
    [MemberData("Nowhere")]
    public void Missing(int number) => Assert.Equal(1, number);

    [Theory]
    [MemberData(nameof(NotData))]
    public void Wrong_type(int number) => Assert.Equal(1, number);

    public static int NotData => 4;

    [Fact]
    public void Good() => Assert.True(true);
}
