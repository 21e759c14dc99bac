public class TimeZoneAfterTests
{
    [Fact]
    public void Is_that_of_the_process() => Assert.NotEqual("Pacific/Auckland", TimeZoneInfo.Local.Id);
}
