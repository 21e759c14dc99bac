using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Menace.Pipeline.Incremental.Decisions;

/// <summary>Reads the files of decisions: what is not there, or is of another version, explains nothing.</summary>
internal static class DecisionFile
{
    /// <summary>The record at <paramref name="path"/>, or null.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
