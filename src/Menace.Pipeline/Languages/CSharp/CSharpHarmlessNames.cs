using Microsoft.CodeAnalysis;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>One row of the table of harmless names (docs/verification.md).</summary>
/// <param name="Namespace">A namespace.</param>
/// <param name="Types">Names of its types, separated by ", ", or <c>all</c>.</param>
/// <param name="Members"><c>all</c>, or <c>only</c> or <c>all but</c> in front of names that are separated by ", ".</param>
internal sealed record HarmlessRow(string Namespace, string Types, string Members = HarmlessRow.All)
{
    /// <summary>Every type, or every member.</summary>
    public const string All = "all";

    private const string OnlyThese = "only ";
    private const string AllBut = "all but ";

    private readonly HashSet<string> _types = [.. Types.Split(", ")];
    private readonly HashSet<string> _members = [.. (Members.StartsWith(OnlyThese, StringComparison.Ordinal) ? Members[OnlyThese.Length..]
        : Members.StartsWith(AllBut, StringComparison.Ordinal) ? Members[AllBut.Length..] : "").Split(", ")];

    /// <summary>True if the row has <paramref name="type"/>.</summary>
    public bool HasType(string type) => Types == All || _types.Contains(type);

    /// <summary>True if the row allows <paramref name="member"/>.</summary>
    public bool HasMember(string member) =>
        Members == All || _members.Contains(member) == Members.StartsWith(OnlyThese, StringComparison.Ordinal);
}

/// <summary>
/// Types and members of the framework that do nothing but compute, or write to the console. All others are an obstacle for the proof that a
/// function is
/// harmless. Beside the table: enumerations, exceptions, and calls of delegates.
/// </summary>
internal static class CSharpHarmlessNames
{
    /// <summary>The table; docs/verification.md repeats it.</summary>
    public static IReadOnlyList<HarmlessRow> Rows { get; } =
    [
        new("System", "Array, ArraySegment, Attribute, BitConverter, Boolean, Buffer, Byte, Char, CharEnumerator, Convert, DateOnly, " +
            "DateTime, DateTimeOffset, Decimal, "
            + "Double, EventArgs, FormattableString, Guid, Half, HashCode, IAsyncDisposable, ICloneable, IComparable, IConvertible, " +
                "ICustomFormatter, IDisposable, "
            + "IEquatable, IFormatProvider, IFormattable, IObservable, IObserver, IParsable, IProgress, ISpanFormattable, " +
                "ISpanParsable, Index, Int128, Int16, Int32, "
            + "Int64, IntPtr, Lazy, Math, MathF, Memory, MemoryExtensions, Nullable, Object, Random, Range, ReadOnlyMemory, " +
                "ReadOnlySpan, SByte, Single, Span, String, "
            + "StringComparer, StringNormalizationExtensions, TimeOnly, TimeSpan, Tuple, TupleExtensions, UInt128, UInt16, UInt32, " +
                "UInt64, UIntPtr, Uri, UriBuilder, "
            + "ValueTuple, ValueType, Version, Void"),
        new("System", "Console", "only Error, Out, Write, WriteLine"),
        new("System", "Enum", "all"),
        new("System", "Environment", "only NewLine, ProcessorCount, TickCount, TickCount64"),
        new("System", "TimeZoneInfo", "all but ClearCachedData"),
        new("System", "Type", "only Equals, FullName, GetHashCode, ToString, op_Equality, op_Inequality"),
        new("System.Buffers", "ArrayBufferWriter, ArrayPool, IBufferWriter, SearchValues"),
        new("System.Buffers.Binary", "all"),
        new("System.Buffers.Text", "all"),
        new("System.Collections", "all"),
        new("System.Collections.Concurrent", "all"),
        new("System.Collections.Frozen", "all"),
        new("System.Collections.Generic", "all"),
        new("System.Collections.Immutable", "all"),
        new("System.Collections.ObjectModel", "all"),
        new("System.Collections.Specialized", "all"),
        new("System.Diagnostics", "Stopwatch"),
        new("System.Globalization", "all", "all but ClearCachedData"),
        new("System.IO", "MemoryStream, Stream, StringReader, StringWriter, TextReader, TextWriter"),
        new("System.IO", "Path",
            "only AltDirectorySeparatorChar, ChangeExtension, Combine, DirectorySeparatorChar, EndsInDirectorySeparator, GetDirectoryName, "
            + "GetExtension, GetFileName, GetFileNameWithoutExtension, GetInvalidFileNameChars, GetInvalidPathChars, GetPathRoot, " +
                "GetRelativePath, HasExtension, "
            + "IsPathFullyQualified, IsPathRooted, Join, PathSeparator, TrimEndingDirectorySeparator"),
        new("System.Linq", "AsyncEnumerable, Enumerable, IGrouping, ILookup, IOrderedEnumerable, ImmutableArrayExtensions, Lookup"),
        new("System.Net", "WebUtility"),
        new("System.Numerics", "all",
            "all but Load, LoadAligned, LoadAlignedNonTemporal, LoadUnsafe, Store, StoreAligned, StoreAlignedNonTemporal, StoreUnsafe"),
        new("System.Reflection", "MemberInfo", "only Name"),
        new("System.Runtime.CompilerServices",
            "ConfiguredAsyncDisposable, ConfiguredCancelableAsyncEnumerable, ConfiguredTaskAwaitable, ConfiguredValueTaskAwaitable, "
            + "DefaultInterpolatedStringHandler, FormattableStringFactory, ITuple, TaskAwaiter, ValueTaskAwaiter, YieldAwaitable",
            "all but OnCompleted, UnsafeOnCompleted"),
        new("System.Security.Cryptography",
            "CryptographicOperations, HMAC, HMACMD5, HMACSHA1, HMACSHA256, HMACSHA384, HMACSHA512, HashAlgorithm, KeyedHashAlgorithm, MD5, "
            + "RandomNumberGenerator, SHA1, SHA256, SHA384, SHA512", "all but Create"),
        new("System.Text", "all", "all but RegisterProvider"),
        new("System.Text.Encodings.Web", "all"),
        new("System.Text.Json", "all"),
        new("System.Text.Json.Nodes", "all"),
        new("System.Text.Json.Serialization", "all"),
        new("System.Text.RegularExpressions", "all", "all but CompileToAssembly"),
        new("System.Threading", "CancellationToken, CancellationTokenSource, Interlocked, Lock, SemaphoreSlim, Volatile",
            "all but Register, UnsafeRegister"),
        new("System.Threading.Tasks", "Task",
            "only AsTask, CompletedTask, ConfigureAwait, Delay, Exception, FromCanceled, FromException, FromResult, GetAwaiter, " +
            "IsCanceled, "
            + "IsCompleted, IsCompletedSuccessfully, IsFaulted, Result, Status, Wait, WaitAsync, WhenAll, WhenEach, Yield"),
        new("System.Threading.Tasks", "TaskAsyncEnumerableExtensions, TaskCompletionSource, ValueTask"),
        new("System.Web", "HttpUtility"),
    ];

