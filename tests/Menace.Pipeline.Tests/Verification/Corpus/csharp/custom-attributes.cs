using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[AttributeUsage(AttributeTargets.Method)]
public sealed class RangeAttribute(int from, int to) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enumerable.Range(from, to - from).Select(number => new TheoryDataRow<int>(number))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class AroundAttribute(string name) : BeforeAfterTestAttribute
{
    public static readonly List<string> Log = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Log.Add("before " + name);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (name == "breaks")
        {
            throw new InvalidOperationException("after");
        }
    }
}

public sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute() => DisplayName = "slow: " + Environment.NewLine.Length;
}

public class CustomAttributeTests
{
    [Theory]
    [Range(1, 4)]
    public void Own_data(int number) => Assert.NotEqual(2, number);

    [Fact]
    [Around("works")]
    public void Around() => Assert.Contains("before works", AroundAttribute.Log);

    [Fact]
    [Around("breaks")]
    public void Breaks_after() => Assert.True(true);

    [SlowFact]
    public void Own_fact() => Assert.True(true);
}
