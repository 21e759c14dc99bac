namespace Nordwind.Tests;

public class FifoValuationTests
{
    private static readonly Movement[] Year =
    [
        new(new(2026, 1, 10), 100, 10.00m),
        new(new(2026, 4, 2), 50, 12.00m),
        new(new(2026, 3, 1), -70),
        new(new(2026, 6, 15), -60),
    ];

    [Fact]
    public void What_came_first_leaves_first()
    {
        var valuation = FifoValuation.Value(Year);

        Assert.Equal([new Layer(new(2026, 4, 2), 20, 12.00m)], valuation.Layers);
        Assert.Equal(20, valuation.Quantity);
        Assert.Equal(240.00m, valuation.StockValue);
        Assert.Equal(100 * 10.00m + 30 * 12.00m, valuation.CostOfSales);
    }

    [Fact]
    public void Cost_is_never_lost()
    {
        var valuation = FifoValuation.Value(Year);
        Assert.Equal(100 * 10.00m + 50 * 12.00m, valuation.StockValue + valuation.CostOfSales);
    }

    [Fact]
    public void More_than_there_is_cannot_leave()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => FifoValuation.Value([.. Year, new(new(2026, 7, 1), -21)]));
        Assert.Equal("On 2026-07-01 1 more leave than are in stock.", exception.Message);
    }

    [Theory]
    [InlineData(11, 220)]
    [InlineData(13, 240)]
    public void The_book_value_is_the_lower_of_cost_and_market(int market, int expected) =>
        Assert.Equal(expected, FifoValuation.BookValue(Year, market));

    [Fact]
    public void The_age_is_weighted_by_quantity()
    {
        Movement[] movements = [new(new(2026, 1, 1), 30, 1), new(new(2026, 1, 11), 10, 1)];
        Assert.Equal(17.5, FifoValuation.MeanAge(movements, new(2026, 1, 21)));
        Assert.Equal(0, FifoValuation.MeanAge([], new(2026, 1, 21)));
    }
}
