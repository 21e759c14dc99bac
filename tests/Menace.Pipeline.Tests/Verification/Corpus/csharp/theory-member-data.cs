public class MemberDataTests
{
    public static TheoryData<int, string> Pairs { get; } = new() { { 1, "one" }, { 2, "two" }, { 3, "four" } };

    public static IEnumerable<object?[]> Rows(int count) => Enumerable.Range(0, count).Select(i => new object?[] { i, i.ToString() });

    public static IEnumerable<TheoryDataRow<int>> Named =>
    [
        new(1) { TestDisplayName = "The first" },
        new(2) { Skip = "the second is left out" },
        new(3) { Traits = { ["kind"] = ["odd"] } },
        new(4) { Explicit = true },
    ];

    public static readonly IEnumerable<(int, string)> Tuples = [(1, "1"), (2, "two")];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Property(int number, string name) => Assert.Equal(name.Length == 3, number < 3);

    [Theory]
    [MemberData(nameof(Rows), 3)]
    public void Method(int number, string text) => Assert.Equal(number.ToString(), text);

    [Theory]
    [MemberData(nameof(Named))]
    public void Data_rows(int number) => Assert.NotEqual(3, number);

    [Theory]
    [MemberData(nameof(Tuples))]
    public void Tuples_as_rows(int number, string text) => Assert.Equal(number.ToString(), text);

    [Theory]
    [MemberData(nameof(Other.Far), MemberType = typeof(Other))]
    public void Of_another_type(Guid id) => Assert.NotEqual(Guid.Empty, id);

    public static class Other
    {
        public static TheoryData<Guid> Far => [new Guid("11111111-2222-3333-4444-555555555555"), Guid.Empty];
    }
}
