namespace MenaceBots;

/// <summary>The bot that the suites of this folder test.</summary>
public static class Sample
{
    private static readonly List<string> Seen = [];

    public static int Counter;

    public static int Add(int left, int right) => left + right;

    public static int Divide(int left, int right) => left / right;

    public static string Greet(string name) => name.Length == 0 ? throw new ArgumentException("no name", nameof(name)) : $"Hello, {name}!";

    public static async Task<int> AddLater(int left, int right)
    {
        await Task.Delay(1);
        return left + right;
    }

    public static async IAsyncEnumerable<int> Count(int end)
    {
        for (var i = 0; i < end; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public static void Say(string text) => Console.WriteLine(text);

    public static int Remember(string text)
    {
        lock (Seen)
        {
            Seen.Add(text);
            return Seen.Count;
        }
    }
}
