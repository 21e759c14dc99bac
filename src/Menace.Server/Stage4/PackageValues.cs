using Menace.Model.Reading;

namespace Menace.Server.Stage4;

/// <summary>Estimates the memory that a package takes before it is read.</summary>
internal static class PackageValues
{
    /// <summary>
    /// Counts about as many values as the JSON in <paramref name="body"/> has, without reading it: commas and opening brackets outside of
    /// strings.
    /// </summary>
    public static int Count(ReadOnlySpan<byte> body)
    {
        var count = 0;
        for (var at = 0; at < body.Length && count < TaskFileLimits.Values; at++)
        {
            switch (body[at])
            {
                case (byte)',' or (byte)'[' or (byte)'{':
                    count++;
                    break;

                // No string goes beyond its line.
                case (byte)'"':
                    at++;
                    while (at < body.Length && body[at] is not ((byte)'"' or (byte)'\n'))
                    {
                        at += body[at] == '\\' ? 2 : 1;
                    }

                    break;
            }
        }

        return count;
    }
}
