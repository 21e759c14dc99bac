namespace Menace.Pipeline.Languages.Shell;

/// <summary>Reads sed scripts as far as needed to see that they write no file and run no command.</summary>
internal static class SedScript
{
    private const string Commands = "dDpPqhHgGxnN=";

    /// <summary>True if <paramref name="script"/> consists of the commands s, y, d, D, p, P, q, h, H, g, G, x, n, N and = only.</summary>
    public static bool IsHarmless(string script)
    {
        var position = 0;
        while (true)
        {
            Skip(script, ref position, " \t\n;{}");
            if (position == script.Length)
            {
                return true;
            }

            if (!Address(script, ref position) || position == script.Length)
            {
                return false;
            }

            var command = script[position++];
            if (command == '{')
            {
                continue;
            }

            if (command is 's' or 'y')
            {
                if (!Substitution(script, ref position))
                {
                    return false;
                }
            }
            else if (!Commands.Contains(command, StringComparison.Ordinal))
            {
                return false;
            }

            // Anything but the end of the command: flags such as w and e, or text that is not known.
            Skip(script, ref position, " \t");
            if (position < script.Length && script[position] is not (';' or '\n' or '}'))
            {
                return false;
            }
        }
    }

    private static void Skip(string script, ref int position, string characters)
    {
        while (position < script.Length && characters.Contains(script[position], StringComparison.Ordinal))
        {
            position++;
        }
    }

    /// <summary>Numbers, <c>$</c> and <c>/…/</c>, up to two, and <c>!</c>.</summary>
    private static bool Address(string script, ref int position)
    {
        while (position < script.Length && script[position] is (>= '0' and <= '9') or '$' or ',' or '~' or '+' or '/' or '!' or ' ')
        {
            if (script[position] == '/' && !Delimited(script, ref position, '/'))
            {
                return false;
            }

            position += position < script.Length && script[position] != '/' && !IsCommand(script[position]) ? 1 : 0;
        }

        return true;

        static bool IsCommand(char c) => char.IsAsciiLetter(c) || c is '=' or '{';
    }

    private static bool Substitution(string script, ref int position)
    {
        if (position == script.Length || script[position] is '\\' or '\n')
        {
            return false;
        }

        var delimiter = script[position];
        if (!Delimited(script, ref position, delimiter))
        {
            return false;
        }

        position--;
        if (!Delimited(script, ref position, delimiter))
        {
            return false;
        }

        Skip(script, ref position, "gpIi0123456789");
        return true;
    }

    /// <summary>From a delimiter behind the next one that no backslash and no bracket expression holds.</summary>
    private static bool Delimited(string script, ref int position, char delimiter)
    {
        for (position++; position < script.Length; position++)
        {
            if (script[position] == '[')
            {
                // In a bracket expression implementations differ about the delimiter.
                var first = position + 1 < script.Length && script[position + 1] == '^' ? position + 3 : position + 2;
                var end = first < script.Length ? script.IndexOf(']', first) : -1;
                if (end < 0 || script.AsSpan(position, end - position).Contains(delimiter))
                {
                    return false;
                }

                position = end;
            }
            else if (script[position] == '\\')
            {
                position++;
            }
            else if (script[position] == delimiter)
            {
                position++;
                return true;
            }
        }

        return false;
    }
}
