"""When to order again and how much, from the sales of the last weeks."""
import math
import statistics

import stock_levels

# The z-value of a service level: the share of weeks in which stock shall not run out.
SERVICE = {0.90: 1.2816, 0.95: 1.6449, 0.98: 2.0537, 0.99: 2.3263}


def reorder_point(weekly_sales, lead_time_weeks, service=0.95):
    """The stock at which to order: expected sales until delivery, and a safety stock for bad luck."""
    if service not in SERVICE:
        raise ValueError(f"service is one of {', '.join(map(str, SERVICE))}, not {service}")
    mean = statistics.fmean(weekly_sales)
    deviation = statistics.stdev(weekly_sales) if len(weekly_sales) > 1 else mean
    safety = SERVICE[service] * deviation * math.sqrt(lead_time_weeks)
    return math.ceil(mean * lead_time_weeks + safety)


def order_quantity(yearly_demand, order_cost, unit_cost, holding_rate=0.2, pack=1):
    """The economic order quantity (Harris, 1913), rounded up to whole packs."""
    best = math.sqrt(2 * yearly_demand * order_cost / (unit_cost * holding_rate))
    return max(1, math.ceil(best / pack)) * pack


def proposals(articles, movements):
    """What to order today: articles whose available and ordered stock is at or below their reorder point."""
    available = {}
    for row in stock_levels.run(movements):
        available[row["sku"]] = available.get(row["sku"], 0) + row["available"]
    result = []
    for article in articles:
        sku = article["sku"]
        point = reorder_point(article["weekly_sales"], article["lead_time_weeks"])
        stock = available.get(sku, 0) + article.get("ordered", 0)
        if stock > point:
            continue
        yearly = statistics.fmean(article["weekly_sales"]) * 52
        quantity = order_quantity(yearly, article["order_cost"], article["unit_cost"], pack=article.get("pack", 1))
        result.append({"sku": sku, "stock": stock, "reorder_point": point, "quantity": quantity})
    return sorted(result, key=lambda row: (row["stock"] - row["reorder_point"], row["sku"]))
