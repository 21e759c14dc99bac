namespace MenaceBots;

/// <summary>A bot with a state of its own.</summary>
public static class Sample
{
    static Sample()
    {
        State = "ready";
        Console.WriteLine("the bot starts");
    }

    public static string State { get; }

    public static void Break() => throw new BotException("broken", new FormatException("inner"));
}

public sealed class BotException(string message, Exception inner) : Exception(message, inner);
