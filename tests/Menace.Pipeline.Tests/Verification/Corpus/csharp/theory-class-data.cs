using System.Collections;

public class ClassDataTests
{
    [Theory]
    [ClassData(typeof(Numbers))]
    public void Rows(int number) => Assert.True(number < 3);

    [Theory]
    [ClassData<Numbers>]
    public void Generic_attribute(int number) => Assert.InRange(number, 1, 2);

    public class Numbers : IEnumerable<object[]>
    {
        public IEnumerator<object[]> GetEnumerator() => Enumerable.Range(1, 3).Select(i => new object[] { i }).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
