using System.Text.Json;

namespace Menace.Pipeline.Contracts;

/// <summary>The names of enumeration values in journals, logs and on the wire.</summary>
internal static class EnumWords
{
    /// <summary>Returns the name in lower case with underscores: <c>passed_against_stub</c>.</summary>
    public static string ToWord(this Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
