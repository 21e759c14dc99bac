using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Infrastructure.Logging;

/// <summary>
/// The default sink: one log file per bot with the events and findings of each stage, and <c>_run.log</c> for the others. Lines are kept
/// until the stage ends and then appended; no file stays open. A file that is full becomes <c>.log.1</c>, in the place of the one before.
/// </summary>
/// <param name="folder">Folder of the files, made on first use.</param>
/// <param name="mostBytes">Size at which a file is rotated.</param>
/// <param name="clock">The clock; default: that of the system.</param>
public sealed class BotLogFiles(string folder, int mostBytes = 1 << 20, TimeProvider? clock = null) : IErrorSink
{
    /// <summary>No bot can have this name: names begin with a letter.</summary>
    private const string RunLog = "_run";
    private const int LongestText = 4_000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<string>> _pending = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Report(ErrorReport report) =>
        Add(report.Bot, report.Stage, $"{report.Level.ToWord()} {report.Code}: {report.Message}");

    /// <inheritdoc/>
    public void Record(StageEvent stageEvent) => Add(stageEvent.Bot, stageEvent.Stage, $"{stageEvent.Outcome} ({stageEvent.Detail})");

    /// <inheritdoc/>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (var name in _pending.Keys.ToArray())
            {
                Append(Path.Combine(folder, name + ".log"), _pending[name]);
                _pending.Remove(name);
            }
        }
    }

    private void Add(string? bot, PipelineStage stage, string text)
    {
        var time = _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var shown = text.Length > LongestText ? text[..LongestText] + "…" : text;
        var line = $"{time} {stage.ToWord()} {shown.ReplaceLineEndings(" | ")}\n";
        lock (_lock)
        {
            var name = IsFileName(bot) ? bot! : RunLog;
            (_pending.TryGetValue(name, out var lines) ? lines : _pending[name] = []).Add(line);
        }
    }

    /// <summary>A name that the rules of the task list refuse may still be in a finding.</summary>
    private static bool IsFileName(string? bot) =>
        bot is { Length: > 0 and <= 100 } && char.IsAsciiLetter(bot[0])
            && bot.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private void Append(string path, List<string> lines)
    {
        Directory.CreateDirectory(folder);
        var size = File.Exists(path) ? new FileInfo(path).Length : 0;
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var bytes = Encoding.UTF8.GetByteCount(line);
            if (size > 0 && size + bytes > mostBytes)
            {
                File.AppendAllText(path, text.ToString());
                File.Move(path, path + ".1", overwrite: true);
                text.Clear();
                size = 0;
            }

            text.Append(line);
            size += bytes;
        }

        File.AppendAllText(path, text.ToString());
    }
}
