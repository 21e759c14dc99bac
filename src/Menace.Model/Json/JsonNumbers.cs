namespace Menace.Model.Json;

/// <summary>What is a number in JSON (RFC 8259, section 6), and what was probably meant where something is none.</summary>
internal static class JsonNumbers
{
    /// <summary>True for a JSON number.</summary>
    public static bool IsNumber(string word)
    {
        var i = 0;
        if (At('-'))
        {
            i++;
        }

        if (At('0'))
        {
            i++;
        }
        else if (!Digits())
        {
            return false;
        }

        if (At('.'))
        {
            i++;
            if (!Digits())
            {
                return false;
            }
        }

        if (At('e') || At('E'))
        {
            i++;
            if (At('+') || At('-'))
            {
                i++;
            }

            if (!Digits())
            {
                return false;
            }
        }

        return i == word.Length;

        bool At(char c) => i < word.Length && word[i] == c;

        bool Digits()
        {
            var start = i;
            while (i < word.Length && word[i] is >= '0' and <= '9')
            {
                i++;
            }

            return i > start;
        }
    }

    /// <summary>The JSON that <paramref name="word"/> was probably meant to be.</summary>
    public static string Suggest(string word) => word switch
    {
        "True" or "TRUE" or "yes" => "true",
        "False" or "FALSE" or "no" => "false",
        "None" or "nil" or "undefined" or "NULL" or "Null" or "NaN" or "Infinity" or "-Infinity" => "null",
        _ when IsNumber("0" + word) => "0" + word,
        _ when IsNumber(word.TrimStart('+')) => word.TrimStart('+'),
        _ when IsNumber(word + "0") => word + "0",
        _ when IsNumber(word.TrimStart('0')) => word.TrimStart('0'),
        _ => "\"" + word + "\"",
    };
}
