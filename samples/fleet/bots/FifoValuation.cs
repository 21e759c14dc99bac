namespace Nordwind;

/// <summary>Goods that came in at one price, and how many of them are left.</summary>
public sealed record Layer(DateOnly Day, int Quantity, decimal UnitCost);

/// <summary>A movement of stock: positive quantities come in at a cost, negative ones leave.</summary>
public sealed record Movement(DateOnly Day, int Quantity, decimal UnitCost = 0);

/// <summary>The state after all movements.</summary>
public sealed record Valuation(Layer[] Layers, int Quantity, decimal StockValue, decimal CostOfSales);

/// <summary>Values an inventory first in, first out, as German commercial law allows (HGB, section 256).</summary>
public static class FifoValuation
{
    /// <summary>Runs the movements in the order of their days.</summary>
    public static Valuation Value(Movement[] movements)
    {
        var layers = new LinkedList<Layer>();
        var costOfSales = 0m;
        foreach (var movement in movements.OrderBy(movement => movement.Day))
        {
            if (movement.Quantity >= 0)
            {
                layers.AddLast(new Layer(movement.Day, movement.Quantity, movement.UnitCost));
            }
            else
            {
                costOfSales += Take(layers, -movement.Quantity, movement.Day);
            }
        }

        return new Valuation(
            [.. layers],
            layers.Sum(layer => layer.Quantity),
            Money.Round(layers.Sum(layer => layer.Quantity * layer.UnitCost), "EUR"),
            Money.Round(costOfSales, "EUR"));
    }

    /// <summary>The lower of cost and market: what the stock may be worth in the balance sheet.</summary>
    public static decimal BookValue(Movement[] movements, decimal marketPrice) =>
        Money.Round(Value(movements).Layers.Sum(layer => layer.Quantity * Math.Min(layer.UnitCost, marketPrice)), "EUR");

    /// <summary>The mean age of the stock in days, weighted by quantity.</summary>
    public static double MeanAge(Movement[] movements, DateOnly day)
    {
        var stock = Value(movements);
        return stock.Quantity == 0 ? 0 : (double)stock.Layers.Sum(layer => layer.Quantity * (day.DayNumber - layer.Day.DayNumber)) / stock.Quantity;
    }

    private static decimal Take(LinkedList<Layer> layers, int quantity, DateOnly day)
    {
        var cost = 0m;
        while (quantity > 0)
        {
            var first = layers.First?.Value ?? throw new InvalidOperationException($"On {day:yyyy-MM-dd} {quantity} more leave than are in stock.");
            var taken = Math.Min(quantity, first.Quantity);
            cost += taken * first.UnitCost;
            quantity -= taken;
            layers.RemoveFirst();
            if (taken < first.Quantity)
            {
                layers.AddFirst(first with { Quantity = first.Quantity - taken });
            }
        }

        return cost;
    }
}
