using Menace.Model.Reading;

namespace Menace.Model.Fixes;

/// <summary>How a property is put into an object so that commas are right and it is set off like its neighbours.</summary>
internal static class Insertion
{
    /// <summary>Puts <paramref name="property"/> before the others of <paramref name="container"/>, which has no syntax error.</summary>
    public static TextEdit First(string text, JsonNode container, string property)
    {
        var inside = container.Span.Start + 1;
        var gap = text.Substring(inside, Removal.SkipWhite(text, inside) - inside);
        return new(new(inside, 0), container.Members.Count > 0 ? gap + property + "," : " " + property + (text[inside] == '}' ? " " : ""));
    }

    /// <summary>Puts <paramref name="property"/> behind the others of <paramref name="container"/>, which has no syntax error.</summary>
    public static TextEdit Last(string text, JsonNode container, string property)
    {
        if (container.Members.Count == 0)
        {
            return First(text, container, property);
        }

        var neighbour = container.Members[container.Members.Count - 1];
        return Behind(text, neighbour.NameSpan.Start, neighbour.Value.Span.End, property);
    }

    /// <summary>Puts <paramref name="item"/> behind the others of <paramref name="array"/>, which has no syntax error.</summary>
    public static TextEdit LastItem(string text, JsonNode array, string item)
    {
        if (array.Items.Count == 0)
        {
            return new(new(array.Span.Start + 1, 0), item);
        }

        var neighbour = array.Items[array.Items.Count - 1];
        return Behind(text, neighbour.Span.Start, neighbour.Span.End, item);
    }

    private static TextEdit Behind(string text, int neighbour, int end, string added)
    {
        var start = Removal.WhiteBefore(text, neighbour);
        var gap = text.Substring(start, neighbour - start);

        // Empty lines are not repeated.
        var line = gap.LastIndexOfAny(['\n', '\r']);
        line -= line > 0 && gap[line] == '\n' && gap[line - 1] == '\r' ? 1 : 0;
        gap = line < 0 ? gap : gap.Substring(line);
        return new(new(end, 0), "," + (gap.Length == 0 ? " " : gap) + added);
    }
}
