using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Handoff;

/// <summary>The histories that bots of a package begin with: files that go to the Stage 4 that builds it.</summary>
internal static class SentHistories
{
    /// <summary>Adds every bundle that <paramref name="completed"/> names to the files of a package, by its path there.</summary>
    /// <exception cref="PipelineException">A bundle cannot be used (MENACE4007).</exception>
    public static async Task AddAsync(
        Dictionary<string, FileContent> files, IReadOnlyList<CompletedField> completed, BotDevConfig config,
        CancellationToken cancellationToken)
    {
        foreach (var field in completed)
        {
            if (BotLineage.Of(field, config.CompletionsName) is { } here && BotLineage.Of(field, BotLineage.PackageFolder) is { } there)
            {
                files[there.Bundle] = new(await ReadAsync(field.Bot, here, config, cancellationToken), false);
            }
        }
    }

    private static async Task<byte[]> ReadAsync(string bot, BotLineage lineage, BotDevConfig config, CancellationToken cancellationToken)
    {
        try
        {
            var path = HistoryBundle.PathOf(lineage, config.SourceDirectory);
            var bytes = File.Exists(path) ? await SourceFile.ReadAsync(path, FileContent.LargestBytes, cancellationToken)
                : throw new HistoryException(path, "the file does not exist", HistoryBundle.Remedy);
            return bytes.Length <= FileContent.LargestBytes ? bytes
                : throw new HistoryException(
                    path, $"it is larger than the {FileContent.LargestBytes >> 20} MiB that are sent to a Stage 4",
                    "Build the project here: MenaceExecution=Local");
        }
        catch (HistoryException exception)
        {
            throw Unusable(exception.Path, exception.Found, exception.Remedy, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(lineage.Bundle, exception.Message.TrimEnd('.'), HistoryBundle.Remedy, exception);
        }

        PipelineException Unusable(string path, string found, string remedy, Exception inner) => new(
            PipelineStage.Handoff, [new(Rules.HistoryUnusable, [bot, path, found, remedy]) { Bot = bot }], inner: inner);
    }
}
