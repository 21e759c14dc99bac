using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// Makes arguments like those of the examples: characters of the same classes, numbers in the same range, lists of the same elements. The
/// seed is fixed, so that every machine makes the same.
/// </summary>
/// <param name="examples">The arguments of the examples.</param>
/// <param name="types">The types of the parameters.</param>
internal sealed class SearchInputs(IReadOnlyList<Value[]> examples, IReadOnlyList<ExpressionType> types)
{
    private ulong _state = 0x9E3779B97F4A7C15;

    /// <summary>The next arguments.</summary>
    public Value[] Next()
    {
        var arguments = (Value[])examples[Random(examples.Count)].Clone();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (Random(4) != 0)
            {
                arguments[i] = Change(examples[Random(examples.Count)][i], types[i], i);
            }
        }

        // Two numbers are equal now and then.
        if (arguments.Length > 1 && Random(8) == 0 && Random(arguments.Length) is var place
            && Random(arguments.Length) is var other && types[place] == ExpressionType.Integer && types[other] == ExpressionType.Integer)
        {
            arguments[place] = arguments[other];
        }

        return arguments;
    }

    private Value Change(Value value, ExpressionType type, int parameter) => type switch
    {
        ExpressionType.Boolean => Value.Of(Random(2) == 0),
        ExpressionType.Integer => Number([.. examples.Select(one => one[parameter].Number)]),
        ExpressionType.Text => Value.Of(Text(value.Text, [.. examples.Select(one => one[parameter].Text)])),
        _ => Items(value, type.Element(), [.. examples.SelectMany(one => one[parameter].Items)], parameter),
    };

    /// <summary>A number between the smallest and the largest one.</summary>
    private Value Number(long[] known)
    {
        var (least, most) = (known.Min(), known.Max());
        return Random(3) == 0 ? Value.Of(known[Random(known.Length)]) : Value.Of(least + Random((int)Math.Min(most - least + 1,
            int.MaxValue)));
    }

    private Value Items(Value list, ExpressionType element, Value[] known, int parameter)
    {
        if (known.Length == 0)
        {
            return list;
        }

        var longest = examples.Max(one => one[parameter].Items.Length);
        var shortest = examples.Min(one => one[parameter].Items.Length);
        var items = new Value[shortest + Random(longest - shortest + 1)];
        for (var i = 0; i < items.Length; i++)
        {
            var item = known[Random(known.Length)];
            items[i] = element switch
            {
                ExpressionType.Integer when Random(2) == 0 => Number([.. known.Select(one => one.Number)]),
                ExpressionType.Text when Random(2) == 0 => Value.Of(Text(item.Text, [.. known.Select(one => one.Text)])),
                _ => item,
            };
        }

        return Value.Of(items);
    }

    /// <summary>A text in which runs of letters and digits are others of the same kind; everything else stays.</summary>
    private string Text(string text, string[] known)
    {
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var kind = KindOf(text[i]);
            var end = i + 1;
            while (end < text.Length && KindOf(text[end]) == kind)
            {
                end++;
            }

            var run = text[i..end];
            result.Append(kind == 0 || Random(3) == 0 ? run : kind == 1 ? Digits(run) : Letters(run, known));
            i = end;
        }

        return Random(4) == 0 ? Rearranged(result.ToString(), known) : result.ToString();
    }

    /// <summary>A text with a part more or less, or in another place: <c>a.b.c</c>, <c>b.a</c> and <c>a</c> of <c>a.b</c>.</summary>
    private string Rearranged(string text, string[] known)
    {
        List<string> runs = [];
        for (var i = 0; i < text.Length;)
        {
            var end = i + 1;
            while (end < text.Length
                && (char.IsLowSurrogate(text[end]) || (KindOf(text[end]) == KindOf(text[i]) && KindOf(text[i]) != 0)))
            {
                end++;
            }

            runs.Add(text[i..end]);
            i = end;
        }

        var place = Random(runs.Count);
        switch (Random(4))
        {
            case 0 when runs.Count > 1:
                runs.RemoveAt(place);
                break;
            case 1 when runs.Count > 1:
                var from = Random(runs.Count - 1);
                runs.InsertRange(Random(runs.Count + 1), runs.GetRange(from, 2));
                break;
            case 2 when runs.Count > 1:
                var other = Random(runs.Count);
                (runs[place], runs[other]) = (runs[other], runs[place]);
                break;
            default:
                return text + known[Random(known.Length)];
        }

        return string.Concat(runs);
    }

    private string Digits(string run) => string.Create(run.Length, run, (span, digits) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = i == 0 && digits[0] != '0' ? (char)('1' + Random(9)) : i == 0 ? '0' : (char)('0' + Random(10));
        }
    });

    private string Letters(string run, string[] known)
    {
        if (Random(2) == 0)
        {
            // A word from another example, in the case of this one.
            var other = known[Random(known.Length)].Split([.. " -_./,;:@"], StringSplitOptions.RemoveEmptyEntries)
                .Where(word => word.All(char.IsAsciiLetter)).ToArray();
            if (other.Length > 0)
            {
                var word = other[Random(other.Length)];
                return run.All(char.IsUpper) ? word.ToUpperInvariant() : run.All(char.IsLower) ? word.ToLowerInvariant() : word;
            }
        }

        var letters = run.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = !char.IsAsciiLetter(letters[i]) ? letters[i] : (char)((char.IsUpper(letters[i]) ? 'A' : 'a') + Random(26));
        }

        return new string(letters);
    }

    private static int KindOf(char c) => char.IsAsciiDigit(c) ? 1 : char.IsLetter(c) ? 2 : 0;

    private int Random(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)((_state >> 11) % (ulong)Math.Max(1, bound));
    }
}
