/// <summary>Says hello to one person.</summary>
public static string Greet(string name)
{
    ArgumentException.ThrowIfNullOrWhiteSpace(name);
    return $"Hello, {name.Trim()}!";
}
