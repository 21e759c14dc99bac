using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// Hashes the ingredients of a key. Each has a name, so that whatever a key depends on can be named by an explanation too.
/// </summary>
/// <param name="ingredients">Receives the ingredients; null: only the key is wanted.</param>
internal sealed class KeyBuilder(KeyIngredients? ingredients) : IDisposable
{
    private readonly HashBuilder _hash = new();

    /// <summary>Adds an ingredient; its name is no part of the key.</summary>
    public KeyBuilder Add(string name, params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            _hash.Add(value);
        }

        ingredients?.Add(name, values);
        return this;
    }

    /// <summary>Adds one of several ingredients of a kind, whose own name is a part of the key.</summary>
    public KeyBuilder AddNamed(string kind, string name, string value)
    {
        _hash.Add(name).Add(value);
        ingredients?.Add($"{kind} {name}", value);
        return this;
    }

    /// <summary>Adds a file with its path.</summary>
    public KeyBuilder AddFile(string path, string permissions, ReadOnlySpan<byte> content)
    {
        _hash.Add(path).Add(permissions).Add(content);
        ingredients?.AddFile(path, permissions, content);
        return this;
    }

    /// <summary>Adds a record; each of its properties is an ingredient.</summary>
    public KeyBuilder AddRecord<T>(T record)
    {
        _hash.Add(StageFile.Text(record));
        ingredients?.AddJson(StageFile.NamedText(record));
        return this;
    }

    /// <summary>Adds a JSON object; each of its members is an ingredient.</summary>
    public KeyBuilder AddJson(string text)
    {
        _hash.Add(text);
        ingredients?.AddJson(text);
        return this;
    }

    /// <summary>Adds a key that has ingredients of its own.</summary>
    public KeyBuilder AddPart(KeyPart part)
    {
        _hash.Add(part.Key);
        if (part.Ingredients is { } named)
        {
            ingredients?.AddAll(named);
        }

        return this;
    }

    /// <summary>The key, lower-case hexadecimal SHA-256.</summary>
    public string ToHex() => _hash.ToHex();

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
