using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// The file <c>logs/chat/chat.log</c> in the state folder: what was sent to a model and what came back, without secrets. A file that is
/// full becomes <c>chat.log.1</c>. The folder is its own, because <c>logs/</c> has one file for each bot.
/// </summary>
internal sealed class ChatLog(BotDevConfig config, TimeProvider clock)
{
    private const int MostBytes = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder = Path.Combine(config.StatePath, "logs", "chat");

    /// <summary>Appends a text; each of its lines is indented, so that none can be taken for an entry.</summary>
    /// <exception cref="PipelineException">MENACE3073: the file cannot be written. Nothing is sent that is not in it.</exception>
    public void Write(string bot, string what, string text)
    {
        var entry = new StringBuilder(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(bot.ReplaceLineEndings(" ")).Append(": ").Append(what).Append('\n');
        foreach (var line in Redaction.Redact(text).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            entry.Append("    ").Append(line).Append('\n');
        }

        try
        {
            Directory.CreateDirectory(_folder);
            using var held = FileLock.Acquire(Path.Combine(_folder, "chat.lock"), FileLockMode.Exclusive, Patience)
                ?? throw new IOException("another build is writing it");
            var path = Path.Combine(_folder, "chat.log");
            if (File.Exists(path) && new FileInfo(path).Length > MostBytes)
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            File.AppendAllText(path, entry.ToString());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ChatKey.Unusable($"its log in {_folder} cannot be written: {exception.Message}");
        }
    }
}
