using System.Globalization;

namespace Menace.Pipeline.Languages;

/// <summary>The names of one function that is written: each is given out once.</summary>
/// <param name="isReserved">True for names that mean something else in the function.</param>
internal sealed class WrittenNames(Func<string, bool> isReserved)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _freed = new(StringComparer.Ordinal);

    /// <summary>
    /// The name <paramref name="wanted"/>, with an underscore behind it if it is reserved, and a number if it is not free.
    /// </summary>
    public string Take(string wanted)
    {
        var name = isReserved(wanted) ? wanted + "_" : wanted;
        var first = name;
        for (var number = 2; isReserved(name) || !_used.Add(name); number++)
        {
            name = first + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    /// <summary>The name of a parameter, without characters that only some languages allow in names.</summary>
    public string TakeParameter(string wanted)
    {
        var name = string.Concat(wanted.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        return Take(name.Length == 0 ? "value" : char.IsAsciiDigit(name[0]) ? "value" + name : name);
    }

    /// <summary>The name of an element of the list <paramref name="list"/>: of <c>prices</c> it is <c>price</c>.</summary>
    public string TakeElement(string list, string otherwise) =>
        TakeElement(list.Length > 3 && list.EndsWith('s') && !list.EndsWith("ss", StringComparison.Ordinal)
            && !list.EndsWith("ies", StringComparison.Ordinal) ? list[..^1] : otherwise);

    /// <summary>The name of an element, which another element may have had before.</summary>
    public string TakeElement(string wanted)
    {
        var name = isReserved(wanted) || (_used.Contains(wanted) && !_freed.Contains(wanted)) ? "item" : wanted;
        return _freed.Remove(name) ? name : Take(name);
    }

    /// <summary>Makes the name of an element free for other elements.</summary>
    public void FreeElement(string name) => _freed.Add(name);
}
