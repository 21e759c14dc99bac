/// <summary>The price of one article from a quantity on.</summary>
public sealed record Tier(int From, decimal Price);

/// <summary>A rebate in percent on a category, while it runs.</summary>
public sealed record Campaign(string Name, string Category, decimal Percent, DateOnly First, DateOnly Last);

/// <summary>A priced position, and the rules that led to its price.</summary>
public sealed record PricedLine(decimal UnitPrice, decimal Total, string[] Rules);

/// <summary>The price of the highest tier that the quantity reaches.</summary>
public static decimal TierPrice(Tier[] tiers, int quantity)
{
    ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
    var reached = tiers.Where(tier => tier.From <= quantity).MaxBy(tier => tier.From);
    return reached?.Price ?? throw new ArgumentException($"No price is given for {quantity} pieces: the lowest tier starts at {tiers.Min(tier => tier.From)}.");
}

/// <summary>The best campaign for a category on a day, or null.</summary>
public static Campaign? BestCampaign(Campaign[] campaigns, string category, DateOnly day) =>
    campaigns
        .Where(campaign => campaign.Category == category || campaign.Category == "*")
        .Where(campaign => campaign.First <= day && day <= campaign.Last)
        .OrderByDescending(campaign => campaign.Percent)
        .ThenBy(campaign => campaign.Name, StringComparer.Ordinal)
        .FirstOrDefault();

/// <summary>Prices a position: tier first, then the best campaign; never below the floor.</summary>
public static PricedLine Price(Tier[] tiers, Campaign[] campaigns, string category, int quantity, DateOnly day, decimal floor = 0)
{
    var rules = new List<string>();
    var price = TierPrice(tiers, quantity);
    if (price < tiers.MinBy(tier => tier.From)!.Price)
    {
        rules.Add($"tier {quantity}");
    }

    if (BestCampaign(campaigns, category, day) is { } campaign)
    {
        price = Money.Round(price * (100 - campaign.Percent) / 100, "EUR");
        rules.Add(campaign.Name);
    }

    if (price < floor)
    {
        price = floor;
        rules.Add("floor");
    }

    return new PricedLine(price, Money.Round(price * quantity, "EUR"), [.. rules]);
}

/// <summary>A price in euros as a customer abroad reads it, at the rate of the day.</summary>
public static string Abroad(decimal euros, string target, DateOnly day)
{
    var converted = (string)currency.convert(euros, "EUR", target, day.ToString("O"))!;
    return Money.Format(decimal.Parse(converted, System.Globalization.CultureInfo.InvariantCulture), target);
}
