using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(BackwardsCollections))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

public class BackwardsCollections : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];
}

public class Alphabetical : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(test => test.TestMethod?.MethodName, StringComparer.Ordinal)];
}

public static class Order
{
    public static readonly List<string> Seen = [];
}

[TestCaseOrderer(typeof(Alphabetical))]
public class ATests
{
    [Fact]
    public void C() => Order.Seen.Add("C");

    [Fact]
    public void A() => Order.Seen.Add("A");

    [Fact]
    public void D() => Assert.Equal(["Z", "A", "B", "C"], Order.Seen);

    [Fact]
    public void B() => Order.Seen.Add("B");
}

public class ZTests
{
    [Fact]
    public void Z() => Order.Seen.Add("Z");
}

public class Broken : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => throw new InvalidOperationException("no order");
}

[TestCaseOrderer(typeof(Broken))]
public class BrokenOrderTests
{
    [Fact]
    public void Still_runs() => Assert.True(true);
}
