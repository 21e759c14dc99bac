using System.IO.Compression;
using System.Text;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>
/// A package with the files that its tasks name, as one JSON text: <c>{"files": {path: {"base64": …, "executable": …}}, "package": …, "settings": …}</c>, in front of
/// which the one who sends it writes <c>"execute"</c>. Settings that are the defaults are left out.
/// </summary>
public static class PackageEnvelope
{
    /// <summary>Name of the contract.</summary>
    public const string Kind = "menace.package/1";

    /// <summary>The text, the same for the same package.</summary>
    public static string Write(TaskPackage package, IReadOnlyDictionary<string, FileContent> files, ProjectSettings settings)
    {
        var named = files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => KeyValuePair.Create(file.Key, JsonValue.FromMembers(
        [
            KeyValuePair.Create("base64", JsonValue.FromString(Convert.ToBase64String(file.Value.Bytes.Span))),
            KeyValuePair.Create("executable", JsonValue.FromBoolean(file.Value.IsExecutable)),
        ])));
        return $$"""{"files":{{CanonicalJson.Write(JsonValue.FromMembers([.. named]))}},"package":{{TaskPackageJson.Write(package)}}{{Member(settings)}}}""";
    }

    /// <summary>The member that holds <paramref name="settings"/>, with the comma in front of it; empty if they are the defaults.</summary>
    public static string Member(ProjectSettings settings) => settings.AreDefaults ? "" : ",\"settings\":" + settings.Write();

    /// <summary>Returns the text to send.</summary>
    public static string Body(OutgoingPackage package) => (package.Execute ? """{"execute":true,""" : """{"execute":false,""") + package.Content[1..];

    /// <summary>Returns the text to send, gzipped; the bytes of a package are always the same.</summary>
    public static byte[] ToMessage(OutgoingPackage package)
    {
        using var message = new MemoryStream();
        using (var gzip = new GZipStream(message, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Body(package)));
        }

        return message.ToArray();
    }
}
