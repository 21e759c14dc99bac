namespace Menace.Model.Checks;

/// <summary>
/// Finds secrets by the forms that their issuers gave them, by names such as <c>api_key</c> before a random text in quotes, and passwords
/// in
/// connection strings (<see cref="SecretForms"/>). One pass over the text. The redaction of what bots print takes out all of these, and
/// more by a
/// wider net, which may hold harmless text; here a false alarm would make people switch the rule off.
/// </summary>
internal static class Secrets
{
    /// <summary>A secret; without a kind, the password of a connection string.</summary>
    public readonly record struct Secret(int Start, int Length, string? Kind);

    private const int ShortestToken = 16;

    /// <summary>How far around a password the other parts of its connection string are looked for.</summary>
    private const int Window = 200;

    private const string Pem = "-----BEGIN ";

    /// <summary>
    /// The last words of names such as <c>api_key</c>. Signatures are left out: tests of code that signs are full of them.
    /// </summary>
    private static readonly string[] SecretNames =
    [
        .. SecretForms.Passwords.Concat(SecretForms.Names).Select(name => name.Word)
            .Where(word => !word.StartsWith("sig", StringComparison.Ordinal)).Distinct(),
    ];

    /// <summary>True at the characters that a token of <see cref="SecretForms.Issued"/> can begin with.</summary>
    private static readonly bool[] IsFirst = [
        .. Enumerable.Range(0, 128).Select(c => SecretForms.Issued.Any(token => token.Prefix[0] == c))];

    private static readonly string[] Placeholders = ["password", "pass", "pw", "secret"];

    private static readonly string[] ConnectionParts = [
        "server=", "data source=", "host=", "user id=", "uid=", "username=", "user=", "database=", "initial catalog="];

