using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// The ingredients of a key by name, with a short digest of each: two keys are compared by them. A value itself is never kept, because it
/// can be a secret.
/// </summary>
internal sealed class KeyIngredients
{
    /// <summary>The kind of an environment variable.</summary>
    public const string Variable = "environment variable";

    /// <summary>The kind of a property of the project.</summary>
    public const string Property = "property";

    private const int DigestLength = 12;

    /// <summary>Deeper values are one ingredient.</summary>
    private const int NamedLevels = 5;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonValue.MaximumDepth + 100 };

    private readonly List<IReadOnlyDictionary<string, string>> _groups = [];
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    /// <summary>Digests by name, in groups: those that several bots have in common are the same object.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Groups => _own.Count == 0 ? _groups : [.. _groups, _own];

    /// <summary>Adds an ingredient. The digest of a single value is that of its UTF-8 bytes.</summary>
    public void Add(string name, params ReadOnlySpan<string> values)
    {
        if (values is [var single])
        {
            _own[name] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(single)))[..DigestLength];
            return;
        }

        using var hash = new HashBuilder();
        foreach (var value in values)
        {
            hash.Add(value);
        }

        _own[name] = Digest(hash);
    }

    /// <summary>Adds a file.</summary>
    public void AddFile(string path, string permissions, ReadOnlySpan<byte> content)
    {
        using var hash = new HashBuilder();
        _own[NameOf(path)] = Digest(hash.Add(permissions).Add(content));
    }

    /// <summary>Adds an ingredient for each member of a JSON object that is not empty, also of objects in it.</summary>
    public void AddJson(string text)
    {
        using var document = JsonDocument.Parse(text, Deep);
        AddMembers("", document.RootElement, NamedLevels);
    }

    /// <summary>Adds all of <paramref name="others"/>.</summary>
    public void AddAll(KeyIngredients others) => _groups.AddRange(others.Groups);

    /// <summary>The name of a file among the ingredients.</summary>
    public static string NameOf(string path) => "file " + path;

    private void AddMembers(string prefix, JsonElement value, int levels)
    {
        foreach (var member in value.EnumerateObject())
        {
            var name = prefix + member.Name;
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object when levels > 1:
                    AddMembers(name + ".", member.Value, levels - 1);
                    break;
                case JsonValueKind.Array when member.Value.GetArrayLength() == 0:
                case JsonValueKind.String when member.Value.ValueEquals(""):
                case JsonValueKind.Null:
                    break;
                default:
                    Add(name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText());
                    break;
            }
        }
    }

    private static string Digest(HashBuilder hash) => hash.ToHex()[..DigestLength];
}

/// <summary>A key of which others are made, with its ingredients.</summary>
/// <param name="Key">The key.</param>
/// <param name="Ingredients">Its ingredients; null if they were not asked for.</param>
internal sealed record KeyPart(string Key, KeyIngredients? Ingredients = null);
