public class StackOverflowTests
{
    [Fact]
    public void Never_ends() => Assert.Equal(0, Deeper(1));

    private static int Deeper(int depth) => Deeper(depth + 1) + 1;
}