    public static IEnumerable<Secret> In(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '-' && Begins(text, at, Pem))
            {
                if (KeyHeader(text, at) is { Length: > 0 } header)
                {
                    yield return header;
                }

                at += Pem.Length;
            }
            else if (c == ':' && Begins(text, at, "://"))
            {
                if (UserInfo(text, at + 3) is { Length: > 0 } password)
                {
                    yield return password;
                }

                at += 3;
            }
            else if (c == '\\')
            {
                // The letter of an escape such as \n is none of a token's.
                at += 2;
            }
            else if (IsTokenStart(c))
            {
                var end = at + 1;
                while (end < text.Length && (IsTokenStart(text[end]) || text[end] is '-'))
                {
                    end++;
                }

                if (Judge(text, at, end) is { Length: > 0 } secret)
                {
                    yield return secret;
                    end = Math.Max(end, secret.Start + secret.Length);
                }

                at = end;
            }
            else
            {
                at++;
            }
        }
    }

    private static bool IsTokenStart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private static bool Begins(string text, int at, string with) => string.CompareOrdinal(text, at, with, 0, with.Length) == 0;

    private static bool BeginsWithAny(string text, int at, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (Begins(text, at, prefix))
            {
                return true;
            }
        }

        return false;
    }

    private static Secret Judge(string text, int start, int end)
    {
        if (Issued(text, start, end) is { Length: > 0 } issued)
        {
            return issued;
        }

        if (end - start >= ShortestToken)
        {
            return IsNamed(text, start, end) ? new(start, end - start, "a key or password") : default;
        }

        if (end < text.Length && text[end] == '=' && Assigned(text, start, end) is { Length: > 0 } assigned)
        {
            return assigned;
        }

        return end - start is 3 or 8 && end < text.Length && text[end] is '=' or ' '
            && (Is(text, start, end, "password") || Is(text, start, end, "pwd"))
            ? PasswordOf(text, end)
            : default;
    }

    /// <summary>A token whose first characters say who issued it.</summary>
    private static Secret Issued(string text, int start, int end)
    {
        if (end - start == 20 && BeginsWithAny(text, start, SecretForms.AwsKeys))
        {
            return IsUpper(text, start, end) && IsVaried(text, start + 4, end) ? new(start, end - start, "an AWS access key") : default;
        }

        // A signed token: header, payload and signature; the first two are JSON objects in base64.
        if (Begins(text, start, SecretForms.WebToken))
        {
            return end + 3 < text.Length && Begins(text, end, "." + SecretForms.WebToken)
                ? new(start, EndOfDotted(text, end) - start, "a JSON web token")
                : default;
        }

        if (text[start] >= IsFirst.Length || !IsFirst[text[start]])
        {
            return default;
        }

        foreach (var (prefix, further, kind) in SecretForms.Issued)
        {
            if (Begins(text, start, prefix))
            {
                var last = prefix[prefix.Length - 1] == '.' ? EndOfDotted(text, end) : end;
                return last - start >= prefix.Length + further && IsVaried(text, start + prefix.Length, last)
                    ? new(start, last - start, kind)
                    : default;
            }
        }

        return default;
    }

    /// <summary>The end of a token with dots in it, of which the first part ends at <paramref name="end"/>.</summary>
    private static int EndOfDotted(string text, int end)
    {
        while (end < text.Length
            && (IsTokenStart(text[end]) || text[end] == '-' || (text[end] == '.' && end + 1 < text.Length && IsTokenStart(text[end + 1]))))
        {
            end++;
        }

        return end;
    }

    /// <summary>The value of a name that a service gave to its keys; in a URL it is percent-encoded.</summary>
    private static Secret Assigned(string text, int start, int nameEnd)
    {
        foreach (var (name, shortest, kind) in SecretForms.Assigned)
        {
            if (nameEnd - start == name.Length && Begins(text, start, name))
            {
                var end = nameEnd + 1;
                while (end < text.Length && (IsTokenStart(text[end]) || text[end] is '+' or '/' or '=' or '%' or '-'))
                {
                    end++;
                }

                return end - nameEnd > shortest && IsVaried(text, nameEnd + 1, end) && IsMixed(text, nameEnd + 1, end)
                    ? new(nameEnd + 1, end - nameEnd - 1, kind)
                    : default;
            }
        }

        return default;
    }

    private static bool IsUpper(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Digits among the letters, and no placeholder such as <c>xxxx</c>: words in a row have few of both.</summary>
    private static bool IsVaried(string text, int start, int end)
    {
        var (digits, distinct, seenLow, seenHigh) = (0, 0, 0UL, 0UL);
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            digits += c is >= '0' and <= '9' ? 1 : 0;
            var bit = 1UL << (c & 63);
            if (c < 64)
            {
                distinct += (seenLow & bit) == 0 ? 1 : 0;
                seenLow |= bit;
            }
            else
            {
                distinct += (seenHigh & bit) == 0 ? 1 : 0;
                seenHigh |= bit;
            }
        }

        return digits >= 2 && distinct >= Math.Min(8, (end - start) * 2 / 3);
    }

    /// <summary>A random text that stands alone in quotes, given to a name such as <c>api_key</c>.</summary>
    private static bool IsNamed(string text, int start, int end)
    {
        var last = end;
        while (last < text.Length && text[last] is '+' or '/' or '=')
        {
            last++;
        }

        if (start < 4 || last >= text.Length || text[start - 1] is not ('"' or '\'') || text[last] != text[start - 1]
            || !IsVaried(text, start, end) || !IsMixed(text, start, end))
        {
            return false;
        }

        var at = start - 2;
        while (at > 0 && at > start - 10 && text[at] is ' ' or '=' or ':' or '>' or '"' or '\'')
        {
            at--;
        }

        var nameStart = at + 1;
        while (nameStart > 0 && nameStart > at - 40 && (IsTokenStart(text[nameStart - 1]) || text[nameStart - 1] == '-'))
        {
            nameStart--;
        }

        var isAssigned = text.IndexOfAny(['=', ':'], at + 1, start - 1 - at) >= 0;
        var name = text.Substring(nameStart, at + 1 - nameStart);
        return isAssigned && SecretNames.Any(n => name.EndsWith(n, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Small and capital letters and digits by turns, as no identifier has them; or hexadecimal.</summary>
    private static bool IsMixed(string text, int start, int end)
    {
        var (upper, lower, changes, isHex) = (0, 0, 0, true);
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            upper += c is >= 'A' and <= 'Z' ? 1 : 0;
            lower += c is >= 'a' and <= 'z' ? 1 : 0;
            isHex &= c is (>= '0' and <= '9') or (>= 'a' and <= 'f');
            changes += i > start && (char.IsDigit(c) != char.IsDigit(text[i - 1])) ? 1 : 0;
        }

        return (isHex && end - start >= 32) || (upper >= 2 && lower >= 2 && changes >= 2);
    }

    private static bool Is(string text, int start, int end, string word) =>
        end - start == word.Length && string.Compare(text, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>The password behind <c>Password=</c>, if it is part of a connection string.</summary>
    private static Secret PasswordOf(string text, int nameEnd)
    {
        var sign = nameEnd;
        while (sign < text.Length && sign < nameEnd + 3 && text[sign] == ' ')
        {
            sign++;
        }

        if (sign >= text.Length || text[sign] != '=')
        {
            return default;
        }

        var end = sign + 1;
        while (end < text.Length && end < sign + Window && !EndsValue(text[end]) && text[end] != ';')
        {
            end++;
        }

        return end > sign + 1 && !IsPlaceholder(text, sign + 1, end) && IsConnection(text, nameEnd, end)
            ? new(sign + 1, end - sign - 1, null) : default;
    }

    private static bool EndsValue(char c) => c is '"' or '\'' or '`' or '\n' or '\r';

    /// <summary>True for what code or a person fills in, and for the words that manuals write.</summary>
    private static bool IsPlaceholder(string text, int start, int end) =>
        text[start] is '{' or '$' or '<' or '%' or '*' or '[' or '(' or ' ' or '.' or '='
            || Placeholders.Any(word => Is(text, start, end, word));

    private static bool IsConnection(string text, int nameEnd, int end)
    {
        var from = nameEnd;
        while (from > 0 && from > nameEnd - Window && !EndsValue(text[from - 1]))
        {
            from--;
        }

        var to = end;
        while (to < text.Length && to < end + Window && !EndsValue(text[to]))
        {
            to++;
        }

        var whole = text.Substring(from, to - from);
        return whole.IndexOf(';') is >= 0 && ConnectionParts.Any(p => whole.IndexOf(p, StringComparison.OrdinalIgnoreCase) is >= 0);
    }

    /// <summary>The password of <c>scheme://user:password@host</c>.</summary>
    private static Secret UserInfo(string text, int start)
    {
        var colon = -1;
        for (var at = start; at < text.Length && at < start + Window; at++)
        {
            var c = text[at];
            if (c == '@')
            {
                var isPassword = colon >= 0 && at > colon + 1 && at + 1 < text.Length && !IsPlaceholder(text, colon + 1, at);
                return isPassword ? new(colon + 1, at - colon - 1, null) : default;
            }

            if (EndsValue(c) || char.IsWhiteSpace(c) || c is '/' or '?' or '#' or '<' or '>')
            {
                return default;
            }

            colon = c == ':' && colon < 0 ? at : colon;
        }

        return default;
    }

    /// <summary>The first line of a private key (RFC 7468).</summary>
    private static Secret KeyHeader(string text, int start)
    {
        const string End = "PRIVATE KEY-----";
        var at = text.IndexOf(End, start, Math.Min(60, text.Length - start), StringComparison.Ordinal);
        return at < 0 ? default : new(start, at + End.Length - start, "a private key");
    }
}
