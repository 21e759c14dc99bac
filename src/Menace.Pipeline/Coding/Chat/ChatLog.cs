using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// The file <c>logs/chat.log</c> in the state folder: what was sent to a model and what came back, without secrets. A file that is full
/// becomes <c>chat.log.1</c>.
/// </summary>
internal sealed class ChatLog(BotDevConfig config, TimeProvider clock)
{
    private const int MostBytes = 4 << 20;

    private static readonly Lock Writing = new();

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; } = System.IO.Path.Combine(config.StatePath, "logs", "chat.log");

    /// <summary>Appends a text; each of its lines is indented, so that none can be taken for an entry.</summary>
    public void Write(string bot, string what, string text)
    {
        var entry = new StringBuilder(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(bot.ReplaceLineEndings(" ")).Append(": ").Append(what).Append('\n');
        foreach (var line in Redaction.Redact(text).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            entry.Append("    ").Append(line).Append('\n');
        }

        lock (Writing)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            if (File.Exists(Path) && new FileInfo(Path).Length > MostBytes)
            {
                File.Move(Path, Path + ".1", overwrite: true);
            }

            File.AppendAllText(Path, entry.ToString());
        }
    }
}
