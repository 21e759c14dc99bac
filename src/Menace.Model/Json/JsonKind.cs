namespace Menace.Model.Json;

/// <summary>The kind of a <see cref="JsonValue"/> (RFC 8259, section 3).</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum JsonKind
{
    /// <summary>The literal <c>null</c>.</summary>
    Null,

    /// <summary>The literal <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number, kept as it was written.</summary>
    Number,

    /// <summary>A string, unescaped.</summary>
    String,

    /// <summary>An ordered list of values.</summary>
    Array,

    /// <summary>Named values, in the order they were written.</summary>
    Object,
}
