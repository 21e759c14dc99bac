using System.CommandLine;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Server.Hosting;

/// <summary>Declares the options of the command line, and reads their values.</summary>
internal static class CommandOption
{
    /// <summary>Declares an option with a default.</summary>
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="value">The word that stands for the value in the help.</param>
    /// <param name="description">One sentence for the help.</param>
    /// <param name="standard">The default.</param>
    public static Option<T> Of<T>(string name, string value, string description, T standard) =>
        new(name) { Description = description, HelpName = value, DefaultValueFactory = _ => standard };

    /// <summary>Declares an option that is null if it is not given.</summary>
    public static Option<string?> Of(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    /// <summary>Declares an option without a value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>Returns a size such as <c>256Mi</c>, or a number of bytes.</summary>
    public static long Size(string option, string text) =>
        Quantities.TryReadMemory(JsonValue.FromString(text), out var bytes) && bytes > 0
            ? bytes
            : throw new CodedException(Rules.InvalidOption, option, text, "a size such as 256Mi, or a number of bytes");

    /// <summary>Returns a duration such as <c>10s</c>.</summary>
    public static TimeSpan Duration(string option, string text) =>
        Quantities.TryParseDuration(text, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new CodedException(Rules.InvalidOption, option, text, "a time such as 10s, 5m or 2h");

    /// <summary>Returns a number of at least 1.</summary>
    public static int Positive(string option, int value) =>
        value > 0 ? value : throw new CodedException(
            Rules.InvalidOption, option, value.ToString(CultureInfo.InvariantCulture), "at least 1");
}
