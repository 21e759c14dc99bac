public static class Settings
{
    public static readonly int Value = int.Parse("not a number");
}

public class StaticConstructorTests
{
    [Fact]
    public void First() => Assert.Equal(1, Settings.Value);

    [Fact]
    public void Again() => Assert.Equal(1, Settings.Value);
}

public class OwnStaticConstructorTests
{
    static OwnStaticConstructorTests() => throw new InvalidOperationException("static");

    [Fact]
    public void Never_runs() => Assert.True(true);
}
