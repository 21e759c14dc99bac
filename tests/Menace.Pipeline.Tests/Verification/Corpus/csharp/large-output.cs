public class LargeOutputTests
{
    [Fact]
    public void Prints_a_lot()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Console.WriteLine(new string((char)('a' + (i % 26)), 100));
        }
    }

    [Fact]
    public void Fails_with_a_long_message() => Assert.Fail(new string('x', 300_000));
}
