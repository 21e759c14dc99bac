[assembly: Trait("area", "all")]

[Trait("kind", "unit")]
public class TraitTests
{
    [Fact]
    [Trait("speed", "fast")]
    [Trait("speed", "very fast")]
    public void Tagged() => Assert.Equal(["fast", "very fast"], TestContext.Current.Test!.Traits["speed"].Order());

    [Fact]
    public void Inherits() => Assert.Contains("unit", TestContext.Current.Test!.Traits["kind"]);
}
