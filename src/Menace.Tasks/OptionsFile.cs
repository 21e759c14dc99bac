using System.Text;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>The properties of a project in a file of the stage folder: a line <c>Name=value</c> for each that tasks read.</summary>
internal sealed class OptionsFile
{
    public const string FileName = "options.txt";

    private readonly Dictionary<string, string> _values;

    private OptionsFile(IEnumerable<KeyValuePair<string, string>> values) => _values = new(values, StringComparer.Ordinal);

    /// <summary>The value of a property that <see cref="OptionTable"/> has; empty if it is not set.</summary>
    public string this[string name] => _values[name];

    /// <summary>Reads the file in <paramref name="folder"/>; without one nothing is set.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OptionsFile Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var written = File.Exists(path)
            ? File.ReadLines(path).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => Unescape(parts[1]))
            : [];
        return new(OptionTable.Read.Select(option => KeyValuePair.Create(option.Name, written.GetValueOrDefault(option.Name, ""))));
    }

    /// <summary>
    /// Writes the file, if it would differ. Its time is an input of the stages: it stays if only properties changed on which no result
    /// depends.
    /// </summary>
    /// <param name="folder">The stage folder.</param>
    /// <param name="sdkDirectory">The folder of the SDK: that of a package has its version, and another version runs the stages
    /// again.</param>
    /// <param name="values">The values by name.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string folder, string sdkDirectory, IReadOnlyDictionary<string, string> values)
    {
        var path = Path.Combine(folder, FileName);
        var text = Text(sdkDirectory, values, OptionTable.Read);
        var before = File.Exists(path) ? File.ReadAllText(path) : null;
        if (before == text)
        {
            return;
        }

        var time = before is null ? default : File.GetLastWriteTimeUtc(path);
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(path, text);
        var decisive = Text(sdkDirectory, values, OptionTable.Read.Where(option => option.ChangesResults));
        if (before?.StartsWith(decisive, StringComparison.Ordinal) == true)
        {
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    /// <summary>What results depend on comes first, so that it is the beginning of the whole.</summary>
    private static string Text(string sdkDirectory, IReadOnlyDictionary<string, string> values, IEnumerable<MenaceOption> options)
    {
        var text = new StringBuilder("MenaceSdk=").Append(Escape(sdkDirectory)).Append('\n');
        foreach (var option in options.OrderByDescending(option => option.ChangesResults))
        {
            text.Append(option.Name).Append('=').Append(Escape(option.Conceal(values.GetValueOrDefault(option.Name, "")))).Append('\n');
        }

        return text.ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '\\' && i + 1 < text.Length;
            value.Append(isEscape ? text[++i] switch { 'n' => '\n', 'r' => '\r', var c => c } : text[i]);
        }

        return value.ToString();
    }
}
