using System.IO.Compression;
using System.Text;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>
/// Writes a package with the files that its tasks name as one JSON text:
/// <c>{"files": {path: {"base64": …, "executable": …}}, "package": …, "settings": …}</c>, in front of which the sender writes
/// <c>"execute"</c>. Settings that are the defaults are left out, and <c>"completions"</c> (<see cref="PackageCompletions"/>) without any.
/// <see cref="PackageText"/> reads it.
/// </summary>
public static class PackageEnvelope
{
    /// <summary>Name of the contract.</summary>
    public const string Kind = "menace.package/1";

    /// <summary>Levels of a package whose values are as deep as they may be.</summary>
    private const int MaximumDepth = JsonValue.MaximumDepth + 100;

    /// <summary>The text, the same for the same package.</summary>
    public static string Write(TaskPackage package, IReadOnlyDictionary<string, FileContent> files, ProjectSettings settings) =>
        Write(package, files, settings, PackageCompletions.None);

    /// <summary>The text, with where the values of completed fields come from.</summary>
    internal static string Write(
        TaskPackage package, IReadOnlyDictionary<string, FileContent> files, ProjectSettings settings, PackageCompletions completions) =>
        Write(package, files.Select(file => KeyValuePair.Create(file.Key, PackageFile.Of(file.Value.Bytes.Span, file.Value.IsExecutable))),
            settings, completions);

    /// <summary>The text with files that the content store has; a package without files and settings stands alone.</summary>
    internal static string WriteStored(
        TaskPackage package, IReadOnlyDictionary<string, PackageFile> files, ProjectSettings settings,
        PackageCompletions? completions = null) =>
        files.Count == 0 && settings.AreDefaults && completions?.IsEmpty != false
            ? TaskPackageJson.Write(package)
            : Write(package, files.Select(file => KeyValuePair.Create(file.Key, file.Value.ToReference())), settings,
                completions ?? PackageCompletions.None);

    /// <summary>The bytes that are sent.</summary>
    public static byte[] Body(OutgoingPackage package)
    {
        var content = Encoding.UTF8.GetBytes(package.Content);
        return JsonMembers.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean(PackageText.ExecuteMember, package.Execute);
            foreach (var (name, value) in JsonMembers.Of(content, MaximumDepth) ?? [])
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(content.AsSpan(value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>The package alone, for receivers that know no envelope.</summary>
    internal static byte[] PlainBody(OutgoingPackage package)
    {
        var content = Encoding.UTF8.GetBytes(package.Content);
        return content[JsonMembers.Of(content, MaximumDepth)!.Single(member => member.Name == PackageText.PackageMember).Value];
    }

    /// <summary>Returns the text to send, gzipped; the bytes of a package are always the same.</summary>
    public static byte[] ToMessage(OutgoingPackage package)
    {
        using var message = new MemoryStream();
        using (var gzip = new GZipStream(message, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Body(package));
        }

        return message.ToArray();
    }

    private static string Write(
        TaskPackage package, IEnumerable<KeyValuePair<string, JsonValue>> files, ProjectSettings settings,
        PackageCompletions completions)
    {
        var json = JsonMembers.Write(writer =>
        {
            writer.WriteStartObject();
            Add(PackageText.FilesMember, CanonicalJson.Write(JsonValue.FromMembers([.. files])));
            Add(PackageText.PackageMember, TaskPackageJson.Write(package));
            if (!completions.IsEmpty)
            {
                Add(PackageText.CompletionsMember, completions.Write());
            }

            if (!settings.AreDefaults)
            {
                Add(PackageText.SettingsMember, settings.Write());
            }

            writer.WriteEndObject();

            // Canonical text, whose hash is known elsewhere: it is written as it is.
            void Add(string name, string canonical)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(canonical, skipInputValidation: true);
            }
        });
        return Encoding.UTF8.GetString(json);
    }
}
