public class FailFastTests
{
    [Fact]
    public void Ends_at_once() => Environment.FailFast("on purpose");
}
