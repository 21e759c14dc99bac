using System.Text;
using System.Text.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>The body of a request is not a valid package.</summary>
/// <param name="reason">What was found.</param>
internal sealed class PackageFormatException(string reason) : FormatException(reason);

/// <summary>
/// Reads a package as <see cref="TaskPackageJson"/> writes it, or an object around it,
/// <c>{"package": …, "execute": true, "files": {path: "text"}, "settings": {"emit": ["github"]}}</c>.
/// </summary>
/// <param name="Text">The text in which the package stands at its place, and nothing else.</param>
internal sealed record PackageText(string Text)
{
    public const string ExecuteMember = "execute";
    public const string FilesMember = "files";
    public const string PackageMember = "package";
    public const string CompletionsMember = "completions";
    public const string SettingsMember = "settings";

    /// <summary>Levels of a task list, and of the object around it.</summary>
    private const int MaximumDepth = TaskFileLimits.Depth + 8;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the request says about it, or null if it says nothing.</summary>
    public bool? Execute { get; init; }

    /// <summary>The settings that it is built with.</summary>
    public ProjectSettings Settings { get; init; } = new();

    /// <summary>Where values of completed fields come from.</summary>
    public PackageCompletions Completions { get; init; } = PackageCompletions.None;

    /// <summary>The files that come with it, by their path as the package writes it.</summary>
    public IReadOnlyDictionary<string, PackageFile> Files { get; init; } = new Dictionary<string, PackageFile>();

    /// <summary>
    /// Reads the object around the package where there is one; <see cref="TaskFileReader"/> reads the package, as every task list.
    /// </summary>
    /// <exception cref="PackageFormatException">The bytes are not text, or the object around the package is invalid.</exception>
    public static PackageText Parse(byte[] body)
    {
        var text = Decode(body);
        try
        {
            return Read(body) ?? new(text);
        }
        catch (JsonException)
        {
            // The reader of task lists reports what is wrong, and where.
            return new(text);
        }
    }

    /// <summary>Reads a package that was accepted, as <see cref="PackageEnvelope.WriteStored"/> wrote it.</summary>
    public static (TaskPackage Package, PackageText Around) ReadStored(string content)
    {
        var text = Parse(Encoding.UTF8.GetBytes(content));
        return (TaskPackageJson.Read(text.Text), text);
    }

    private static string Decode(byte[] body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException exception)
        {
            throw new PackageFormatException($"it is not UTF-8: byte {exception.Index + 1}");
        }
    }

    /// <summary>Null if the body is not an object with a member <c>package</c>.</summary>
    private static PackageText? Read(byte[] body)
    {
        if (JsonMembers.Of(body, MaximumDepth) is not { } members || !members.Exists(member => member.Name == PackageMember))
        {
            return null;
        }

        var read = new PackageText("");
        foreach (var (name, value) in members)
        {
            read = name switch
            {
                PackageMember => read with
                {
                    Text = Blank(body.AsSpan(0, value.Start.Value))
                    + Encoding.UTF8.GetString(body.AsSpan(value))
                },
                ExecuteMember => read with { Execute = ReadExecution(body.AsSpan(value)) },
                FilesMember => read with { Files = ReadFiles(body.AsSpan(value)) },
                CompletionsMember => read with { Completions = ReadCompletions(body.AsSpan(value)) },
                SettingsMember => read with { Settings = ReadSettings(body.AsSpan(value)) },
                _ => read,
            };
        }

        return read;
    }

    /// <summary>White space of the same lines and columns, so that what stands behind it has its place.</summary>
    private static string Blank(ReadOnlySpan<byte> before) =>
        string.Create(Encoding.UTF8.GetCharCount(before), Encoding.UTF8.GetString(before), (blank, text) =>
        {
            for (var i = 0; i < blank.Length; i++)
            {
                blank[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
            }
        });

    private static bool ReadExecution(ReadOnlySpan<byte> json)
    {
        using var value = JsonMembers.Parse(json, MaximumDepth);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new PackageFormatException($"its member '{ExecuteMember}' is neither true nor false"),
        };
    }

    private static Dictionary<string, PackageFile> ReadFiles(ReadOnlySpan<byte> json)
    {
        var members = JsonMembers.Of(json, MaximumDepth)
            ?? throw new PackageFormatException($"its member '{FilesMember}' is not an object");
        Dictionary<string, PackageFile> files = new(members.Count, StringComparer.Ordinal);
        foreach (var (path, range) in members)
        {
            using var value = JsonMembers.Parse(json[range], MaximumDepth);
            files[path] = PackageFile.Read(value.RootElement)
                ?? throw new PackageFormatException($"the file '{path}' must have exactly one of 'text', 'base64' and 'digest'");
        }

        return files;
    }

    private static PackageCompletions ReadCompletions(ReadOnlySpan<byte> json)
    {
        using var value = JsonMembers.Parse(json, MaximumDepth);
        return PackageCompletions.Read(value.RootElement)
            ?? throw new PackageFormatException($"its member '{CompletionsMember}' does not have the form that a build writes");
    }

    private static ProjectSettings ReadSettings(ReadOnlySpan<byte> json)
    {
        using var value = JsonMembers.Parse(json, MaximumDepth);
        var (settings, mistake) = ProjectSettings.Read(value.RootElement);
        return settings ?? throw new PackageFormatException($"its member '{SettingsMember}' {mistake}");
    }
}