    /// <summary>Attributes that change nothing about what runs; docs/verification.md repeats them.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        "AllowNull", "AttributeUsage", "CLSCompliant", "CallerArgumentExpression", "CallerFilePath", "CallerLineNumber", "CallerMemberName",
        "CollectionBuilder",
        "Conditional", "DebuggerDisplay", "DefaultValue", "Description", "DisallowNull", "Display", "DisplayName", "DoesNotReturn",
        "DoesNotReturnIf", "EditorBrowsable",
        "EnumMember", "EnumeratorCancellation", "ExcludeFromCodeCoverage", "Flags", "GeneratedRegex", "InterpolatedStringHandler",
        "InterpolatedStringHandlerArgument", "JsonConstructor", "JsonConverter", "JsonDerivedType", "JsonExtensionData", "JsonIgnore",
        "JsonInclude",
        "JsonNumberHandling", "JsonPolymorphic", "JsonPropertyName", "JsonPropertyOrder", "JsonRequired", "JsonStringEnumMemberName",
        "MaybeNull", "MaybeNullWhen",
        "MemberNotNull", "MemberNotNullWhen", "MethodImpl", "NotNull", "NotNullIfNotNull", "NotNullWhen", "Obsolete", "Pure",
        "Serializable",
        "SetsRequiredMembers", "StringSyntax", "SuppressMessage",
    ];

    private static readonly ILookup<string, HarmlessRow> ByNamespace = Rows.ToLookup(row => row.Namespace, StringComparer.Ordinal);

    /// <summary>True if values of the framework's type <paramref name="type"/> may be there at all.</summary>
    public static bool HasType(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Enum or TypeKind.Delegate || IsException(type) || RowsOf(type).Any();

    /// <summary>True if the framework's <paramref name="member"/> may be used.</summary>
    public static bool HasMember(ISymbol member) => member.ContainingType is { } type
        && (type.TypeKind == TypeKind.Enum || (type.TypeKind == TypeKind.Delegate && member.Name is "Invoke" or ".ctor")
            || IsException(type)
            || RowsOf(type).Any(row => row.HasMember(NameOf(member))));

    private static IEnumerable<HarmlessRow> RowsOf(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        return ByNamespace[type.ContainingNamespace?.ToDisplayString() ?? ""].Where(row => row.HasType(type.Name));
    }

    /// <summary>Accessors stand for their property.</summary>
    private static string NameOf(ISymbol member) =>
        member is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : member.Name;

    private static bool IsException(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
