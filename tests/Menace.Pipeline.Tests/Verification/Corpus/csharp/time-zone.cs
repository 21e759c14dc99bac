public class TimeZoneTests
{
    [Fact]
    public void Changes_the_zone()
    {
        Environment.SetEnvironmentVariable("TZ", "Pacific/Auckland");
        TimeZoneInfo.ClearCachedData();
        Assert.Equal("Pacific/Auckland", TimeZoneInfo.Local.Id);
    }
}
